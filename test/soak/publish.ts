/**
 * Publishes models while visitors are about, and holds each receipt against the version it names.
 *
 *     npm run soak:publish -- --versions 1000 --json
 *
 * A few models are published the long way, with the trial on known visitors; the others by going back
 * to an earlier one, which publishes it again under the next number. Every receipt of every lead and of
 * every hand-off that left is computed again from the version it names, and a lead's total from all of
 * its events. Ends with 1 when a number differs.
 */
import { parseArgs } from "node:util";
import type { HandOffPayload } from "../../shared/schema/destination.ts";
import type { Model } from "../../shared/schema/model.ts";
import type { Receipt } from "../../shared/schema/receipt.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { House, type Json } from "../system/support/house.ts";
import { Receiver } from "../system/support/receiver.ts";
import { requireBuild } from "./built.ts";
import { Crowd } from "./reckoning/crowd.ts";
import { compiled, expectedOf, personsOf } from "./reckoning/expected.ts";
import { connect, drained } from "./reckoning/soaked.ts";

const { values } = parseArgs({
  options: {
    versions: { type: "string", default: "1000" },
    clients: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const versions = Number(values.versions);
/** Different models among the versions. */
const models = Math.min(12, versions);
const leadsRead = 20;

/** The model with other points for the way to a showroom. */
function variant(model: Model, points: number): Model {
  const rules = model.rules.map((rule) => (rule.id === "directions" ? { ...rule, points } : rule));
  return { ...model, rules };
}

/** Publishes, and confirms where the trial asks for it. */
async function publish(house: House, model: Model): Promise<Json> {
  const answer = await house.admin("/model/publish", model);
  const confirm = /\?confirm=(\w+)/.exec(answer.error?.message ?? "")?.[1];
  return confirm === undefined ? answer : house.admin(`/model/publish?confirm=${confirm}`, model);
}

class Versions {
  readonly #house: House;
  readonly #known = new Map<number, Promise<{ model: Model; id: string }>>();

  constructor(house: House) {
    this.#house = house;
  }

  get(version: number): Promise<{ model: Model; id: string }> {
    const known = this.#known.get(version) ?? this.#house.admin(`/model/versions/${version}`);
    this.#known.set(version, known);
    return known;
  }
}

/** Receipts that do not say what their version's rule says. */
async function wrongReceipts(receipts: readonly Receipt[], known: Versions): Promise<number> {
  let wrong = 0;
  for (const { ruleId, nominal, points, reason, modelVersion } of receipts) {
    const { model } = await known.get(modelVersion);
    const rule = model.rules.find(({ id }) => id === ruleId);
    const isRight =
      rule === undefined
        ? ruleId === null
        : !("points" in rule) || (rule.points === nominal && (reason !== "granted" || points === nominal));
    if (!isRight) wrong += 1;
  }
  return wrong;
}

async function soak(): Promise<Record<string, number>> {
  const receiver = new Receiver();
  await receiver.open();
  const house = await House.open("dealer", { SCORELINE_LOCAL_RETRY_SCALE: "0.01" });
  try {
    const destination = await connect(house, receiver);
    const { secret } = await house.admin("/proof-secret");
    const { next, below } = randomNumbers(Number(values.seed));
    const crowd = new Crowd(house, next, secret);
    const { model, version: first } = await house.admin("/model");
    for (let index = 1; index < models; index += 1) await publish(house, variant(model, 20 + index));
    crowd.begin(Number(values.clients));
    let { version } = await house.admin("/model");
    const known = new Versions(house);
    let read = { leads: 0, wrong: 0, mixed: 0 };
    while (version < first + versions - 1) {
      const back = first + below(models);
      const answer = await house.admin("/model/rollback", { version: back });
      if (answer.error?.code !== "same_model" && answer.version === undefined)
        throw new Error(`publishing was answered with ${JSON.stringify(answer)}`);
      version = answer.version ?? version;
      if (version % Math.max(1, Math.floor(versions / leadsRead)) !== 0) continue;
      // Somebody looks while it goes on.
      const browser = crowd.browsers[below(crowd.browsers.length)];
      const id = browser?.visitorIds.at(-1);
      if (id === undefined) continue;
      const lead = await house.admin(`/leads/${id}`);
      const named = new Set((lead.receipts as Receipt[]).map(({ modelVersion }) => modelVersion));
      read = {
        leads: read.leads + 1,
        wrong: read.wrong + (await wrongReceipts(lead.receipts, known)),
        mixed: read.mixed + (named.size > 1 ? 1 : 0),
      };
      console.error(`version ${version}, ${crowd.browsers.length} visitors so far`);
    }
    await crowd.end();
    await drained(house, destination);

    const found = { receipts: 0, wrongReceipts: read.wrong, mixed: read.mixed, scoreErrors: 0, events: 0 };
    const count = async (receipts: readonly Receipt[], total: number) => {
      found.receipts += receipts.length;
      found.wrongReceipts += await wrongReceipts(receipts, known);
      if (new Set(receipts.map(({ modelVersion }) => modelVersion)).size > 1) found.mixed += 1;
      if (receipts.reduce((sum, { points }) => sum + points, 0) !== total) found.scoreErrors += 1;
    };
    const persons = personsOf(crowd.browsers);
    for (const person of persons) {
      const lead = await house.admin(`/leads/${person.browsers.at(-1)?.visitorIds.at(-1)}`);
      const published = await known.get(lead.modelVersion);
      const again = compiled(published.model, lead.modelVersion, published.id);
      found.events += person.events.length;
      if (expectedOf(person, again, Date.now()).total !== lead.total) found.scoreErrors += 1;
      await count(lead.receipts, lead.total);
    }
    const handOffs = new Map(
      receiver.received.map(({ id, body }) => [id, body.data as HandOffPayload] as const),
    );
    const handOffVersions = new Set<number>();
    for (const { why } of handOffs.values()) {
      const receipts = why.receipts as Receipt[];
      for (const { modelVersion } of receipts) handOffVersions.add(modelVersion);
      await count(receipts, why.total);
    }
    return {
      versions: version - first + 1,
      visitors: crowd.browsers.length,
      persons: persons.length,
      leadsReadMeanwhile: read.leads,
      handoffs: handOffs.size,
      versionsOfHandOffs: handOffVersions.size,
      ...found,
    };
  } finally {
    await house.close();
    await receiver.close();
  }
}

await requireBuild();
const found = await soak();
console.log(values.json ? JSON.stringify(found) : JSON.stringify(found, null, 2));
if (["wrongReceipts", "mixed", "scoreErrors"].some((name) => found[name] !== 0)) process.exitCode = 1;
