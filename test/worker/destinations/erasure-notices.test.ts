import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import type { Environment } from "../../../worker/environment.ts";
import { SiteObject } from "../../../worker/objects/site/site.ts";
import { SweepObject } from "../../../worker/objects/sweep/sweep.ts";
import { erasePerson } from "../../../worker/privacy/erase-person.ts";
import { identify, post, secretKeyHeaders, track, type Json } from "../support/api.ts";
import { address, Browser } from "../support/identity.ts";
import { ask, deliveriesOf, destinationObject, useNetwork, wakeDestination } from "../support/receivers.ts";
import { placesOf } from "../support/storage.ts";

const network = useNetwork();

const form = (email: string) => [identify({ email }), track("generate_lead", { model: "Aurora" })];
const hubspot = () =>
  network.destination({ kind: "hubspot", token: network.hubspot.token, eraseContact: true });
const replay = (destination: string, delivery: string) =>
  ask("POST", `/destinations/${destination}/deliveries/${delivery}/replay`);

/** Hands a lead off to a destination and erases them. @returns Their address, and the notice's delivery. */
async function tell(destination: string): Promise<{ email: string; notice: Json }> {
  const email = address();
  await new Browser().send(form(email));
  await wakeDestination(destination);
  await ask("POST", "/privacy/erase", { email });
  await wakeDestination(destination);
  const [notice] = await deliveriesOf(destination);
  expect(notice).toMatchObject({ handOffId: "erased", state: "delivered" });
  return { email, notice };
}

describe("a receiver whose first try is under way when the person is erased", () => {
  it("is told after it", async () => {
    const well = await network.well();
    const email = address();
    await new Browser().send(form(email));
    let erased: Json;
    network.before = async () => {
      network.before = async () => {};
      erased = await ask("POST", "/privacy/erase", { email });
    };
    await wakeDestination(well);
    await wakeDestination(well);
    expect(erased.body.receivers).toMatchObject([{ destinationId: well, how: "told" }]);
    expect(network.received.map(({ type }) => type)).toEqual(["lead.marketing", "visitor.erased"]);
  });

  it("is in the log as tried before anything leaves, and who got nothing is told nothing", async () => {
    const [well, paused] = [await network.well(), await network.well()];
    await ask("PATCH", `/destinations/${paused}`, { enabled: false });
    const email = address();
    await new Browser().send(form(email));
    let during: Json[] = [];
    let erased: Json;
    network.before = async () => {
      network.before = async () => {};
      during = await deliveriesOf(well);
      erased = await ask("POST", "/privacy/erase", { email });
    };
    await wakeDestination(well);
    expect(during).toMatchObject([{ state: "pending", attempts: 0, lastAttemptAtMs: Date.now() }]);
    const how = Object.fromEntries(erased.body.receivers.map((each: Json) => [each.destinationId, each.how]));
    expect(how).toEqual({ [well]: "told", [paused]: "nothing_left" });
  });
});

describe("a notice of an erasure that was delivered", () => {
  it("names nobody any more, and is sent again as it was", async () => {
    const well = await network.well();
    const { email, notice } = await tell(well);
    expect(await placesOf(email)).toEqual([]);
    const told = () => network.webhook.seen.filter(({ body }: Json) => body.type === "visitor.erased");
    expect((await replay(well, notice.id)).status).toBe(200);
    await wakeDestination(well);
    expect(await deliveriesOf(well)).toMatchObject([{ id: notice.id, state: "delivered" }]);
    expect(told()).toHaveLength(2);
    expect(told()[1]?.body).toEqual(told()[0]?.body);
  });

  it("cannot be sent again where it takes the names, and says why", async () => {
    const hub = await hubspot();
    const { notice } = await tell(hub);
    const { status, body } = await replay(hub, notice.id);
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: "forgotten" });
    expect(body.error.message).toContain("HubSpot finds a person by name");
    expect(await deliveriesOf(hub)).toMatchObject([{ state: "delivered" }]);
  });

  it("of an earlier release, which kept nothing of it, is neither replayed nor tried for days, and keeps nobody from being told", async () => {
    const well = await network.well();
    const { notice } = await tell(well);
    await runInDurableObject(destinationObject(well), (_object, { storage: { sql } }) =>
      sql.exec("UPDATE queued SET payload = '{}' WHERE id = ?", notice.id),
    );
    expect(await replay(well, notice.id)).toMatchObject({
      status: 409,
      body: { error: { code: "forgotten" } },
    });
    // That release let it be replayed.
    await runInDurableObject(destinationObject(well), async (_object, { storage }) => {
      const body = JSON.stringify({ ...notice, state: "pending" });
      storage.sql.exec(
        "UPDATE queued SET state = 'pending', next_ms = 0, body = ? WHERE id = ?",
        body,
        notice.id,
      );
      await storage.setAlarm(Date.now());
    });
    await wakeDestination(well);
    expect(await deliveriesOf(well)).toMatchObject([
      { state: "dead", lastError: "nothing is left of it that could be sent" },
    ]);
    expect((await ask("POST", `/destinations/${well}/replay-dead`)).body).toEqual({ replayed: 0 });
    expect((await ask("GET", "/destinations")).body.destinations).toMatchObject([{ heldUntilMs: null }]);
  });
});

