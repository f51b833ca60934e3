import type { Answer } from "../../shared/wire.ts";

/**
 * What an answer means for the events of its request: they have `arrived`; they are to be sent
 * `again`, not before `afterMs`; or they are `refused` and would be refused again.
 */
export type Verdict =
  | { kind: "arrived"; answer: Answer }
  | { kind: "again"; afterMs: number }
  | { kind: "refused" };

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const readAnswer = (body: string): Answer | undefined => {
  try {
    const answer: unknown = JSON.parse(body);
    return isObject(answer) && typeof (answer as Answer).accepted === "number" ? (answer as Answer) : undefined;
  } catch {
    return undefined;
  }
};

/** `Retry-After` as seconds or as a date; 0 when it is neither. */
const readDelayMs = (retryAfter: string | null, nowMs: number): number => {
  const delayMs = /^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) * 1000 : Date.parse(retryAfter ?? "") - nowMs;
  // A day at most: whatever it says, the page will not live longer.
  return Math.min(Math.max(delayMs || 0, 0), 86_400_000);
};

/**
 * Judges an answer. Only a Scoreline answer says that events have arrived: a hotel's login page
 * answers 200 too.
 *
 * @example judge(503, "", "30", Date.now()); // { kind: "again", afterMs: 30000 }
 */
export function judge(status: number, body: string, retryAfter: string | null, nowMs: number): Verdict {
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: "refused" };
  const answer = status < 300 ? readAnswer(body) : undefined;
  return answer ? { kind: "arrived", answer } : { kind: "again", afterMs: readDelayMs(retryAfter, nowMs) };
}
