import type { CompiledModel } from "../../../shared/core/index.ts";
import { namePrefix } from "./kin-storage.ts";
import type { KnownHandOff, TakeRequest } from "./merges.ts";
import type { HandOffEffect } from "./hand-off-payload.ts";
import type { StoredHandOff } from "./storage.ts";

/** The key of a hand-off, from its id; see `handOffKey`. */
export function keyOfHandOff({ id, payload }: StoredHandOff): string {
  return id.slice(payload.who.visitorId.length + 1).replace(/~\d+$/, "");
}

/** Whether a hand-off has left or is to leave: what an undo has called back before anybody had it is as if it had never been. */
export function isToLeave({ isRetired, state }: StoredHandOff): boolean {
  return isRetired !== true || state === "sent";
}

/**
 * A hand-off under an id that is free. One that left for events that count no longer keeps its id:
 * the receiver would take another under it for the same.
 */
export function underFreeId(handOff: StoredHandOff, taken: ReadonlySet<string>): StoredHandOff {
  if (!taken.has(handOff.id)) return handOff;
  let count = 2;
  while (taken.has(`${handOff.id}~${count}`)) count += 1;
  const id = `${handOff.id}~${count}`;
  return { ...handOff, id, payload: { ...handOff.payload, id } };
}

/**
 * Which of the hand-offs found while a device's events were taken over are to leave. What left for
 * one of the two does not leave again: not the same event's, and not the same step into a stage. A
 * step that neither had made alone is news.
 *
 * @param due What folding the device's events into the lead's has triggered.
 * @param known Hand-offs of the lead.
 */
export function stillToLeave(
  due: readonly StoredHandOff[],
  { device, newId, ownerId, handOffs, atMs }: TakeRequest,
  known: readonly StoredHandOff[],
  model: CompiledModel,
): StoredHandOff[] {
  const prefix = namePrefix({ visitor: device, newId }, ownerId);
  const left = new Set(handOffs.map(({ handOffId, eventId }) => `${handOffId} ${prefix}${eventId}`));
  const leftIds = new Set([
    ...handOffs.map(({ handOffId }) => handOffId),
    ...known.filter(({ isRetired }) => isRetired !== true).map(({ payload }) => payload.handOffId),
  ]);
  const byStage = new Set(
    model.handOffs.filter(({ source }) => source.trigger.on === "stage").map(({ source }) => source.id),
  );
  return due.filter(({ payload, eventId }) => {
    if (left.has(`${payload.handOffId} ${eventId}`)) return false;
    const isOfThePast = payload.atMs <= atMs;
    return !(isOfThePast && byStage.has(payload.handOffId) && leftIds.has(payload.handOffId));
  });
}

/**
 * Which of the hand-offs that a device has triggered by itself are to leave for it after an undo: those
 * that the lead had made, and called back before anybody had them.
 *
 * @param own What the device's own log triggers, without what has left for it.
 */
export function calledBack(
  own: readonly HandOffEffect[],
  withdrawn: readonly KnownHandOff[],
  model: CompiledModel,
): HandOffEffect[] {
  return own.filter(({ handOff, eventId }) => {
    const source = model.handOffs[handOff]?.source;
    // The lead may have stepped into the stage with another event.
    return withdrawn.some(
      (known) =>
        known.handOffId === source?.id && (source.trigger.on === "stage" || known.eventId === eventId),
    );
  });
}