describe("a receiver that finds people by name", () => {
  const emails = () => network.hubspot.contacts.map(({ properties }) => properties["email"]);
  /** Wakes it as often as there are names to tell. */
  const wake = async (destination: string, times: number) => {
    for (let time = 0; time < times; time += 1) await wakeDestination(destination);
  };

  it("is told every name under which it was given the person", async () => {
    const hub = await hubspot();
    const [first, second] = [address(), address()];
    const browser = new Browser();
    await browser.send(form(first));
    await browser.send(form(second));
    await wake(hub, 2);
    expect(emails()).toEqual([first, second]);
    const erased = await ask("POST", "/privacy/erase", { email: first });
    expect(erased.body.receivers).toMatchObject([{ destinationId: hub, how: "told" }]);
    await wake(hub, 2);
    expect(emails()).toEqual([]);
    expect(network.hubspot.faults).toEqual([]);
    expect(await placesOf(first, second)).toEqual([]);
  });

  it("is not told an address that is somebody else's", async () => {
    const hub = await hubspot();
    const [own, others] = [address(), address()];
    await new Browser().send(form(others));
    const borrower = new Browser();
    await borrower.send(form(own));
    await borrower.send(form(others));
    await wake(hub, 3);
    expect(emails()).toEqual([others, own]);
    await ask("POST", "/privacy/erase", { email: own });
    await wake(hub, 3);
    expect(emails()).toEqual([others]);
  });

  it("is not told the address of somebody of whom only servers have told since", async () => {
    const hub = await hubspot();
    const others = address();
    const [first, borrower] = [new Browser(), new Browser()];
    await first.send(form(others));
    await borrower.send(form(others));
    await wake(hub, 2);
    await erasePerson(env as unknown as Environment, "demo-dealer", first.id, { why: "retention" });
    await post("/v1/batch", { batch: [track("purchase", { email: others })] }, secretKeyHeaders);
    await ask("DELETE", `/leads/${borrower.id}`);
    await wake(hub, 2);
    expect(emails()).toEqual([others]);
  });

  it("is told although the answer to the hand-off was lost", async () => {
    const hub = await hubspot();
    const email = address();
    const { sync } = SiteObject.prototype;
    vi.spyOn(SiteObject.prototype, "sync").mockImplementation(async function (this: SiteObject, ...given) {
      const answer = await sync.apply(this, given);
      if (given[1].length > 0) throw new Error("cut");
      return answer;
    });
    await new Browser().send(form(email));
    await wake(hub, 1);
    expect(emails()).toEqual([email]);
    const erased = await ask("POST", "/privacy/erase", { email });
    expect(erased.body.receivers).toMatchObject([{ destinationId: hub, how: "told" }]);
    await wake(hub, 1);
    expect(emails()).toEqual([]);
  });

  it("is told nothing of whom it got nothing, when the erasure is cut and comes again either", async () => {
    const hub = await hubspot();
    await ask("PATCH", `/destinations/${hub}`, { enabled: false });
    const email = address();
    const browser = new Browser();
    await browser.send(form(email));
    // The customer's own contact.
    network.hubspot.contacts.push({ id: "7", properties: { email } });
    vi.spyOn(SweepObject.prototype, "forget").mockRejectedValueOnce(new Error("cut"));
    expect((await ask("DELETE", `/leads/${browser.id}`)).status).toBe(500);
    const again = await ask("DELETE", `/leads/${browser.id}`);
    expect(again.body.receivers).toMatchObject([{ destinationId: hub, how: "nothing_left" }]);
    await ask("PATCH", `/destinations/${hub}`, { enabled: true });
    await wake(hub, 1);
    expect(emails()).toEqual([email]);
  });

  it("says that people have to look when all that it was given is somebody else's", async () => {
    const hub = await hubspot();
    const others = address();
    await new Browser().send(form(others));
    const borrower = new Browser();
    await borrower.send(form(others));
    await wake(hub, 2);
    const erased = await ask("DELETE", `/leads/${borrower.id}`);
    expect(erased.body.receivers).toMatchObject([{ destinationId: hub, how: "by_hand" }]);
    await wake(hub, 2);
    expect(emails()).toEqual([others]);
  });

  it("deletes a contact by phone number only if it has no e-mail address", async () => {
    const hub = await hubspot();
    const phone = "+40722123987";
    const call = [identify({ phone }), track("generate_lead", { model: "Aurora" })];
    const [caller, other] = [new Browser(), new Browser()];
    await caller.send(call);
    await wake(hub, 1);
    expect(network.hubspot.contacts).toMatchObject([{ properties: { phone } }]);
    await ask("DELETE", `/leads/${caller.id}`);
    await wake(hub, 1);
    expect(network.hubspot.contacts).toEqual([]);

    network.hubspot.contacts.push({ id: "7", properties: { phone, email: "family@example.org" } });
    await other.send(call);
    await wake(hub, 1);
    await ask("DELETE", `/leads/${other.id}`);
    await wake(hub, 1);
    expect(emails()).toEqual(["family@example.org"]);
    expect(await deliveriesOf(hub)).toMatchObject([
      { handOffId: "erased", state: "dead", lastError: expect.stringContaining("delete it in HubSpot") },
      { handOffId: "erased", state: "delivered" },
    ]);
  });
});
