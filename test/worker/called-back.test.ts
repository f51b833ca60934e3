import { describe, expect, it, vi } from "vitest";
import { VisitorObject } from "../../worker/objects/visitor/visitor.ts";
import { dayMs } from "../../shared/core/index.ts";
import { batch, identify, page, post, track, type Json } from "./support/api.ts";
import { address, Browser, leadOf } from "./support/identity.ts";
import {
  ask,
  deliveriesOf,
  useNetwork,
  visitorObject,
  wakeDestination,
  wakeVisitors,
} from "./support/receivers.ts";
import { placesOf } from "./support/storage.ts";

const network = useNetwork();

const form = () => [identify({ email: address() }), track("generate_lead", { model: "Aurora" })];

/** The two ways to say no to everything. */
const noes = {
  consent: (browser: Browser) =>
    browser.send([track("consent_updated", { consent: "denied" })], { context: { consent: true } }),
  objection: (browser: Browser) => ask("PUT", `/leads/${browser.id}/objection`, { note: "by letter" }),
};

/** A browser that sends Global Privacy Control. */
async function sendOptedOut(browser: Browser, events: Record<string, unknown>[]): Promise<void> {
  const own = events.map((event) => ({ anonymousId: browser.anonymousId, ...event }));
  const more = { context: { consent: true }, ...(browser.visitor && { visitor: browser.visitor }) };
  const { body } = await post("/v1/batch", batch(own, more), { "sec-gpc": "1" });
  browser.visitor = body.visitor ?? browser.visitor;
}

describe.each(["share", "consent"] as const)("a no of before (%s)", (why) => {
  it("calls back what waits of a device that turns out later to be the same person's", async () => {
    const ads = await network.well({ isShare: true });
    await ask("PATCH", `/destinations/${ads}`, { enabled: false });
    const email = address();
    const lead = new Browser();
    await lead.view("/");
    await lead.prove({ email });
    if (why === "share") await sendOptedOut(lead, [page("/")]);
    else await noes.consent(lead);
    await wakeVisitors(lead.id);
    const device = new Browser();
    await device.send(form());
    const former = device.id;
    expect(await deliveriesOf(ads)).toMatchObject([{ state: "pending" }]);
    await device.prove({ email });
    await wakeVisitors(former, lead.id, former, lead.id);
    expect((await leadOf(lead.id)).devices.map(({ id }: Json) => id)).toContain(former);
    expect(await deliveriesOf(ads)).toMatchObject([{ state: "cancelled" }]);
    await ask("PATCH", `/destinations/${ads}`, { enabled: true });
    await wakeDestination(ads);
    expect(network.received).toEqual([]);
  });
});

describe.each(["share", "consent", "objection"] as const)("a no of the lead (%s)", (why) => {
  it("keeps from leaving what one of its devices still has to hand off", async () => {
    const email = address();
    const [lead, device] = [new Browser(), new Browser()];
    await device.send(form());
    const former = device.id;
    await lead.view("/");
    await lead.prove({ email });
    await device.prove({ email });
    await wakeVisitors(former, lead.id);
    expect((await leadOf(lead.id)).devices.map(({ id }: Json) => id)).toContain(former);
    if (why === "share") await sendOptedOut(lead, [page("/")]);
    else await noes[why](lead);
    await wakeVisitors(lead.id);
    const ads = await network.well({ isShare: true });
    await visitorObject(former).sendUntaken();
    await wakeDestination(ads);
    expect(network.received).toEqual([]);
    // Nor does it wait for another try.
    const { handOffs }: Json = JSON.parse((await visitorObject(former).dossier()) ?? "");
    expect(handOffs).toMatchObject([{ state: why === "share" ? "no_destination" : "withdrawn" }]);
  });
});

describe("a destination of which it is said later that it shares", () => {
  it("gives up those who said no to that, before they were handed off to it or after, and nobody else", async () => {
    const ads = await network.well();
    await ask("PATCH", `/destinations/${ads}`, { enabled: false });
    const [before, after, other] = [new Browser(), new Browser(), new Browser()];
    await sendOptedOut(before, form());
    await after.send(form());
    await sendOptedOut(after, [page("/")]);
    await other.send(form());
    await wakeVisitors(after.id);
    const states = async () =>
      Object.fromEntries((await deliveriesOf(ads)).map(({ leadId, state }) => [leadId, state]));
    expect(new Set(Object.values(await states()))).toEqual(new Set(["pending"]));
    await ask("PATCH", `/destinations/${ads}`, { enabled: true, isShare: true });
    await wakeDestination(ads);
    expect(await states()).toEqual({
      [before.id]: "cancelled",
      [after.id]: "cancelled",
      [other.id]: "delivered",
    });
  });
});

