import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually, House, type Json } from "./support/house.ts";
import { Receiver } from "./support/receiver.ts";

let house: House;
const receiver = new Receiver();
beforeAll(async () => {
  await receiver.open();
  house = await House.open();
});
afterAll(async () => {
  await house.close();
  await receiver.close();
});

interface Sent {
  visitor: string;
  event: Record<string, unknown>;
  isAccepted: boolean;
}

const visitorCount = 8;
const burstMs = 1_500;
const killAfterMs = 700;

/** A chat a week apart pays 5 each time: the score counts the events that are there. */
function chat(index: number, nowMs: number): Record<string, unknown> {
  const atMs = nowMs - (index % 3) * 8 * 86_400_000 - index * 1_000;
  return {
    type: "track",
    event: "chat_started",
    messageId: `burst-${index}`,
    timestamp: new Date(atMs).toISOString(),
  };
}

it("keeps everything it accepted through kill -9 in a burst, counts what is sent again once, and hands off once", async () => {
  const { id, secret } = await house.admin("/destinations", { kind: "webhook", url: receiver.url });
  receiver.secret = secret;
  const visitors: string[] = [];
  for (let index = 0; index < visitorCount; index += 1) {
    visitors.push(
      (await house.batch([{ type: "page", messageId: "first", properties: { path: "/models/" } }])).visitor,
    );
  }

  // A burst that is cut in the middle: nobody knows of the last ones whether they were taken.
  const sent: Sent[] = [];
  const startedAtMs = Date.now();
  const outage = { isDown: false };
  const burst = visitors.map(async (visitor) => {
    for (let index = 0; Date.now() - startedAtMs < burstMs && !outage.isDown; index += 1) {
      const item: Sent = { visitor, event: chat(index, startedAtMs), isAccepted: false };
      sent.push(item);
      try {
        item.isAccepted = (await house.batch([item.event], visitor)).accepted === 1;
      } catch {
        return;
      }
    }
  });
  const cut = new Promise<void>((resolve) => {
    setTimeout(() => {
      outage.isDown = true;
      void house.kill().then(resolve);
    }, killAfterMs);
  });
  await Promise.all([...burst, cut]);
  expect(sent.filter(({ isAccepted }) => isAccepted).length).toBeGreaterThan(visitorCount);

  await house.start();
  for (const visitor of visitors) {
    const mine = sent.filter((item) => item.visitor === visitor);
    const stored = await timelineIds(visitor);
    for (const { event, isAccepted } of mine) {
      if (isAccepted) expect(stored).toContain(event["messageId"]);
    }
    // The client sends everything again that it is not sure of, and for good measure all of it.
    const again = await house.batch(
      mine.map(({ event }) => event),
      visitor,
    );
    expect(again.accepted + again.duplicates).toBe(mine.length);
    expect(again.duplicates).toBeGreaterThanOrEqual(mine.filter(({ isAccepted }) => isAccepted).length);

    const lead = await leadOf(visitor);
    expect(lead.timeline).toHaveLength(mine.length + 1);
    const expected = Math.min(100, 5 * new Set(mine.map((_, index) => index % 3)).size);
    expect(lead.total).toBe(expected);
    expect(lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(expected);
  }

  // Hand-offs written just before another kill still leave, once each.
  const qualified = await Promise.all(
    visitors.map((visitor, index) =>
      house.batch(
        [
          { type: "identify", messageId: "who", traits: { email: `burst-${index}@example.com` } },
          { type: "track", event: "generate_lead", messageId: "form", properties: { model: "Aurora" } },
          { type: "page", messageId: "way", properties: { path: "/directions/" } },
        ],
        visitor,
      ),
    ),
  );
  await house.kill();
  expect(qualified.every(({ stage }) => stage === "mql")).toBe(true);
  await house.start();
  await eventually(async () => {
    const { deliveries } = await house.admin(`/destinations/${id}/deliveries`);
    return deliveries.length === visitorCount && deliveries.every(({ state }: Json) => state === "delivered");
  }, 60_000);
  const leads = receiver.received.map(({ body }) => body.data.who.email as string);
  expect(new Set(leads).size).toBe(visitorCount);
  expect(receiver.received.every(({ isSigned }) => isSigned)).toBe(true);
  // At least once: a delivery whose answer the kill cut off comes again, under the same id.
  expect(new Set(receiver.received.map((webhook) => webhook.id)).size).toBe(visitorCount);
});

async function leadOf(visitor: string): Promise<Json> {
  return house.admin(`/leads/${visitor.split(".")[0]}`);
}

async function timelineIds(visitor: string): Promise<string[]> {
  return (await leadOf(visitor)).timeline.map(({ eventId }: Json) => eventId as string);
}
