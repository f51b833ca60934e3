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
import { randomNumbers } from "../support/random-numbers.ts";
import { House } from "../system/support/house.ts";
import { Receiver } from "../system/support/receiver.ts";
import { requireBuild } from "./built.ts";
import { Crowd } from "./reckoning/crowd.ts";
import { conclude, connect, drained, reckon, type Found } from "./reckoning/soaked.ts";

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
async function soak(): Promise<Found> {
  const { next: random } = randomNumbers(seed);
  const receiver = new Receiver();
  await receiver.open();
  // Tries come a hundred times as soon as they would.
  const house = await House.open("dealer", { SCORELINE_LOCAL_RETRY_SCALE: "0.01" });
  try {
    const destination = await connect(house, receiver);
    const { secret } = await house.admin("/proof-secret");
    const crowd = new Crowd(house, random, secret);
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
    await drained(house, destination);
    return await reckon(house, crowd, receiver, destination);
  } finally {
    await house.close();
    await receiver.close();
  }
}

await requireBuild();
conclude({ kills, seed, ...(await soak()) }, values.json);
