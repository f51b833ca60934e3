/** How many times larger the larger input is. */
const times = 8;
/** The larger input once may take three times as long as the smaller one eight times: memory has its price. */
const allowedTimes = 3;
/** Less than this cannot be told from nothing. Milliseconds. */
const noiseMs = 4;
/** What else runs on the machine can spoil a try, or two; it cannot mend what grows with the square. */
const tries = 6;

/** Milliseconds of processor that something takes. */
function processorMs(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  return process.cpuUsage(start).user / 1_000;
}

/**
 * How much longer something takes with eight times the input than eight times with the input, against what
 * is allowed: below 1 when the time follows the input, 2.7 when it follows its square. Both do the same work
 * one after the other in one process, and the best of some tries counts, so that neither a slow machine nor
 * a busy one fails a test.
 *
 * @param prepare Makes the input of a size, and what is to be measured with it.
 */
export function growth(size: number, prepare: (size: number) => () => unknown): number {
  const [small, large] = [prepare(size), prepare(size * times)];
  const smallOnes = () => {
    for (let run = 0; run < times; run += 1) small();
  };
  let least = Infinity;
  for (let attempt = 0; attempt < tries && least >= 1; attempt += 1) {
    const againstMs = Math.max(noiseMs, processorMs(smallOnes));
    least = Math.min(least, processorMs(large) / (allowedTimes * againstMs));
  }
  return least;
}
