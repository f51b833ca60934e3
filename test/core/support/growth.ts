/** Milliseconds of processor that something takes, the fewest of three: what else runs on the machine hardly counts. */
function processorMs(run: () => unknown): number {
  const times = Array.from({ length: 3 }, () => {
    const start = process.cpuUsage();
    run();
    return process.cpuUsage(start).user / 1_000;
  });
  return Math.min(...times);
}

/** How many times larger the larger input is. */
const times = 8;
/** Eight times the time would be linear, 64 times its square. */
const allowedTimes = 24;
/** Less than this cannot be told from nothing. Milliseconds. */
const noiseMs = 4;

/**
 * How much longer something takes with eight times the input, against what is allowed: at most 1 when
 * the time follows the input, 2.7 when it follows its square. Compared are times of one machine in one
 * minute, so that a slow machine fails no test.
 *
 * @param prepare Makes the input of a size, and what is to be measured with it.
 */
export function growth(size: number, prepare: (size: number) => () => unknown): number {
  const [small, large] = [prepare(size), prepare(size * times)];
  small();
  return processorMs(large) / (allowedTimes * Math.max(noiseMs, processorMs(small)));
}
