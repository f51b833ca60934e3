import type { ReceivedWebhook } from "../../system/support/receiver.ts";
import type { Json } from "../../system/support/house.ts";
import type { Expected, Person } from "./expected.ts";

/** What the reckoning has found so far. */
export interface Reckoning {
  /** Events that were answered as taken, now or before. */
  accepted: number;
  stored: number;
  /** Accepted and not stored. */
  lost: number;
  /** Persons whose score, or the sum of their receipts, is not what the core makes of their events. */
  scoreErrors: number;
  /** Stored and never sent, or stored twice. */
  strange: number;
  problems: string[];
}

/** Message id as the browser chose it: a device's events have its id before their own. */
const ownId = (eventId: string) => eventId.slice(eventId.lastIndexOf("/") + 1);

/** Holds a lead against what its person was told. */
export function reckonPerson(sum: Reckoning, person: Person, expected: Expected, lead: Json): void {
  const stored: string[] = (lead.timeline ?? []).map(({ eventId }: Json) => ownId(eventId));
  const known = new Set(stored);
  const accepted = new Set(person.events.map(({ messageId }) => messageId));
  const lost = [...accepted].filter((messageId) => !known.has(messageId));
  sum.accepted += accepted.size;
  sum.stored += accepted.size - lost.length;
  sum.lost += lost.length;
  sum.strange += stored.length - known.size + [...known].filter((id) => !accepted.has(id)).length;
  if (lost.length > 0) sum.problems.push(`${lead.id}: ${lost.length} of ${accepted.size} events are lost`);
  const receipts = (lead.receipts ?? []).reduce(
    (points: number, receipt: Json) => points + receipt.points,
    0,
  );
  const isRight =
    lead.total === expected.total &&
    receipts === expected.total &&
    Object.entries(expected.scores).every(([score, points]) => lead.scores[score] === points);
  if (isRight) return;
  sum.scoreErrors += 1;
  sum.problems.push(
    `${lead.id}: total ${lead.total}, receipts ${receipts}, expected ${expected.total} of ${accepted.size} events on ${person.browsers.length} devices`,
  );
}

/** A hand-off by an event of its own, which is nobody else's, ends in the hash of it. */
const endsInHash = /\.[\da-f]{16}$/;

/**
 * Collects a person's hand-offs. Of somebody with one id each that is due is there, under that id; or it
 * left under one that nobody was told, when the answer that held it was lost and the browser counted for
 * another by the next. Of somebody with several, what left for one device does not leave again for the lead: then a
 * hand-off of each kind that is due has left for one of their ids.
 */
export function reckonHandOffs(
  ids: { handOffs: Set<string>; missing: number },
  sum: Reckoning,
  { browsers }: Person,
  expected: Expected,
  lead: Json,
  received: readonly ReceivedWebhook[],
): void {
  const own: string[] = (lead.handOffs ?? []).map(({ id }: Json) => id);
  for (const id of own) ids.handOffs.add(id);
  const visitorIds = new Set(browsers.flatMap((browser) => browser.visitorIds));
  const kindOf = (key: string) => key.split(".")[0] ?? "";
  const left = new Set([
    ...(lead.handOffs ?? []).map(({ handOffId }: Json) => handOffId as string),
    ...received
      .filter(({ body }) => visitorIds.has(body.data.who.visitorId))
      .map(({ body }) => body.data.handOffId as string),
  ]);
  const hasLeftUntold = (key: string) =>
    endsInHash.test(key) && received.some(({ body }) => body.data.id.endsWith(`.${key}`));
  const due =
    visitorIds.size === 1
      ? expected.handOffs.filter(
          (key) => !own.includes(`${[...visitorIds][0]}.${key}`) && !hasLeftUntold(key),
        )
      : expected.handOffs.filter((key) => !left.has(kindOf(key)));
  if (due.length === 0) return;
  ids.missing += due.length;
  sum.problems.push(`${lead.id}: due and nowhere: ${due.join(", ")}`);
}
