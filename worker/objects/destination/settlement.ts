import type { Delivery } from "../../../shared/schema/destination.ts";
import type { AttemptResult } from "./attempt.ts";
import { nextDelayMs } from "./schedule.ts";

/** What follows from a try. */
export interface Settlement {
  delivery: Delivery;
  /** What it says of the receiver: that it is there, that it may be down, or nothing. */
  lesson: "answered" | "failed" | "none";
  /** Whether the whole destination has to stop. */
  stop: "attention" | "gone" | null;
}

/**
 * Decides what becomes of a delivery after a try.
 *
 * @param delivery With this try counted.
 * @param random From 0 to 1.
 * @param scale Shortens the schedule, for tests.
 */
export function settlementOf(
  delivery: Delivery,
  result: AttemptResult,
  nowMs: number,
  random: number,
  scale: number,
): Settlement {
  const tried: Delivery = { ...delivery, lastAttemptAtMs: nowMs, lastStatus: result.status };
  if (result.outcome === "delivered") {
    const delivered: Delivery = {
      ...tried,
      state: "delivered",
      deliveredAtMs: nowMs,
      nextAttemptAtMs: null,
      lastError: null,
    };
    return { delivery: delivered, lesson: "answered", stop: null };
  }
  const failed: Delivery = { ...tried, lastError: result.error };
  const dead: Delivery = { ...failed, state: "dead", nextAttemptAtMs: null };
  switch (result.outcome) {
    case "retry": {
      const delayMs = nextDelayMs(failed.attempts, random, result.retryAfterMs, scale);
      const next = delayMs === null ? dead : { ...failed, nextAttemptAtMs: nowMs + delayMs };
      return { delivery: next, lesson: "failed", stop: null };
    }
    case "rejected":
      // Without a status nobody was asked: the hand-off lacks what is needed.
      return { delivery: dead, lesson: result.status === null ? "none" : "answered", stop: null };
    case "attention": {
      // It is not this hand-off's fault: the try does not count, and it goes first when all is well again.
      const waiting = { ...failed, attempts: failed.attempts - 1, nextAttemptAtMs: nowMs };
      return { delivery: waiting, lesson: "none", stop: "attention" };
    }
    case "gone":
      return { delivery: dead, lesson: "none", stop: "gone" };
  }
}
