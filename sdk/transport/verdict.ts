import type { Answer } from "../../shared/wire.ts";

/**
 * What an answer means for the events of its request: they have `arrived`; they are to be sent
 * `again`, not before `_afterMs`; or they are `refused` and would be refused again.
 */
export interface Verdict {
  _kind: "arrived" | "again" | "refused";
  /** What the endpoint said, where they have arrived. */
  _answer?: Answer | undefined;
  _afterMs?: number;
}

const readAnswer = (body: string): Answer | undefined => {
  try {
    const answer = JSON.parse(body) as Answer;
    if (answer.accepted >= 0) return answer;
  } catch {
    // No JSON, or nothing that has properties.
  }
  return undefined;
};

/** `Retry-After` in seconds; 0 for a date, whose clock may not be this device's. A day at most: the page will not live longer. */
const readDelayMs = (retryAfter: string | null): number =>
  Math.min(1000 * +(retryAfter as string) || 0, 86_400_000);

/**
 * Judges an answer. Only a Scoreline answer says that events have arrived: a hotel's login page
 * answers 200 too.
 *
 * @example judge(503, "", "30"); // { _kind: "again", _afterMs: 30000 }
 */
export function judge(status: number, body: string, retryAfter: string | null): Verdict {
  // Any 4xx but 408 and 429.
  if (/^4(?!08|29)/.test(status as unknown as string)) return { _kind: "refused" };
  const answer = status < 300 ? readAnswer(body) : undefined;
  return answer
    ? { _kind: "arrived", _answer: answer }
    : { _kind: "again", _afterMs: readDelayMs(retryAfter) };
}
