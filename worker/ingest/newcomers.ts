import { limits } from "../../shared/limits.ts";
import type { Site } from "../../shared/schema/site.ts";
import type { Environment } from "../environment.ts";
import { addressOf, hasLimits } from "../middleware/rate.ts";
import { addressBlock } from "./address-block.ts";

const windowMs = 3_600_000;
/** Ids that an isolate remembers, over all blocks: about 10 MB. */
const idsKept = 100_000;

interface Block {
  untilMs: number;
  visitors: Set<string>;
}

/** Who came from where within the hour, by site and block; the block that was heard of last at the end. */
const blocks = new Map<string, Block>();
let ids = 0;

function forget(key: string): void {
  ids -= blocks.get(key)?.visitors.size ?? 0;
  blocks.delete(key);
}

/** Makes room for one more id, at the cost of the blocks that were heard of first. */
function makeRoom(own: string): void {
  for (const key of blocks.keys()) {
    if (ids < idsKept) return;
    if (key !== own) forget(key);
  }
}

/**
 * Whether a visitor whose id was not signed here yet may be kept. One address block brings so many
 * in an hour; whoever comes beyond that gets decisions and leaves nothing behind. Each isolate counts
 * for itself, exactly, and the platform counts by the minute for a whole place, roughly: neither
 * costs a row.
 *
 * @param visitorId Who it would be. The same one again is no newcomer.
 */
export async function mayArrive(
  environment: Environment,
  site: Site,
  request: Request,
  visitorId: string,
  nowMs: number,
): Promise<boolean> {
  if (!hasLimits(environment)) return true;
  const key = `${site.id}:${addressBlock(addressOf(request))}`;
  let block = blocks.get(key);
  if (block === undefined || block.untilMs <= nowMs) {
    forget(key);
    blocks.set(key, (block = { untilMs: nowMs + windowMs, visitors: new Set() }));
  }
  if (block.visitors.has(visitorId)) return true;
  if (block.visitors.size >= (site.caps?.newVisitorsPerBlock ?? limits.newVisitorsPerBlock)) return false;
  // Before the limiter answers: requests that come at once are counted too.
  makeRoom(key);
  block.visitors.add(visitorId);
  ids += 1;
  const { success } = (await environment.NEWCOMER_LIMITER?.limit({ key })) ?? { success: true };
  if (!success && block.visitors.delete(visitorId)) ids -= 1;
  return success;
}
