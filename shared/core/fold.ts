import type { TrackedEvent } from "../schema/event.ts";
import type { CompiledCap, CompiledModel, CompiledRule } from "./compile.ts";
import type { Environment } from "./condition/environment.ts";
import { canonicalOrder, compareEvents } from "./order.ts";
import { readScores, scoreOf, stageOf, type Reading } from "./read.ts";
import { copyState, emptyState, type VisitorState } from "./state.ts";

/** What came of folding an event, as data: somebody else acts on it. */
export type Effect =
  | {
      type: "award";
      rule: number;
      /** What was credited; 0 when the cap was reached or a bot did it. */
      points: number;
      reason: "granted" | "capped" | "bot";
      eventId: string;
      atMs: number;
    }
  | {
      type: "stage";
      stage: number;
      kind: "entered" | "left";
      /** The how-manieth time the stage was entered, from 1. */
      ordinal: number;
      total: number;
      eventId: string;
      atMs: number;
    }
  | {
      type: "hand_off";
      handOff: number;
      /** The how-manieth time it was triggered, from 1: with it the hand-off has the same id however often the log is folded. */
      ordinal: number;
      eventId: string;
      atMs: number;
    };

export interface FoldResult {
  state: VisitorState;
  effects: Effect[];
}

/**
 * Folds events into a state. Pure: the state that is given stays as it is.
 *
 * @param state State under the same model, of events that all come before these.
 * @param events In canonical order; see `canonicalOrder`.
 * @returns The state after them, and what came of each, in order.
 * @throws {RangeError} When an event does not come after what was folded: the log must be folded again from the start.
 */
export function fold(state: VisitorState, events: readonly TrackedEvent[], model: CompiledModel): FoldResult {
  const next = copyState(state);
  const effects: Effect[] = [];
  const folder = new Folder(next, model, effects);
  for (const event of events) folder.step(event);
  return { state: next, effects };
}

/** Folds a whole log, in any order and with any doubles. */
export function foldLog(events: readonly TrackedEvent[], model: CompiledModel): FoldResult {
  return fold(emptyState(model), canonicalOrder(events), model);
}

/** Whether an event can be folded on top of a state, or the log has to be folded again. */
export function comesAfter(event: TrackedEvent, state: VisitorState): boolean {
  return state.last === null || compareEvents(state.last, event) < 0;
}

/** Whether an event is kept but earns nothing: a bot did it, or a trap for bots was filled in. */
export function isVoid(event: TrackedEvent): boolean {
  return event.visit?.bot !== undefined || event.properties["honeypot"] === true;
}

/** One run of the fold over one state, which it changes. */
class Folder implements Environment {
  readonly state: VisitorState;
  event: TrackedEvent | null = null;
  page: Environment["page"] = null;
  readonly #model: CompiledModel;
  readonly #effects: Effect[];
  #reading: Reading | null = null;

  constructor(state: VisitorState, model: CompiledModel, effects: Effect[]) {
    this.state = state;
    this.#model = model;
    this.#effects = effects;
  }

