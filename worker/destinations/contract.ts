import type { HandOffPayload } from "../../shared/schema/destination.ts";

/** What a destination needs to deliver: nothing of the platform is reached but through this. */
export interface DeliveryContext {
  url: string;
  secret: string;
  /** The same over all tries of one hand-off. */
  idempotencyKey: string;
  nowMs: number;
  /** The guarded HTTP client; see `outbound.ts`. */
  request: (url: string, init: RequestInit) => Promise<Response>;
}

/** How a try ended; the class decides what follows. */
export type DeliveryResult =
  | { outcome: "delivered"; status: number }
  /** Try again: on the schedule, or not before `retryAfterMs` from now when the receiver asked for that. */
  | { outcome: "retry"; status: number | null; error: string; retryAfterMs?: number }
  /** The receiver wants nothing any more: switch the destination off. */
  | { outcome: "gone"; status: number; error: string };

/**
 * A kind of destination: one file in this folder. `map` is pure, so that what is sent can be shown
 * before it is sent.
 */
export interface DestinationKind<Mapped> {
  name: string;
  map: (handOff: HandOffPayload) => Mapped;
  deliver: (mapped: Mapped, context: DeliveryContext) => Promise<DeliveryResult>;
}
