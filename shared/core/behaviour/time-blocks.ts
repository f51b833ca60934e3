/** So many times are copied to add one, at most. */
export const blockLength = 256;
/** Below this in size, whole numbers of a block add up without a rounding. */
const largestAmount = 2 ** 40;
/** A sum up to this takes a block's sum without a rounding. */
const largestSum = 2 ** 52;

/** Times upwards, and the amount at each; the sum of the amounts when no rounding can come into it, else null. */
type Block = readonly [times: readonly number[], amounts: readonly number[], sum: number | null];

/**
 * Times with an amount each, the oldest first, in blocks of which only the last is copied to add one.
 * As one list, the events of a window would cost the square of their number. Plain JSON.
 */
export type TimeBlocks = readonly [full: readonly Block[], last: Block];

const emptyBlock: Block = [[], [], 0];
/** No times. */
export const noTimes: TimeBlocks = [[], emptyBlock];

/**
 * Adds an amount at a time that is not before the others.
 *
 * @param sinceMs What is not after it is forgotten, at the latest when a block is full of it.
 */
export function withAmount(blocks: TimeBlocks, atMs: number, amount: number, sinceMs: number): TimeBlocks {
  const [full, last] = blocks;
  let outdated = 0;
  while (isOutdated(full[outdated], sinceMs)) outdated += 1;
  const kept = outdated === 0 ? full : full.slice(outdated);
  if (last[0].length === blockLength) return [[...kept, last], extended(emptyBlock, atMs, amount)];
  return [kept, extended(kept.length === 0 ? blockAfter(last, sinceMs) : last, atMs, amount)];
}

/** Adds a time at which nothing but it matters. */
export function withTime(blocks: TimeBlocks, atMs: number, sinceMs: number): TimeBlocks {
  return withAmount(blocks, atMs, 1, sinceMs);
}

/** The same times without one at this moment. All blocks are made anew: it seldom happens. */
export function withoutTime(blocks: TimeBlocks, atMs: number): TimeBlocks {
  const [full, last] = blocks;
  const times = [...full, last].flatMap(([some]) => some);
  const place = times.lastIndexOf(atMs);
  if (place < 0) return blocks;
  times.splice(place, 1);
  const made: Block[] = [];
  for (let start = 0; start < times.length; start += blockLength) {
    const some = times.slice(start, start + blockLength);
    made.push([some, some.map(() => 1), some.length]);
  }
  return [made.slice(0, -1), made.at(-1) ?? emptyBlock];
}

/** The same times without the oldest blocks that are not needed to have so many. */
export function latestTimes([full, last]: TimeBlocks, needed: number): TimeBlocks {
  const blocksNeeded = Math.max(0, Math.ceil((needed - last[0].length) / blockLength));
  return blocksNeeded < full.length ? [full.slice(full.length - blocksNeeded), last] : [full, last];
}

/** How many times are after a moment. */
export function countAfter([full, last]: TimeBlocks, sinceMs: number): number {
  let first = 0;
  while (isOutdated(full[first], sinceMs)) first += 1;
  const edge = full[first];
  if (edge === undefined) return last[0].length - outdatedIn(last, sinceMs);
  return (full.length - first) * blockLength - outdatedIn(edge, sinceMs) + last[0].length;
}

/** The sum of the amounts after a moment, added one by one from the oldest on: to the last bit, fractions too. */
export function sumAfter([full, last]: TimeBlocks, sinceMs: number): number {
  let total = 0;
  for (const block of full) total = addBlock(total, block, sinceMs);
  return addBlock(total, last, sinceMs);
}

function addBlock(total: number, block: Block, sinceMs: number): number {
  const [times, amounts, sum] = block;
  if (isOutdated(block, sinceMs)) return total;
  const isWhole = (times[0] ?? sinceMs) > sinceMs;
  if (isWhole && sum !== null && Number.isInteger(total) && Math.abs(total) <= largestSum) return total + sum;
  let added = total;
  for (let place = outdatedIn(block, sinceMs); place < amounts.length; place += 1)
    added += amounts[place] ?? 0;
  return added;
}

function isOutdated(block: Block | undefined, sinceMs: number): boolean {
  return block !== undefined && (block[0].at(-1) ?? sinceMs) <= sinceMs;
}

/** How many times of a block are not after a moment. */
function outdatedIn([times]: Block, sinceMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= sinceMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function blockAfter(block: Block, sinceMs: number): Block {
  const outdated = outdatedIn(block, sinceMs);
  if (outdated === 0) return block;
  const amounts = block[1].slice(outdated);
  return [block[0].slice(outdated), amounts, amounts.reduce(exactSum, 0)];
}

function extended([times, amounts, sum]: Block, atMs: number, amount: number): Block {
  return [[...times, atMs], [...amounts, amount], exactSum(sum, amount)];
}

/** A sum that no order of its parts changes, or null. */
function exactSum(sum: number | null, amount: number): number | null {
  return sum !== null && Number.isInteger(amount) && Math.abs(amount) <= largestAmount ? sum + amount : null;
}
