import { setTimeout as wait } from "node:timers/promises";
import { randomNumbers } from "../support/random-numbers.ts";
import type { Load, Measured } from "./load.ts";
import { processMicroseconds } from "./process-time.ts";
import type { Subject } from "./subjects.ts";

/** One subject in one round. */
export interface Sample {
  rps: number;
  p50: number;
  p99: number;
  /** CPU time of the subject's workerd while the load ran, per request. */
  cpuMicroseconds: number;
  /** The same from the end of the load to the subject's next turn: what requests leave to be done later. */
  cpuMicrosecondsLater: number;
}

export interface RoundOptions {
  rounds: number;
  sliceMilliseconds: number;
  /** Decides the order of the subjects in each round. */
  seed: number;
  load: Load;
  /** Told before each round, from 1. */
  onRound: (round: number) => void;
}

/** How long a subject's alarms may take to come, milliseconds: the longest is the minute in which nobody watches. */
const settleMilliseconds = 61_500;
const warmUpMilliseconds = 500;

/**
 * Measures all subjects in turns, so that whatever else the machine does meanwhile hits them alike.
 *
 * @returns The samples of each subject, a sample a round.
 */
export async function measure(
  subjects: readonly Subject[],
  options: RoundOptions,
): Promise<Map<Subject, Sample[]>> {
  const { rounds, sliceMilliseconds, seed, load, onRound } = options;
  const random = randomNumbers(seed);
  const samples = new Map<Subject, Sample[]>(subjects.map((subject) => [subject, []]));
  /** Of each subject's latest turn: what came of it, and the CPU time used when it ended. */
  const latest = new Map<Subject, { measured: Measured; cpu: number }>();
  const cpuOf = ({ server }: Subject) =>
    server.pid === undefined ? Number.NaN : processMicroseconds(server.pid);
  const closeTurn = (subject: Subject) => {
    const turn = latest.get(subject);
    const sample = samples.get(subject)?.at(-1);
    if (turn === undefined || sample === undefined) return;
    sample.cpuMicrosecondsLater = (cpuOf(subject) - turn.cpu) / turn.measured.requests;
  };
  const run = async (subject: Subject, milliseconds: number) => {
    try {
      return await load.run({ url: subject.server.url, traffic: subject.traffic, milliseconds });
    } catch (error) {
      throw new Error(`${subject.name}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  };

  for (const subject of subjects) await run(subject, warmUpMilliseconds);
  for (let round = 1; round <= rounds; round += 1) {
    onRound(round);
    for (const subject of random.shuffle(subjects)) {
      closeTurn(subject);
      const cpuBefore = cpuOf(subject);
      const measured = await run(subject, sliceMilliseconds);
      const cpu = cpuOf(subject);
      latest.set(subject, { measured, cpu });
      samples.get(subject)?.push({
        rps: measured.requests / (measured.milliseconds / 1000),
        p50: measured.p50,
        p99: measured.p99,
        cpuMicroseconds: (cpu - cpuBefore) / measured.requests,
        cpuMicrosecondsLater: Number.NaN,
      });
    }
  }
  await wait(settleMilliseconds);
  for (const subject of subjects) closeTurn(subject);
  return samples;
}
