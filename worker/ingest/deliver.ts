import type { Decision } from "../../shared/schema/decision.ts";
import type { TrackedEvent, VisitContext } from "../../shared/schema/event.ts";
import { tooMany, visitorPace } from "../middleware/rate.ts";
import { mintVisitor } from "../security/visitor-token.ts";
import type { AddressBook } from "./address-book.ts";
import { mayArrive } from "./newcomers.ts";
import type { Share, Shares } from "./share-out.ts";
import { isUnwatched } from "./sightings.ts";
import type { TrackingRequest } from "./tracking-request.ts";

/** What goes to the visitors with their shares. */
export interface Delivery {
  tracking: TrackingRequest;
  addresses: AddressBook;
  /** The visitor whom the answer is for; undefined where a server spoke of several. */
  mainId: string | undefined;
  locale: string | undefined;
  visit: VisitContext | undefined;
}

/** What the visitors said. */
export interface Delivered {
  accepted: number;
  duplicates: number;
  /** Signed id that the browser has from now on. */
  visitor?: string;
  /** What was decided about the main visitor. */
  decision?: Decision;
}

/**
 * Hands each visitor its share, all at once.
 *
 * @throws {Problem} 429 when one of them is told of too much.
 */
export async function deliver(shares: Shares, delivery: Delivery): Promise<Delivered> {
  const { tracking, addresses, mainId } = delivery;
  const { environment, site, request, receivedAtMs } = tracking;
  const delivered: Delivered = { accepted: 0, duplicates: 0 };
  let isLate = false;
  await Promise.all(
    [...shares].map(async ([visitorId, share]) => {
      const recalled = addresses.recalled.get(visitorId) ?? [];
      const result = await tell(visitorId, share, recalled, delivery);
      if ("waitMs" in result) throw tooMany("of this visitor", result.waitMs);
      delivered.accepted += result.accepted - recalled.length;
      delivered.duplicates += result.duplicates;
      if (visitorId !== mainId) return;
      // The browser has another id by now: an answer that comes late may not give it the old one back.
      isLate = result.isFormerId;
      if (!isLate) delivered.visitor = await addresses.signedId(visitorId);
      else if (result.isErased === true && isFreshAndNameless(share.events, receivedAtMs)) {
        const newId = mintVisitor();
        if (await mayArrive(environment, site.site, request, newId, receivedAtMs))
          delivered.visitor = await addresses.signedId(newId);
      }
      delivered.decision = result.decision;
    }),
  );
  if (mainId !== undefined && delivered.visitor === undefined && !isLate)
    delivered.visitor = await addresses.signedId(mainId);
  return delivered;
}

/**
 * Tells a visitor's object of its share.
 *
 * @param recalled What was told of the visitor a moment ago, before they were known.
 */
function tell(
  visitorId: string,
  { events, rejected, claims, proofs }: Share,
  recalled: readonly TrackedEvent[],
  { tracking, locale, visit }: Delivery,
) {
  const { environment, site, source, batch, receivedAtMs } = tracking;
  const siteId = site.site.id;
  return environment.VISITOR.get(environment.VISITOR.idFromName(`${siteId}:${visitorId}`)).ingest({
    siteId,
    visitorId,
    receivedAtMs,
    locale,
    visit,
    events: [...recalled, ...events],
    rejected,
    claims: [...claims],
    proofs,
    ...(source === "browser" && { pace: visitorPace(environment) }),
    isUnwatched: isUnwatched(siteId, receivedAtMs),
    ...(batch.context?.["consent"] === true && { isAgreed: true }),
  });
}

/** What is older was kept on the device, or in another of its pages. */
const freshMs = 60_000;

/**
 * Whether the browser of somebody who was erased may have a new id with this request. Not while it
 * names a user: it would bring the person back by itself. Not while it brings what happened before:
 * the rest of that would come under the new id.
 */
function isFreshAndNameless(events: readonly TrackedEvent[], nowMs: number): boolean {
  return events.every(({ atMs, userId }) => userId === undefined && nowMs - atMs <= freshMs);
}
