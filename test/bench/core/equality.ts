import type { Contestant } from "./contestants/contestant.ts";

/** Units are tried in growing numbers until they took this long, milliseconds. */
const trialMilliseconds = 250;
/** Even a slow one does so many. */
const leastUnits = 3;

/**
 * Lets a contestant and the reference work through the beginning of the load and compares every
 * visitor's scores: an engine that is fast and wrong shall not be measured.
 *
 * @returns How many events were compared: as many as the contestant can do in a moment, all when it is fast.
 * @throws {Error} When a score differs.
 */
export async function compareScores(
  name: string,
  contestant: Contestant,
  reference: Contestant,
  visitorCount: number,
): Promise<number> {
  const { pointsOf, eventsEach } = contestant;
  if (pointsOf === null || reference.pointsOf === null) return 0;
  contestant.reset();
  let done = 0;
  let spent = 0;
  for (
    let next = 1;
    done < contestant.length && (done < leastUnits || spent < trialMilliseconds);
    next *= 2
  ) {
    const to = Math.min(done + next, contestant.length);
    const start = performance.now();
    contestant.prepare(done, to);
    await contestant.run(done, to);
    spent += performance.now() - start;
    done = to;
  }
  // A batch holds later events of its visitor before earlier ones of others: only the whole load is the same.
  if (eventsEach > 1 && done < contestant.length) {
    contestant.prepare(done, contestant.length);
    await contestant.run(done, contestant.length);
    done = contestant.length;
  }
  const events = done * eventsEach;
  reference.reset();
  reference.prepare(0, events);
  await reference.run(0, events);
  for (let visitor = 0; visitor < visitorCount; visitor += 1) {
    const found = pointsOf(visitor);
    const expected = reference.pointsOf(visitor);
    if (found.length !== expected.length || found.some((points, score) => points !== expected[score])) {
      throw new Error(
        `${name}: visitor ${visitor} has ${found.join(", ")} points after ${events} events, others say ${expected.join(", ")}`,
      );
    }
  }
  contestant.reset();
  reference.reset();
  return events;
}
