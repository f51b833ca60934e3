import {
  canonicalOrder,
  disqualifiedBy,
  emptyState,
  explain,
  fadeTo,
  fold,
  readScores,
  receiptsOf,
  scoresById,
  stageChangesOf,
  stageId,
  textIn,
  viewAt,
  type CompiledModel,
  type Effect,
  type VisitorState,
} from "../../../shared/core/index.ts";
import type { IdentityKind } from "../../../shared/schema/identity.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Objection } from "../../../shared/schema/objection.ts";
import type { Lead, LeadSummary, RejectedEvent, TimelineEntry } from "../../../shared/schema/visitor.ts";
import { accountOf, groupOf, type Group } from "./account.ts";
import { doubtsOf, isTrapped } from "./doubts.ts";
import type { Kin } from "./kin-storage.ts";
import { nameOf, textOrNull } from "./hand-off-payload.ts";
import type { StoredHandOff } from "./storage.ts";

/** How many of the latest events a lead's page gets. */
const timelineShown = 500;

/** A visitor as a line of the lead book. */
export function summaryOf(
  visitorId: string,
  state: VisitorState,
  model: CompiledModel,
  { country, group, isTrapped: hasTrap }: { country: string | null; group: Group | null; isTrapped: boolean },
  nowMs: number,
): LeadSummary {
  const reading = readScores(state, model, nowMs);
  const email = textOrNull(state.traits["email"]);
  const doubts = doubtsOf(email, hasTrap);
  return {
    id: visitorId,
    email,
    phone: textOrNull(state.traits["phone"]),
    ...(state.userId !== null && { userId: state.userId }),
    name: nameOf(state.traits),
    company: textOrNull(state.traits["company"]),
    account: accountOf(group, email),
    stage: stageId(state, model, nowMs),
    scores: scoresById(reading, model),
    total: reading.total,
    country,
    lastActivity: state.lastEventName,
    lastPath: state.lastPage?.path ?? null,
    events: state.events,
    firstSeenAtMs: state.firstSeenAtMs,
    lastSeenAtMs: state.lastSeenAtMs,
    ...(doubts.length > 0 && { doubts }),
  };
}

/** The country that the latest event with one came from. */
export function countryOf(events: readonly TrackedEvent[]): string | null {
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const country = events[index]?.visit?.geo?.country;
    if (country !== undefined) return country;
  }
  return null;
}

/**
 * A visitor in full. The log is folded event by event, so that every line of the timeline says what
 * it earned and what the score was after it.
 */
export function leadOf(
  visitorId: string,
  log: readonly TrackedEvent[],
  model: CompiledModel,
  language: string,
  handOffs: readonly StoredHandOff[],
  rejected: RejectedEvent[],
  people: Pick<Lead, "proved" | "devices" | "duplicates">,
  nowMs: number,
  objection: Objection | null,
): Lead {
  const events = canonicalOrder(log);
  let state = emptyState(model);
  const effects: Effect[] = [];
  const timeline: TimelineEntry[] = [];
  for (const event of events) {
    const result = fold(state, [event], model);
    state = result.state;
    effects.push(...result.effects);
    timeline.push({
      eventId: event.messageId,
      name: event.name,
      atMs: event.atMs,
      source: event.source,
      path: event.page?.path ?? null,
      pageKind: event.page?.kind ?? null,
      title: event.page?.title ?? null,
      properties: { ...event.properties },
      points: result.effects.reduce(
        (sum, effect) => sum + (effect.type === "award" || effect.type === "adjustment" ? effect.points : 0),
        0,
      ),
      total: readScores(state, model, event.atMs).total,
      stage: stageId(state, model, event.atMs),
    });
  }
  effects.push(...fadeTo(state, nowMs, model).effects);
  const disqualifiedId = disqualifiedBy(viewAt(state, model, nowMs));
  const reason = model.source.disqualifications?.find(({ id }) => id === disqualifiedId);
  const receipts = receiptsOf(effects, state, model, nowMs);
  return {
    ...summaryOf(
      visitorId,
      state,
      model,
      { country: countryOf(events), group: groupOf(events), isTrapped: isTrapped(events) },
      nowMs,
    ),
    traits: state.traits,
    disqualification: reason === undefined ? null : { id: reason.id, label: textIn(reason.label, language) },
    objection,
    modelVersion: model.version,
    receipts,
    explanation: explain(receipts, language),
    stages: stageChangesOf(effects, model),
    timeline: timeline.reverse().slice(0, timelineShown),
    handOffs: handOffs
      .toSorted((a, b) => a.payload.atMs - b.payload.atMs)
      .map((handOff) => ({
        id: handOff.id,
        handOffId: handOff.payload.handOffId,
        label: handOff.label,
        purpose: handOff.purpose,
        atMs: handOff.payload.atMs,
        eventId: handOff.eventId,
        state: handOff.state,
        destinations: handOff.destinations,
        // The destinations know, and are asked by whoever shows it.
        deliveries: [],
        retired: handOff.isRetired === true ? ("merge_undone" as const) : null,
      })),
    ...people,
    rejected,
  };
}

/**
 * Who belongs to a lead, or may.
 *
 * @param proved What the lead's own id has proved.
 * @param others Other visitors, each with the events that it has brought.
 */
export function peopleOf(
  proved: readonly IdentityKind[],
  others: readonly (Kin & { events: readonly TrackedEvent[] })[],
): Pick<Lead, "proved" | "devices" | "duplicates"> {
  const devices = others.filter(({ state }) => state === "device");
  const kinds = devices.flatMap((device) => (device.isProved ? device.kinds : []));
  return {
    proved: [...new Set([...proved, ...kinds])],
    devices: devices.map(({ visitor, reason, atMs, events, isProved, newId }) => ({
      id: visitor,
      reason,
      atMs,
      events: events.length,
      lastSeenAtMs: events.length === 0 ? null : Math.max(...events.map((event) => event.atMs)),
      isProved,
      isFormerId: newId !== null,
    })),
    duplicates: others
      .filter(({ state }) => state === "possible")
      .map(({ visitor, kinds: told, atMs }) => ({ id: visitor, kinds: told, atMs })),
  };
}
