import type { CompiledModel } from "../../../shared/core/index.ts";
import { namePrefix } from "./kin-storage.ts";
import type { KnownHandOff, Released, TakeRequest } from "./merges.ts";
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
 * @param own What the device's own log triggers, in its order, without what has left for it.
 */
export function calledBack(
  own: readonly HandOffEffect[],
  { calledBack: called, left }: Released,
  model: CompiledModel,
): HandOffEffect[] {
  return model.handOffs.flatMap(({ source: { id, trigger } }, handOff) => {
    const of = (known: readonly KnownHandOff[]) =>
      known.filter(({ handOffId }) => handOffId === id).map(({ eventId }) => eventId);
    const mine = own.filter((effect) => effect.handOff === handOff);
    const events = of(called);
    if (trigger.on !== "stage") return mine.filter(({ eventId }) => events.includes(eventId));
    // The lead may have stepped into the stage with another event: as many steps as it had made, the latest.
    const told = of(left);
    const untold = mine.filter(({ eventId }) => !told.includes(eventId));
    return untold.slice(Math.max(0, untold.length - events.length));
  });
}
