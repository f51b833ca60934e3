import type { EventProblem } from "../../shared/schema/batch.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { RejectedEvent } from "../../shared/schema/visitor.ts";
import type { Proof } from "../objects/visitor/storage.ts";
import { nobodyKnown, type AddressBook } from "./address-book.ts";
import type { TakenEvent } from "./read-events.ts";
import type { RefusedEvent } from "./refused-event.ts";

/** What one visitor gets of a batch. */
export interface Share {
  events: TrackedEvent[];
  rejected: RejectedEvent[];
  /** Identities that the events name; see `identityKey`. */
  claims: Set<string>;
  proofs: Proof[];
}

/** Shares by visitor. */
export type Shares = Map<string, Share>;

/** What came of looking up whose each event is. */
export interface SharedOut {
  /** Events that name nobody. */
  refused: RefusedEvent[];
  warnings: EventProblem[];
  /** How many events are of people who were erased. */
  erased: number;
}

/** What each event is told that says nothing of a person and names somebody who is not known. */
export const unknownPerson = {
  code: "nobody_known",
  message: "nobody is known by this address, and the event is no sign of a person; it was not kept",
};

const noVisitor = {
  code: "no_visitor",
  message:
    "the event names nobody: give visitor, anonymousId (16 characters or more), userId or properties.email",
};

/** The share of a visitor, made when there is none yet. */
export function shareOf(shares: Shares, visitorId: string): Share {
  let share = shares.get(visitorId);
  if (share === undefined)
    shares.set(visitorId, (share = { events: [], rejected: [], claims: new Set(), proofs: [] }));
  return share;
}

/** Finds whose each event is, and puts it into that visitor's share. */
export async function shareOut(
  taken: readonly TakenEvent[],
  addresses: AddressBook,
  shares: Shares,
): Promise<SharedOut> {
  const result: SharedOut = { refused: [], warnings: [], erased: 0 };
  await addresses.meet(taken);
  for (const { index, input, event, incoming } of taken) {
    const visitorId = await addresses.visitorOf(event, incoming);
    if (visitorId === nobodyKnown) result.warnings.push({ index, ...unknownPerson });
    else if (visitorId === null) result.erased += 1;
    else if (visitorId === undefined) result.refused.push({ index, input, problem: noVisitor });
    else {
      const share = shareOf(shares, visitorId);
      share.events.push(event);
      for (const claim of await addresses.claimsOf(event)) share.claims.add(claim);
    }
  }
  return result;
}
