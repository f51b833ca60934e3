import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeHubSpot } from "../fakes/hubspot.ts";
import { patienceMs } from "../support/patience.ts";
import { eventually, House, type Json } from "./support/house.ts";
import { Receiver } from "./support/receiver.ts";
import { serveFake } from "./support/serve-fake.ts";

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(async () => {
  await house.close();
});

async function destination(receiver: Receiver): Promise<string> {
  const { id, secret } = await house.admin("/destinations", { kind: "webhook", url: receiver.url });
  receiver.secret = secret;
  return id as string;
}

/** Brings a visitor over the threshold in one batch. */
async function qualify(email: string): Promise<Json> {
  return house.batch([
    { type: "identify", messageId: crypto.randomUUID(), traits: { email, name: "Ada" } },
    {
      type: "track",
      event: "generate_lead",
      messageId: crypto.randomUUID(),
      properties: { model: "Aurora" },
    },
    { type: "page", messageId: crypto.randomUUID(), properties: { path: "/directions/" } },
  ]);
}

const stateOf = async (id: string) =>
  (await house.admin(`/destinations/${id}/deliveries`)).deliveries as Json[];

describe("a hand-off", () => {
  it("arrives once, under one id, when the receiver was down and came back", async () => {
    const receiver = new Receiver();
    await receiver.open();
    const id = await destination(receiver);
    await receiver.close();

    const answer = await qualify("down@example.com");
    expect(answer.stage).toBe("mql");
    const failed = await eventually(async () => (await stateOf(id)).find(({ attempts }) => attempts >= 2));
    expect(failed).toMatchObject({ state: "pending", lastStatus: null });
    expect(failed.lastError).toContain("no answer");

    await receiver.open();
    await eventually(async () => receiver.received.length > 0, 2 * patienceMs);
    const [delivered] = await eventually(async () => {
      const list = await stateOf(id);
      return list.every(({ state }) => state === "delivered") && list;
    });
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]).toMatchObject({ id: delivered.id, isSigned: true });
    await receiver.close();
  });

  it("is tried again under the same id, and not before Retry-After says", async () => {
    const receiver = new Receiver();
    await receiver.open();
    const id = await destination(receiver);
    receiver.answers.push({ status: 503, headers: { "retry-after": "8" } });
    await qualify("busy@example.com");
    await eventually(async () => receiver.received.length === 2);
    const [first, second] = receiver.received;
    expect(second?.id).toBe(first?.id);
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(8_000);
    await eventually(async () => (await stateOf(id))[0]?.state === "delivered");
    await receiver.close();
  });

  it("ends with 410, switches its destination off with the reason, and can be replayed", async () => {
    const receiver = new Receiver();
    await receiver.open();
    const id = await destination(receiver);
    receiver.answers.push({ status: 410 });
    await qualify("gone@example.com");
    const dead = await eventually(async () => (await stateOf(id)).find(({ state }) => state === "dead"));
    expect(dead).toMatchObject({ lastStatus: 410, attempts: 1 });
    const { destinations } = await house.admin("/destinations");
    expect(destinations.find((item: Json) => item.id === id).disabled).toBe(true);

    await house.admin(`/destinations/${id}/deliveries/${dead.id}/replay`, {});
    await eventually(async () => (await stateOf(id)).find(({ state }) => state === "delivered"));
    expect(receiver.received.map((webhook) => webhook.id)).toEqual([dead.id, dead.id]);
    await receiver.close();
  });

  it("becomes one contact and one note in HubSpot, although the note's answer was lost", async () => {
    const fake = new FakeHubSpot();
    const served = await serveFake(fake);
    const { id } = await house.admin("/destinations", {
      kind: "hubspot",
      token: fake.token,
      scoreProperty: "scoreline_score",
      apiUrl: served.url,
    });
    fake.misbehave.push("well", "well", "cut");
    await qualify("cut@example.com");
    const [delivery] = await eventually(async () => {
      const list = await stateOf(id as string);
      return list[0]?.state === "delivered" && list;
    });
    expect(delivery.attempts).toBe(2);
    expect(fake.contacts).toMatchObject([{ properties: { email: "cut@example.com", firstname: "Ada" } }]);
    expect(Number(fake.contacts[0]?.properties["scoreline_score"])).toBeGreaterThanOrEqual(30);
    expect(fake.notes).toHaveLength(1);
    expect(fake.faults).toEqual([]);
    await served.close();
  });

  it("is not carried on by a redirect: the address that it points to is not called", async () => {
    const receiver = new Receiver();
    const target = new Receiver();
    await Promise.all([receiver.open(), target.open()]);
    const id = await destination(receiver);
    receiver.answers.push({ status: 302, headers: { location: target.url } });
    await qualify("moved@example.com");
    await eventually(async () => (await stateOf(id))[0]?.state === "delivered");
    expect(receiver.received).toHaveLength(2);
    expect(target.received).toEqual([]);
    await Promise.all([receiver.close(), target.close()]);
  });
});
