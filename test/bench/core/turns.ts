import type { Contestant } from "./contestants/contestant.ts";
import { collectYoungGarbage } from "./garbage.ts";
import type { RandomNumbers } from "../../support/random-numbers.ts";

/** A contestant and what was measured of it. */
export interface Entrant {
  contestant: Contestant;
  /** CPU microseconds per event, a sample a round. */
  samples: number[];
}

export interface TurnOptions {
  rounds: number;
  /** How long one turn shall be; one pass through the load is the most. */
  sliceMilliseconds: number;
  /** Decides the order in each round. */
  random: RandomNumbers;
  /** Told before each round, from 1. */
  onRound: (round: number) => void;
}

/** Passes of warm-up, each over before this time, milliseconds. */
const warmUpMilliseconds = 60;
const warmUps = 2;

/** Works through units and tells the CPU time of it, microseconds, with the garbage collector's and the compiler's threads. */
async function microsecondsOf(contestant: Contestant, from: number, to: number): Promise<number> {
  contestant.prepare(from, to);
  collectYoungGarbage();
  const before = process.cpuUsage();
  const running = contestant.run(from, to);
  if (running !== undefined) await running;
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Warms a contestant up and tells how many units fill a slice. */
async function unitsPerSlice(contestant: Contestant, sliceMilliseconds: number): Promise<number> {
  let units = 1;
  let cost = Number.POSITIVE_INFINITY;
  for (let warmUp = 0; warmUp < warmUps; warmUp += 1) {
    contestant.reset();
    let done = 0;
    let spent = 0;
    for (let next = 1; done < contestant.length && spent < warmUpMilliseconds * 1000; next *= 2) {
      const to = Math.min(done + next, contestant.length);
      const taken = await microsecondsOf(contestant, done, to);
      spent += taken;
      cost = Math.max(taken / (to - done), 0.01);
      done = to;
    }
    units = Math.round((sliceMilliseconds * 1000) / cost);
  }
  contestant.reset();
  return Math.min(contestant.length, Math.max(1, units));
}

/**
 * Measures all contestants in turns, in an order that the seed decides anew in each round, so that
 * whatever else the machine does meanwhile hits them alike.
 */
export async function measureInTurns(
  contestants: readonly Contestant[],
  { rounds, sliceMilliseconds, random, onRound }: TurnOptions,
): Promise<Map<Contestant, Entrant>> {
  const entrants = new Map<Contestant, Entrant>();
  const turns: { entrant: Entrant; units: number; cursor: number }[] = [];
  for (const contestant of contestants) {
    const entrant = { contestant, samples: [] };
    entrants.set(contestant, entrant);
    turns.push({ entrant, units: await unitsPerSlice(contestant, sliceMilliseconds), cursor: 0 });
  }
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round);
    for (const turn of random.shuffle(turns)) {
      const { contestant, samples } = turn.entrant;
      // A slice that does not fit before the end of the load begins anew, so that all slices are alike.
      if (turn.cursor + turn.units > contestant.length) {
        contestant.reset();
        turn.cursor = 0;
      }
      const to = turn.cursor + turn.units;
      samples.push(
        (await microsecondsOf(contestant, turn.cursor, to)) / (turn.units * contestant.eventsEach),
      );
      turn.cursor = to;
    }
  }
  return entrants;
}
