import { readProofs, type OfferedProof } from "./proofs.ts";
import type { TakenEvent } from "./read-events.ts";
import type { RefusedEvent } from "./refused-event.ts";
import { rotate, type Rotation } from "./rotation.ts";
import type { TrackingRequest } from "./tracking-request.ts";

/** What is left of a browser's events after their proofs were read. */
export interface Proved {
  believed: TakenEvent[];
  /** Events whose proof is not good. */
  refused: RefusedEvent[];
  /** The id under which the request goes on; null when nothing is proved. */
  rotation: Rotation | null;
}

/**
 * Reads what a browser's events prove of who uses it.
 *
 * @param visitorId The visitor that the request speaks for so far.
 */
export async function prove(
  taken: readonly TakenEvent[],
  { environment, secret, site, batch, receivedAtMs }: TrackingRequest,
  visitorId: string,
): Promise<Proved> {
  const context = {
    secret,
    site: site.site,
    nowMs: receivedAtMs,
    batchContext: batch.context,
    visitorId,
  };
  const believed: TakenEvent[] = [];
  const refused: RefusedEvent[] = [];
  const offered: OfferedProof[] = [];
  for (const item of taken) {
    const { index, input, event, incoming } = item;
    const reading = await readProofs(event, incoming, context);
    if ("problem" in reading) {
      refused.push({ index, input, problem: reading.problem });
      continue;
    }
    offered.push(...reading.proofs);
    believed.push({ ...item, event: reading.event });
  }
  const rotation =
    offered.length === 0 ? null : await rotate(environment, secret, site.site.id, visitorId, offered);
  return { believed, refused, rotation };
}