describe.each(["consent", "objection"] as const)("a no (%s)", (why) => {
  it("ends the deliveries that died before it too: they are not replayed, alone or with the others", async () => {
    const well = await network.well();
    network.before = async () => Promise.reject(new Error("down"));
    const browser = new Browser();
    await browser.send(form());
    for (let tries = 0; tries < 20; tries += 1) {
      await wakeDestination(well);
      vi.setSystemTime(Date.now() + dayMs);
    }
    expect(await deliveriesOf(well)).toMatchObject([{ state: "dead" }]);
    await noes[why](browser);
    await wakeVisitors(browser.id);
    network.before = async () => {};
    expect(await deliveriesOf(well)).toMatchObject([{ state: "cancelled" }]);
    expect((await ask("POST", `/destinations/${well}/replay-dead`)).body).toEqual({ replayed: 0 });
    const [{ id }] = await deliveriesOf(well);
    expect(await ask("POST", `/destinations/${well}/deliveries/${id}/replay`)).toMatchObject({
      status: 409,
      body: { error: { code: "called_back" } },
    });
    await wakeDestination(well);
    expect(network.received).toEqual([]);
  });

  it("keeps what was delivered before it from being sent again, and not what is handed off after a yes", async () => {
    const well = await network.well();
    const browser = new Browser();
    await browser.send(form());
    await wakeDestination(well);
    const seen = network.webhook.seen.length;
    const [{ id }] = await deliveriesOf(well);
    const replay = async (delivery = id) =>
      (await ask("POST", `/destinations/${well}/deliveries/${delivery}/replay`)).status;
    await noes[why](browser);
    await wakeVisitors(browser.id);
    expect(await replay()).toBe(409);
    await wakeDestination(well);
    expect(network.webhook.seen).toHaveLength(seen);
    expect(await deliveriesOf(well)).toMatchObject([{ id, state: "delivered" }]);

    if (why === "consent")
      await browser.send([track("consent_updated", { consent: "granted" })], { context: { consent: true } });
    else await ask("DELETE", `/leads/${browser.id}/objection`);
    await browser.send([track("generate_lead", { model: "Borealis" }), page("/directions/")], {
      context: { consent: true },
    });
    await wakeVisitors(browser.id);
    const later = (await deliveriesOf(well)).find((one) => one.id !== id);
    await wakeDestination(well);
    expect([await replay(), await replay(later.id)]).toEqual([409, 200]);
  });
});