  readonly score = (ordinal: number): number => scoreOf(this.#read(), ordinal);
  readonly stage = (): number => stageOf(this.state, this.#model);

  /** Facts, then rules in the model's order, then stages, then hand-offs. The order is part of the meaning. */
  step(event: TrackedEvent): void {
    if (!comesAfter(event, this.state)) {
      throw new RangeError(`event ${event.messageId} does not come after the events already folded`);
    }
    this.event = event;
    this.page = event.page ?? null;
    const isVoided = isVoid(event);
    const hasNewTraits = this.#rememberFacts(event, isVoided);
    let isChanged = hasNewTraits;
    for (const rule of this.#model.rulesFor(event.name)) {
      if (rule.holds(this) && this.#award(rule, event, isVoided)) isChanged = true;
    }
    if (hasNewTraits && this.#holdStateRules(event)) isChanged = true;
    if (isChanged) {
      this.#reading = null;
      this.#moveStages(event);
    }
    if (!isVoided) this.#triggerOnEvent(event);
  }

  #read(): Reading {
    this.#reading ??= readScores(this.state, this.#model);
    return this.#reading;
  }

  /** @returns Whether what is known of the person may have changed; true for the first event, since nothing known is news too. */
  #rememberFacts(event: TrackedEvent, isVoided: boolean): boolean {
    const { state } = this;
    if (state.last === null) state.firstSeenAtMs = event.atMs;
    state.last = { atMs: event.atMs, messageId: event.messageId, type: event.type };
    state.events += 1;
    if (isVoided) return false;
    const isFirst = state.lastEventName === null;
    state.lastSeenAtMs = event.atMs;
    state.lastEventName = event.name;
    if (event.name === "page_view" && event.page !== undefined) {
      state.lastPage = { path: event.page.path, kind: event.page.kind ?? null };
    }
    this.#rememberPromotion(event);
    if (event.traits === undefined && event.userId === undefined) return isFirst;
    for (const [name, value] of Object.entries(event.traits ?? {})) {
      // A plain assignment to "__proto__" would set the prototype instead of a trait.
      if (name !== "__proto__") state.traits[name] = value;
    }
    state.userId = event.userId ?? state.userId;
    return true;
  }

  #rememberPromotion(event: TrackedEvent): void {
    const id = event.properties["promotion_id"];
    if (typeof id !== "string") return;
    const ordinal = this.#model.actionOrdinals.get(id);
    const action = ordinal === undefined ? undefined : this.#model.actions[ordinal];
    if (ordinal === undefined || action === undefined) return;
    const memory = (this.state.promotions[ordinal] ??= { viewedAtMs: [] });
    if (event.name === "view_promotion") {
      memory.viewedAtMs.push(event.atMs);
      const needed = action.cap?.times ?? 1;
      if (memory.viewedAtMs.length > needed) memory.viewedAtMs.splice(0, memory.viewedAtMs.length - needed);
    } else if (event.name === "promotion_dismissed") memory.dismissedAtMs = event.atMs;
    else if (event.name === "select_promotion") memory.selectedAtMs = event.atMs;
  }

  /** @returns Whether points were credited. */
  #award(rule: CompiledRule, event: TrackedEvent, isVoided: boolean): boolean {
    const reason = isVoided ? "bot" : this.#takeFromCap(rule, event.atMs) ? "granted" : "capped";
    const points = reason === "granted" ? rule.points : 0;
    this.#effects.push({
      type: "award",
      rule: rule.ordinal,
      points,
      reason,
      eventId: event.messageId,
      atMs: event.atMs,
    });
    if (points === 0) return false;
    this.state.points[rule.score] = (this.state.points[rule.score] ?? 0) + points;
    return true;
  }

  #takeFromCap(rule: CompiledRule, atMs: number): boolean {
    const { cap } = rule;
    if (cap === null) return true;
    const { awards } = this.state;
    const used = awards[rule.ordinal];
    if (cap.windowMs === null) {
      const count = typeof used === "number" ? used : 0;
      if (count >= cap.times) return false;
      awards[rule.ordinal] = count + 1;
      return true;
    }
    const times = Array.isArray(used) ? used : [];
    if (isCapReached(cap, times, atMs)) return false;
    times.push(atMs);
    if (times.length > cap.times) times.shift();
    awards[rule.ordinal] = times;
    return true;
  }

  /** @returns Whether a state rule began or ceased to hold. */
  #holdStateRules(event: TrackedEvent): boolean {
    const { holding } = this.state;
    let isChanged = false;
    for (const rule of this.#model.stateRules) {
      const held = Object.hasOwn(holding, rule.ordinal);
      if (rule.holds(this) === held) continue;
      if (held) delete holding[rule.ordinal];
      else holding[rule.ordinal] = { eventId: event.messageId, atMs: event.atMs };
      isChanged = true;
    }
    return isChanged;
  }

  #moveStages(event: TrackedEvent): void {
    for (const [ordinal, stage] of this.#model.stages.entries()) {
      if (ordinal === 0) continue;
      const memory = this.state.stages[ordinal];
      const isHeld = memory?.held === true;
      const { threshold, entry } = stage;
      const score = threshold === null ? 0 : this.score(threshold.score);
      const shouldHold = isHeld
        ? threshold === null
          ? entry?.(this) === true
          : score >= threshold.rearmBelow
        : (threshold === null || score >= threshold.atLeast) && (entry === null || entry(this));
      if (shouldHold === isHeld) continue;
      const entered = (memory?.entered ?? 0) + (shouldHold ? 1 : 0);
      this.state.stages[ordinal] = { held: shouldHold, entered, sinceMs: event.atMs };
      this.#effects.push({
        type: "stage",
        stage: ordinal,
        kind: shouldHold ? "entered" : "left",
        ordinal: entered,
        total: this.#read().total,
        eventId: event.messageId,
        atMs: event.atMs,
      });
      if (shouldHold) for (const handOff of stage.handOffs) this.#trigger(handOff, event);
    }
  }

  #triggerOnEvent(event: TrackedEvent): void {
    for (const ordinal of this.#model.eventHandOffs) {
      if (this.#model.handOffs[ordinal]?.when?.(this) === true) this.#trigger(ordinal, event);
    }
  }

  #trigger(handOff: number, event: TrackedEvent): void {
    const ordinal = (this.state.handOffs[handOff] ?? 0) + 1;
    this.state.handOffs[handOff] = ordinal;
    this.#effects.push({ type: "hand_off", handOff, ordinal, eventId: event.messageId, atMs: event.atMs });
  }
}

/**
 * Whether a windowed cap has nothing left at a time: its awards in (t - window, t] are as many as it
 * allows. `times` holds the latest awards, the oldest first, no more than the cap's number.
 */
export function isCapReached(cap: CompiledCap, times: readonly number[], atMs: number): boolean {
  if (times.length < cap.times) return false;
  const oldest = times[times.length - cap.times];
  return oldest !== undefined && (cap.windowMs === null || oldest > atMs - cap.windowMs);
}
