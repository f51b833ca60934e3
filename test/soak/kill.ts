/**
 * Kills workerd under load, again and again, and reckons afterwards: what was accepted is stored,
 * every score is what the core makes of exactly the accepted events, every hand-off is accounted for.
 *
 *     npm run soak:kill -- --kills 5 --json
 *
 * Browsers walk, log in on several devices and fill forms in; a mail tool speaks of them. At random
 * moments the processes of the house get `kill -9`, and it starts again on the same folder. Who has
 * no answer sends again with the same message ids. Ends with 1 when anything is lost or wrong.
 */
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { randomNumbers } from "../bench/core/random-numbers.ts";
import { House, type Json } from "../system/support/house.ts";
import { Receiver } from "../system/support/receiver.ts";
import { requireBuild } from "./built.ts";
import { Crowd } from "./kill/crowd.ts";
import { compiled, expectedOf, personsOf } from "./kill/expected.ts";
import { reckonHandOffs, reckonPerson, type Reckoning } from "./kill/reckon.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "5" },
    /** Browsers at once. */
    clients: { type: "string", default: "6" },
    seed: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

/** @throws {Error} When an option is not a number from 1. */
function numberOf(option: "kills" | "clients" | "seed", given: string): number {
  const number = Number(given);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`--${option} must be a whole number from 1, not ${given}`);
  return number;
}

const kills = numberOf("kills", values.kills);
const clients = numberOf("clients", values.clients);
const seed = values.seed === undefined ? Math.ceil(Math.random() * 2 ** 31) : numberOf("seed", values.seed);
const killAfterMs = { least: 400, most: 2_500 };
/** How long what waits for its next try may take after the last start. */
const patienceMs = 90_000;

/** Waits until every delivery is over, as far as it will be. */
async function drained(house: House, destination: string): Promise<void> {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const { deliveries } = await house.admin(`/destinations/${destination}/deliveries?state=pending`);
    if (deliveries.length === 0 || Date.now() > untilMs) return;
    await wait(500);
  }
}

async function soak(): Promise<Record<string, unknown>> {
  const { next: random } = randomNumbers(seed);
  const receiver = new Receiver();
  await receiver.open();
  // Tries come a hundred times as soon as they would.
  const house = await House.open("dealer", { SCORELINE_LOCAL_RETRY_SCALE: "0.01" });
  try {
    const destination = await house.admin("/destinations", {
      kind: "webhook",
      url: receiver.url,
      purposes: ["sales", "marketing"],
    });
    receiver.secret = destination.secret;
    const proof = await house.admin("/proof-secret");
    const crowd = new Crowd(house, random, proof.secret);
    crowd.begin(clients);
    for (let kill = 1; kill <= kills; kill += 1) {
      // Some tries fail, and one lead of each life is refused for good.
      receiver.answers.push({ status: 503 }, { status: 500 }, { status: 422 });
      await wait(killAfterMs.least + random() * (killAfterMs.most - killAfterMs.least));
      await house.kill();
      await house.start();
      console.error(`kill ${kill} of ${kills}, ${crowd.browsers.length} visitors so far`);
    }
    await wait(killAfterMs.most);
    await crowd.end();
    // Longer than an alarm lingers: what a kill cut off is made up for by then.
    await wait(6_500);
    await drained(house, destination.id);

    const published = await house.admin("/model");
    const model = compiled(published.model, published.version, published.id);
    const sum: Reckoning = { accepted: 0, stored: 0, lost: 0, scoreErrors: 0, strange: 0, problems: [] };
    const ids = { handOffs: new Set<string>(), missing: 0 };
    for (const person of personsOf(crowd.browsers)) {
      const expected = expectedOf(person, model, Date.now());
      const id = person.browsers.at(-1)?.visitorIds.at(-1) ?? "";
      const lead: Json = await house.admin(`/leads/${id}`);
      reckonPerson(sum, person, expected, lead);
      reckonHandOffs(ids, sum, person, expected, lead, receiver.received);
    }
    const states = { delivered: 0, pending: 0, dead: 0 };
    for (const id of ids.handOffs) {
      const path = `/destinations/${destination.id}/deliveries/${encodeURIComponent(`${id}.${String(destination.id).slice(-8)}`)}`;
      const { delivery }: { delivery?: Json } = await house.admin(path);
      const state = delivery?.state as keyof typeof states | undefined;
      if (state === undefined) {
        ids.missing += 1;
        sum.problems.push(`hand-off ${id} is in no queue`);
      } else states[state] += 1;
      if (state === "dead" && delivery.lastError === null)
        sum.problems.push(`${id} is dead without a reason`);
    }
    const { accepted, stored, lost, scoreErrors, strange, problems } = sum;
    const webhooks = receiver.received.length;
    return {
      kills,
      seed,
      visitors: crowd.browsers.length,
      persons: personsOf(crowd.browsers).length,
      accepted,
      stored,
      lost,
      scoreErrors,
      strange,
      handoffs: ids.handOffs.size,
      ...states,
      unaccounted: ids.missing,
      webhooks,
      webhookIds: new Set(receiver.received.map((webhook) => webhook.id)).size,
      unsigned: receiver.received.filter(({ isSigned }) => !isSigned).length,
      retriedBatches: crowd.retried,
      answeredAsKnown: crowd.duplicates,
      problems: problems.slice(0, 20),
    };
  } finally {
    await house.close();
    await receiver.close();
  }
}

await requireBuild();
const found = await soak();
console.log(values.json ? JSON.stringify(found) : JSON.stringify(found, null, 2));
const wrong = ["lost", "scoreErrors", "strange", "unaccounted", "unsigned"].filter(
  (name) => found[name] !== 0,
);
if (wrong.length > 0 || (found["problems"] as unknown[]).length > 0) {
  console.error(`not as it has to be: ${wrong.join(", ") || "see problems"}`);
  process.exitCode = 1;
}