describe("a person who counted for a lead, and was parted from it", () => {
  /** What a browser did counted for a lead by hand, and left under its name. */
  async function parted(well: string, events: Record<string, unknown>[]): Promise<[Browser, Browser]> {
    const [lead, device] = [new Browser(), new Browser()];
    await lead.view("/");
    await device.view("/");
    await ask("POST", `/leads/${lead.id}/merge`, { with: device.id });
    await device.send(events);
    await wakeVisitors(device.id, lead.id);
    await wakeDestination(well);
    await ask("POST", `/leads/${lead.id}/unmerge`, { device: device.id });
    await wakeVisitors(device.id, lead.id, device.id);
    return [lead, device];
  }
  const hubspot = () =>
    network.destination({ kind: "hubspot", token: network.hubspot.token, eraseContact: true });
  const emails = () => network.hubspot.contacts.map(({ properties }) => properties["email"]);

  it("is erased there too, and who got it is told", async () => {
    const paused = await network.well();
    await ask("PATCH", `/destinations/${paused}`, { enabled: false });
    const [well, hub] = [await network.well(), await hubspot()];
    const email = address();
    const [lead, device] = await parted(hub, [
      identify({ email }),
      track("generate_lead", { model: "Aurora" }),
    ]);
    await wakeDestination(well);
    expect(emails()).toEqual([email]);
    const { body } = await ask("POST", "/privacy/erase", { email });
    expect(body.leadId).toBe(device.id);
    expect(
      Object.fromEntries(body.receivers.map(({ destinationId, how }: Json) => [destinationId, how])),
    ).toEqual({ [paused]: "nothing_left", [well]: "told", [hub]: "told" });
    for (const id of [well, hub]) await wakeDestination(id);
    expect(emails()).toEqual([]);
    const [handedOff, { data: notice }] = network.received;
    expect(handedOff.data.who.visitorId).toBe(lead.id);
    expect(notice).toMatchObject({ visitorIds: [device.id], handOffIds: [handedOff.data.id] });
    expect(await placesOf(email)).toEqual([]);
    // That something left for the lead then is still known.
    expect((await leadOf(lead.id)).handOffs).toMatchObject([{ state: "sent", retired: "merge_undone" }]);
  });

  it("does not keep the lead's own hand-offs from leaving by being erased", async () => {
    const well = await network.well();
    await ask("PATCH", `/destinations/${well}`, { enabled: false });
    const [lead, device] = await parted(well, form());
    await lead.send(form());
    await wakeVisitors(lead.id);
    await ask("DELETE", `/leads/${device.id}`);
    await ask("PATCH", `/destinations/${well}`, { enabled: true });
    for (let turn = 0; turn < 2; turn += 1) await wakeDestination(well);
    expect(network.received.map(({ data }) => data.who.visitorId)).toEqual([lead.id]);
  });

  it("is erased with the copies that the lead has, also before the lead has heard of it", async () => {
    const email = address();
    const hub = await hubspot();
    const [lead, device] = [new Browser(), new Browser()];
    await lead.view("/");
    await device.view("/");
    await ask("POST", `/leads/${lead.id}/merge`, { with: device.id });
    await device.send([identify({ email }), track("generate_lead", { model: "Aurora" })]);
    await wakeVisitors(device.id, lead.id);
    await wakeDestination(hub);
    const down = vi.spyOn(VisitorObject.prototype, "release").mockRejectedValue(new Error("down"));
    await ask("POST", `/leads/${lead.id}/unmerge`, { device: device.id });
    expect((await ask("DELETE", `/leads/${device.id}`)).status).toBe(500);
    down.mockRestore();
    await ask("DELETE", `/leads/${device.id}`);
    await wakeVisitors(lead.id);
    await wakeDestination(hub);
    expect(emails()).toEqual([]);
    expect(await placesOf(email)).toEqual([]);
  });

  it.each(["consent", "objection"] as const)("has what waits there called back by a no (%s)", async (why) => {
    const well = await network.well();
    await ask("PATCH", `/destinations/${well}`, { enabled: false });
    const [lead, device] = await parted(well, form());
    await lead.send(form());
    await noes[why](device);
    await wakeVisitors(device.id, lead.id);
    await ask("PATCH", `/destinations/${well}`, { enabled: true });
    for (let turn = 0; turn < 2; turn += 1) await wakeDestination(well);
    expect(await deliveriesOf(well)).toMatchObject([{ state: "delivered" }, { state: "cancelled" }]);
    expect(network.received.map(({ data }) => data.who.visitorId)).toEqual([lead.id]);
  });

  it("has it called back by the no of a lead that they have come to count for since, which does not hand it off again", async () => {
    const well = await network.well();
    await ask("PATCH", `/destinations/${well}`, { enabled: false });
    const [, device] = await parted(well, form());
    const other = new Browser();
    await other.view("/");
    await ask("POST", `/leads/${other.id}/merge`, { with: device.id });
    await noes.objection(other);
    await wakeVisitors(device.id, other.id);
    expect(await deliveriesOf(well)).toMatchObject([{ state: "cancelled" }]);
  });

  it("may not be shared there either, and nobody else is kept from it", async () => {
    const ads = await network.well();
    await ask("PATCH", `/destinations/${ads}`, { enabled: false });
    const [lead, device] = await parted(ads, form());
    await lead.send(form());
    await sendOptedOut(device, [page("/")]);
    await wakeVisitors(device.id, lead.id);
    expect(await deliveriesOf(ads)).toMatchObject([{ state: "pending" }, { state: "pending" }]);
    await ask("PATCH", `/destinations/${ads}`, { enabled: true, isShare: true });
    for (let turn = 0; turn < 2; turn += 1) await wakeDestination(ads);
    expect(await deliveriesOf(ads)).toMatchObject([{ state: "delivered" }, { state: "cancelled" }]);
  });
});
