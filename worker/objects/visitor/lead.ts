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
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Lead, LeadSummary, RejectedEvent, TimelineEntry } from "../../../shared/schema/visitor.ts";
import { nameOf, textOrNull } from "./hand-off-payload.ts";
import type { StoredHandOff } from "./storage.ts";

/** How many of the latest events a lead's page gets. */
const timelineShown = 500;

/** A visitor as a line of the lead book. */
export function summaryOf(
  visitorId: string,
  state: VisitorState,
  model: CompiledModel,
  country: string | null,
  nowMs: number,
): LeadSummary {
  const reading = readScores(state, model, nowMs);
  return {
    id: visitorId,
    email: textOrNull(state.traits["email"]),
    phone: textOrNull(state.traits["phone"]),
    name: nameOf(state.traits),
    company: textOrNull(state.traits["company"]),
    stage: stageId(state, model, nowMs),
    scores: scoresById(reading, model),
    total: reading.total,
    country,
    lastActivity: state.lastEventName,
    lastPath: state.lastPage?.path ?? null,
    events: state.events,
    firstSeenAtMs: state.firstSeenAtMs,
    lastSeenAtMs: state.lastSeenAtMs,
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
  nowMs: number,
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
      points: result.effects.reduce((sum, effect) => sum + (effect.type === "award" ? effect.points : 0), 0),
      total: readScores(state, model, event.atMs).total,
      stage: stageId(state, model, event.atMs),
    });
  }
  effects.push(...fadeTo(state, nowMs, model).effects);
  const disqualifiedId = disqualifiedBy(viewAt(state, model, nowMs));
  const reason = model.source.disqualifications?.find(({ id }) => id === disqualifiedId);
  const receipts = receiptsOf(effects, state, model, nowMs);
  return {
    ...summaryOf(visitorId, state, model, countryOf(events), nowMs),
    traits: state.traits,
    disqualification: reason === undefined ? null : { id: reason.id, label: textIn(reason.label, language) },
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
      })),
    rejected,
  };
}
