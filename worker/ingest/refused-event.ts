import type { EventProblem } from "../../shared/schema/batch.ts";
import type { RejectedEvent } from "../../shared/schema/visitor.ts";
import { withoutLinkTokens } from "./link-parameter.ts";

/** An event that is not taken, and why. */
export interface RefusedEvent {
  /** Its place in the batch, from 0. */
  index: number;
  /** As it was sent: it may be anything. */
  input: unknown;
  problem: Omit<EventProblem, "index">;
}

const bodyCharacters = 4_096;

/** A refused event as it is kept: its text, cut, and without what proves who somebody is. */
export function rejectedEvent(
  { input, problem: { code, message } }: RefusedEvent,
  receivedAtMs: number,
): RejectedEvent {
  let body: string;
  try {
    body = JSON.stringify(input, withoutSecrets) ?? "";
  } catch {
    // Nested so deeply that it cannot be written down again.
    body = "";
  }
  return { receivedAtMs, code, message, body: body.slice(0, bodyCharacters).toWellFormed() };
}

/** What proves who somebody is is not kept, not even of a refused event: it may still be good. */
function withoutSecrets(key: string, value: unknown): unknown {
  if (key === "proof") return undefined;
  return typeof value === "string" ? withoutLinkTokens(value) : value;
}
