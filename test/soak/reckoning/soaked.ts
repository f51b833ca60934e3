import { setTimeout as wait } from "node:timers/promises";
import { demoSites } from "../../../worker/demo-sites.ts";
import type { Json } from "../../system/support/house.ts";
import type { Receiver } from "../../system/support/receiver.ts";
import type { Crowd } from "./crowd.ts";
import { compiled, expectedOf, personsOf } from "./expected.ts";
import { reckonHandOffs, reckonPerson, type Reckoning } from "./reckon.ts";

/** A running worker with the dealer's demo site. */
export interface SoakedHouse {
  readonly url: string;
  /** Calls the administration of the demo site, with a body to post. */
  admin: (path: string, body?: unknown) => Promise<Json>;
}

/** How long what waits for its next try may take. */
const patienceMs = 90_000;

/** Of one purpose in an hour; more than a soak makes, since what is held waits for a person. */
const handOffsPerHour = 100_000;

/** A destination that takes every hand-off, and the secret that it signs with. */
export async function connect(house: SoakedHouse, receiver: Receiver): Promise<string> {
  const changed = await fetch(`${house.url}/admin/v1/site`, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${demoSites.dealer.keys.admin}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({ caps: { handOffsPerHour } }),
  });
  if (!changed.ok) throw new Error(`the site cannot be set up: ${await changed.text()}`);
  const purposes = ["sales", "marketing"];
  const made = await house.admin("/destinations", { kind: "webhook", url: receiver.url, purposes });
  receiver.secret = made.secret;
  return made.id as string;
}

/** Waits until every delivery is over, as far as it will be. */
export async function drained(house: SoakedHouse, destination: string): Promise<void> {
  // Longer than an alarm lingers: what was cut off is made up for by then.
  await wait(6_500);
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const { deliveries } = await house.admin(`/destinations/${destination}/deliveries?state=pending`);
    if (deliveries.length === 0 || Date.now() > untilMs) return;
    await wait(500);
  }
}

/** What was found, as it is printed. */
export interface Found {
  visitors: number;
  persons: number;
  accepted: number;
  stored: number;
  lost: number;
  scoreErrors: number;
  strange: number;
  handoffs: number;
  delivered: number;
  pending: number;
  dead: number;
  unaccounted: number;
  webhooks: number;
  webhookIds: number;
  unsigned: number;
  retriedBatches: number;
  answeredAsKnown: number;
  problems: string[];
}

/** Holds everything that is stored and was handed off against what the crowd was told. */
export async function reckon(
  house: SoakedHouse,
  crowd: Crowd,
  receiver: Receiver,
  destination: string,
): Promise<Found> {
  const published = await house.admin("/model");
  const model = compiled(published.model, published.version, published.id);
  const sum: Reckoning = { accepted: 0, stored: 0, lost: 0, scoreErrors: 0, strange: 0, problems: [] };
  const ids = { handOffs: new Set<string>(), missing: 0 };
  const persons = personsOf(crowd.browsers);
  for (const person of persons) {
    const expected = expectedOf(person, model, Date.now());
    const id = person.browsers.at(-1)?.visitorIds.at(-1) ?? "";
    const lead: Json = await house.admin(`/leads/${id}`);
    reckonPerson(sum, person, expected, lead);
    reckonHandOffs(ids, sum, person, expected, lead, receiver.received);
  }
  const states = { delivered: 0, pending: 0, dead: 0 };
  for (const id of ids.handOffs) {
    const deliveryId = encodeURIComponent(`${id}.${destination.slice(-8)}`);
    const answer = await house.admin(`/destinations/${destination}/deliveries/${deliveryId}`);
    const { delivery }: { delivery?: Json } = answer;
    const state = delivery?.state as keyof typeof states | undefined;
    if (state === undefined) {
      ids.missing += 1;
      sum.problems.push(`hand-off ${id} is in no queue`);
    } else states[state] += 1;
    if (state === "dead" && delivery.lastError === null) sum.problems.push(`${id} is dead without a reason`);
  }
  const { problems, ...counted } = sum;
  return {
    visitors: crowd.browsers.length,
    persons: persons.length,
    ...counted,
    handoffs: ids.handOffs.size,
    ...states,
    unaccounted: ids.missing,
    webhooks: receiver.received.length,
    webhookIds: new Set(receiver.received.map((webhook) => webhook.id)).size,
    unsigned: receiver.received.filter(({ isSigned }) => !isSigned).length,
    retriedBatches: crowd.retried,
    answeredAsKnown: crowd.duplicates,
    problems: problems.slice(0, 20),
  };
}

/** Prints what was found, and says by the exit code whether it is as it has to be. */
export function conclude(found: Found & Record<string, unknown>, isJson: boolean): void {
  console.log(isJson ? JSON.stringify(found) : JSON.stringify(found, null, 2));
  const zero = ["lost", "scoreErrors", "strange", "unaccounted", "unsigned"] as const;
  const wrong = zero.filter((name) => found[name] !== 0);
  if (wrong.length === 0 && found.problems.length === 0) return;
  console.error(`not as it has to be: ${wrong.join(", ") || "see problems"}`);
  process.exitCode = 1;
}
