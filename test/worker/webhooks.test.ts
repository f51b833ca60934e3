import { describe, expect, inject, it } from "vitest";
import { nextDelayMs, retryDelaysMs } from "../../worker/objects/destination/schedule.ts";
import { retryAfterMs } from "../../worker/destinations/retry-after.ts";
import { newWebhookSecret, signWebhook, verifyWebhook } from "../../worker/destinations/standard-webhooks.ts";

interface Vector {
  secret: string;
  msg_id: string;
  timestamp: number;
  payload: string;
  signature: string;
}

/** The vector that Standard Webhooks publishes; the folder of real data holds more. */
const published: Vector = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  msg_id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: 1614265330,
  payload: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const vectors: Vector[] = [published, ...inject("webhookVectors")];

describe("a webhook's signature", () => {
  it.each(vectors.map((vector, index) => ({ ...vector, index })))(
    "is that of vector $index ($msg_id)",
    async (vector) => {
      const { secret, msg_id, timestamp, payload, signature } = vector;
      expect(await signWebhook(secret, msg_id, timestamp, payload)).toBe(signature);
      expect(await verifyWebhook(secret, msg_id, timestamp, payload, signature, timestamp * 1000)).toBe(true);
    },
  );

  it("fails when a byte of the body, the id, the time or the signature differs", async () => {
    const { secret, msg_id, timestamp, payload, signature } = published;
    const nowMs = timestamp * 1000;
    expect(await verifyWebhook(secret, msg_id, timestamp, `${payload} `, signature, nowMs)).toBe(false);
    expect(await verifyWebhook(secret, `${msg_id}x`, timestamp, payload, signature, nowMs)).toBe(false);
    expect(await verifyWebhook(secret, msg_id, timestamp + 1, payload, signature, nowMs)).toBe(false);
    expect(
      await verifyWebhook(secret, msg_id, timestamp, payload, signature.replace("g0", "g1"), nowMs),
    ).toBe(false);
    expect(await verifyWebhook(secret, msg_id, timestamp, payload, "v2,abc v1, nonsense", nowMs)).toBe(false);
    expect(await verifyWebhook(newWebhookSecret(), msg_id, timestamp, payload, signature, nowMs)).toBe(false);
  });

  it("is good for five minutes, to the second", async () => {
    const { secret, msg_id, timestamp, payload, signature } = published;
    const at = (seconds: number) =>
      verifyWebhook(secret, msg_id, timestamp, payload, signature, (timestamp + seconds) * 1000);
    expect([await at(300), await at(301), await at(-300), await at(-301)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe("the schedule of a hand-off", () => {
  it("tries thirteen times in about three days, then gives up", () => {
    const hours = retryDelaysMs.reduce((sum, delayMs) => sum + delayMs, 0) / 3_600_000;
    expect(retryDelaysMs).toHaveLength(12);
    expect(hours).toBeGreaterThan(72);
    expect(hours).toBeLessThan(80);
    expect(nextDelayMs(12, 0)).toBe(86_400_000);
    expect(nextDelayMs(13, 0)).toBeNull();
  });

  it("adds up to a fifth by chance, and waits longer when the receiver says so", () => {
    expect(nextDelayMs(1, 0)).toBe(5_000);
    expect(nextDelayMs(1, 1)).toBe(6_000);
    expect(nextDelayMs(1, 0, 60_000)).toBe(60_000);
    expect(nextDelayMs(6, 0, 1_000)).toBe(1_800_000);
  });

  it.each([
    [null, undefined],
    ["120", 120_000],
    ["0", undefined],
    ["-5", undefined],
    ["soon", undefined],
    ["999999999", 86_400_000],
    ["Sat, 21 Nov 2026 12:01:00 GMT", 60_000],
    ["Sat, 21 Nov 2026 11:00:00 GMT", undefined],
  ])("reads Retry-After %j as %j", (header, delayMs) => {
    expect(retryAfterMs(header, Date.UTC(2026, 10, 21, 12))).toBe(delayMs);
  });
});
