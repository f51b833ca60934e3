/**
 * Hands leads to a CRM that fails, that is down, and that comes back, with the real worker, and
 * counts what became of them.
 *
 *     npm run soak:crm -- --leads 300 --rounds 8 --json
 *
 * First, 30 % of the requests fail in all kinds of ways, by a script that comes from a seed: every
 * lead has to arrive, and a receiver that acts once on an id has to act once for each. Then the CRM
 * is down for all leads of one house while that of another is up, in turns: what is taken in must
 * not suffer. Then it comes back: the backlog has to drain at the pace that the destination keeps.
 * The retry schedule is a hundredth of the real one.
 */
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { randomNumbers } from "../support/random-numbers.ts";
import { House } from "../system/support/house.ts";
import { CrmReceiver, peakPerSecond } from "./crm-receiver.ts";

const { values } = parseArgs({
  options: {
    leads: { type: "string", default: "300" },
    rounds: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const leads = Number(values.leads);
const rounds = Number(values.rounds);

const failureRate = 0.3;
const scale = { SCORELINE_LOCAL_RETRY_SCALE: "0.01" };
const sliceMs = 2_000;
const connections = 8;
/** One visitor in so many becomes a lead while throughput is measured. */
const visitorsPerLead = 5;
const throughputKept = 0.9;
/** What the webhook destination keeps to when it sends, to the millisecond, and how much a busy machine may crowd it on the way. */
const requestsPerSecond = 50;
const crowding = 1.25;
const leastBacklog = 200;
const patienceMs = 180_000;

function say(text: string): void {
  if (!values.json) console.log(text);
}

let people = 0;

/** A new visitor looks at a page, or brings everything that makes a lead. */
async function visit(house: House, isLead: boolean): Promise<void> {
  people += 1;
  const messageId = () => crypto.randomUUID();
  const page = { type: "page", messageId: messageId(), properties: { path: "/directions/" } };
  const lead = [
    { type: "identify", messageId: messageId(), traits: { email: `lead-${people}@example.com` } },
    { type: "track", event: "generate_lead", messageId: messageId(), properties: { model: "Aurora" } },
  ];
  const { accepted, stage } = await house.batch(isLead ? [...lead, page] : [page]);
  if (accepted !== (isLead ? 3 : 1) || (isLead && stage !== "mql"))
    throw new Error(`the visit was answered with ${JSON.stringify({ accepted, stage })}`);
}

async function inTurns(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const walk = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: connections }, walk));
}

/** Visits for the length of a slice. @returns Visits in a second. */
async function slice(house: House): Promise<number> {
  const startedAt = performance.now();
  let made = 0;
  const walk = async () => {
    while (performance.now() - startedAt < sliceMs) {
      made += 1;
      await visit(house, made % visitorsPerLead === 0);
    }
  };
  await Promise.all(Array.from({ length: connections }, walk));
  return made / ((performance.now() - startedAt) / 1000);
}

async function connect(house: House, receiver: CrmReceiver): Promise<string> {
  await receiver.open();
  return (await house.admin("/destinations", { kind: "webhook", url: receiver.url })).id as string;
}

/** Waits until nothing is on its way. @returns How many are dead. */
async function drained(house: House, id: string): Promise<{ pending: number; dead: number }> {
  const untilMs = Date.now() + patienceMs;
  const inState = async (state: string) =>
    ((await house.admin(`/destinations/${id}/deliveries?state=${state}`)).deliveries as unknown[]).length;
  let pending = await inState("pending");
  for (; pending > 0 && Date.now() < untilMs; pending = await inState("pending")) await wait(250);
  return { pending, dead: await inState("dead") };
}

async function failing() {
  const house = await House.open("dealer", scale);
  const receiver = new CrmReceiver(randomNumbers(Number(values.seed)).next);
  try {
    const id = await connect(house, receiver);
    receiver.failureRate = failureRate;
    await inTurns(leads, () => visit(house, true));
    const { pending, dead } = await drained(house, id);
    const persons = new Set([...receiver.effects.values()].map(({ lead }) => lead));
    const requests = receiver.times.length;
    return {
      leads,
      requests,
      failed: receiver.failed,
      effects: receiver.effects.size,
      leadsReached: persons.size,
      repeated: requests - receiver.requests.size,
      pending,
      dead,
    };
  } finally {
    await receiver.close();
    await house.close();
  }
}

async function down() {
  const houses = await Promise.all([House.open("dealer", scale), House.open("dealer", scale)]);
  const [up, cutOff] = houses;
  const { next: random } = randomNumbers(Number(values.seed));
  const [present, absent] = [new CrmReceiver(random), new CrmReceiver(random)];
  try {
    const upId = await connect(up, present);
    const downId = await connect(cutOff, absent);
    await absent.close();
    for (const house of houses) await slice(house);
    const rates: { up: number; down: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // Who goes first changes, so that what the machine does meanwhile hits both alike.
      const first = round % 2 === 0 ? await slice(up) : await slice(cutOff);
      const second = round % 2 === 0 ? await slice(cutOff) : await slice(up);
      rates.push(round % 2 === 0 ? { up: first, down: second } : { up: second, down: first });
      say(`round ${round + 1}: ${rates.at(-1)?.up.toFixed(0)} up, ${rates.at(-1)?.down.toFixed(0)} down`);
    }
    const mean = (of: "up" | "down") => rates.reduce((sum, rate) => sum + rate[of], 0) / rates.length;
    await drained(up, upId);
    // However slow the machine: enough that it would be a storm, if it came at once.
    await inTurns(leastBacklog, () => visit(cutOff, true));
    await absent.open();
    const openedAtMs = Date.now();
    const { pending, dead } = await drained(cutOff, downId);
    return {
      throughput: {
        up: Math.round(mean("up")),
        down: Math.round(mean("down")),
        ratio: Number((mean("down") / mean("up")).toFixed(3)),
        visits: people,
      },
      recovery: {
        backlog: absent.effects.size,
        seconds: Number(((Math.max(...absent.times, openedAtMs) - openedAtMs) / 1000).toFixed(1)),
        peakPerSecond: peakPerSecond(absent.times),
        limitPerSecond: requestsPerSecond,
        repeated: absent.times.length - absent.requests.size,
        pending,
        dead,
      },
    };
  } finally {
    await Promise.all([present.close(), absent.close()]);
    await Promise.all(houses.map((house) => house.close()));
  }
}

const failures = await failing();
say(`failing: ${JSON.stringify(failures)}`);
const { throughput, recovery } = await down();
const holds = {
  everyLeadArrived: failures.pending === 0 && failures.dead === 0 && failures.leadsReached === leads,
  oneEffectPerId: failures.effects === leads && failures.requests > leads,
  intakeKept: throughput.ratio >= throughputKept,
  drainedWithoutStorm:
    recovery.pending === 0 && recovery.dead === 0 && recovery.peakPerSecond <= requestsPerSecond * crowding,
};
const report = { failures, throughput, recovery, holds };
console.log(values.json ? JSON.stringify(report) : report);
if (Object.values(holds).includes(false)) process.exitCode = 1;
