import type { TrackedEvent } from "../schema/event.ts";
import type { CompiledBehaviour } from "./behaviour/behaviour-list.ts";
import { giveBackToCap, takeFromCap } from "./cap.ts";
import type { CompiledModel, CompiledRule, CompiledStage } from "./compile.ts";
import { addToBuckets } from "./decay.ts";
import { isActive, isMachineClick, isMachineOpen, lookAtMail, rememberMail, type MailSight } from "./mail.ts";
import { canonicalOrder, compareEvents } from "./order.ts";
import { sparseGet, sparseWith } from "./sparse.ts";
import { emptyState, type VisitorState, type Waiting } from "./state.ts";
import { View } from "./view.ts";

/** Why an award is what it is; see `ReceiptSchema`. */
export type AwardReason = "granted" | "capped" | "group" | "bot" | "quarantined" | "released" | "voided";

/** What came of folding an event, as data: somebody else acts on it. */
export type Effect =
  | {
      type: "award";
      rule: number;
      account: number;
      /** What was credited. */
      points: number;
      reason: AwardReason;
      eventId: string;
      atMs: number;
    }
  | {
      type: "adjustment";
      score: number;
      account: number;
      points: number;
      /** Who adjusted the score, and why. */
      by: string;
      why: string;
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
      /** Null when the stage was left because time went by. */
      eventId: string | null;
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
 * Folds events into a state. Pure: the state that is given stays as it is, and the new one shares
 * with it what did not change.
 *
 * @param state State under the same model, of events that all come before these.
 * @param events In canonical order; see `canonicalOrder`.
 * @returns The state after them, and what came of each, in order.
 * @throws {RangeError} When an event does not come after what was folded: the log must be folded again from the start.
 */
export function fold(state: VisitorState, events: readonly TrackedEvent[], model: CompiledModel): FoldResult {
  const folder = new Folder(state, model);
  for (const event of events) folder.step(event);
  return { state: folder.state, effects: folder.effects };
}

/** Folds a whole log, in any order and with any doubles. */
export function foldLog(events: readonly TrackedEvent[], model: CompiledModel): FoldResult {
  return fold(emptyState(model), canonicalOrder(events), model);
}

/**
 * The state as it has become by a moment without anything happening: stages left because points
 * faded, or because time has changed the answer of a condition. The state that is given stays as it is.
 */
export function fadeTo(state: VisitorState, nowMs: number, model: CompiledModel): FoldResult {
  const folder = new Folder(state, model);
  folder.fade(nowMs);
  return { state: folder.state, effects: folder.effects };
}

/** Whether an event can be folded on top of a state, or the log has to be folded again. */
export function comesAfter(event: TrackedEvent, state: VisitorState): boolean {
  return state.last === null || compareEvents(state.last, event) < 0;
}

/** Whether an event is kept but earns nothing: a bot did it, a trap for bots was filled in, or a scanner followed a link. */
export function isVoid(event: TrackedEvent): boolean {
  return event.visit?.bot !== undefined || event.properties["honeypot"] === true || isMachineClick(event);
}

/** The name of the event by which somebody adjusts a score; taken from servers only. */
export const adjustmentEvent = "score_adjusted";

/** A visit ends after so long without an event, milliseconds. As in GA4. */
const visitGapMs = 30 * 60_000;
/** Awards that may wait at once; a person would have shown up long before. What comes on top earns nothing. */
const waitingKept = 200;
const nothingWaits: readonly Waiting[] = [];

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type RecordPart =
  | "groups"
  | "holding"
  | "behaviours"
  | "disqualifiedSinceMs"
  | "stages"
  | "handOffs"
  | "promotions"
  | "traits";

/** One run of the fold over one state. */
class Folder {
  readonly state: Writable<VisitorState>;
  readonly effects: Effect[] = [];
  readonly #model: CompiledModel;
  readonly #view: View;
  /** Parts that are this run's own and may be written to. */
  readonly #owned: RecordPart[] = [];

  constructor(state: VisitorState, model: CompiledModel) {
    this.state = { ...state };
    this.#model = model;
    this.#view = new View(this.state, model, state.last?.atMs ?? 0);
  }

  /** Facts, what waits, rules in the model's order, the person, stages, hand-offs. The order is part of the meaning. */
  step(told: TrackedEvent): void {
    if (!comesAfter(told, this.state)) {
      throw new RangeError(`event ${told.messageId} does not come after the events already folded`);
    }
    const mail = lookAtMail(this.state.mails ?? [], told);
    const event = mail?.event ?? told;
    if (this.#model.fadesByMs !== null) this.fade(event.atMs);
    const isVoided = isVoid(event);
    // What a machine opened may be paid one day, but nobody was here.
    const isNobody = isVoided || isMachineOpen(event);
    this.#view.turnTo(event);
    const { accounts, holding } = this.state;
    const isPersonal = this.#rememberFacts(event, isNobody);
    this.#view.idleMs = this.state.lastEventName === null ? 0 : event.atMs - this.state.lastSeenAtMs;
    if (!isNobody) this.#behave(event);
    if (mail?.unmasks === true) this.#takeBack(mail, event);
    const from = this.effects.length;
    const released = this.#attendWaiting(event, isVoided);
    this.#applyRules(event, isVoided);
    if (mail !== undefined) this.#rememberMail(mail, from, released);
    if (!isNobody) {
      if (event.name === adjustmentEvent && event.source === "server") this.#adjust(event);
      this.#holdPersonRules(event, isPersonal);
      this.#noteDisqualifications(event.atMs);
    }
    // Most events change no score and tell nothing of the person: then no stage can move.
    const isStill = accounts === this.state.accounts && holding === this.state.holding && !isPersonal;
    // Of a machine alone nothing is known, not even that something is missing.
    const isNobodyYet = isNobody && this.state.lastEventName === null;
    if (!isNobodyYet && !(isStill && this.#model.stagesFollowScores)) {
      this.#view.forget();
      this.#moveStages(event);
    }
    if (!isNobody) this.#triggerOnEvent(event);
  }

  /** Leaves the stages that time has closed by a moment, each at the moment at which it closed, and notes the disqualifications that it has brought about. */
  fade(untilMs: number): void {
    const { fadesByMs, fadesFor, stages, disqualifications } = this.#model;
    const { last } = this.state;
    if (fadesByMs === null || last === null) return;
    // Of somebody who was never here nothing is known, not even that something is missing.
    const isWatched = disqualifications.some((one) => one.isWatched) && this.state.lastEventName !== null;
    const isOpen = () =>
      isWatched ||
      stages.some(({ isFading }, ordinal) => isFading && this.state.stages[ordinal]?.held === true);
    const first = Math.floor(last.atMs / fadesByMs) + 1;
    const end = Math.min(Math.floor(untilMs / fadesByMs), first + fadesFor);
    for (let bucket = first; bucket <= end && isOpen(); bucket += 1) {
      const atMs = bucket * fadesByMs;
      this.#view.nowMs = atMs;
      this.#view.idleMs = this.state.lastEventName === null ? 0 : atMs - this.state.lastSeenAtMs;
      this.#view.forget();
      if (isWatched) this.#noteDisqualifications(atMs);
      for (const [ordinal, stage] of stages.entries()) {
        if (!stage.isFading || this.state.stages[ordinal]?.held !== true) continue;
        if (!this.#isKept(stage)) this.#changeStage(ordinal, false, atMs, null);
      }
    }
  }

  /** A part of the state that may be written to. */
  #own<Part extends RecordPart>(part: Part): Writable<VisitorState[Part]> {
    if (!this.#owned.includes(part)) {
      this.#owned.push(part);
      this.state[part] = { ...this.state[part] };
    }
    return this.state[part];
  }

  /** @returns Whether what is known of the person may have changed; true for the first event, since nothing known is news too. */
  #rememberFacts(event: TrackedEvent, isNobody: boolean): boolean {
    const { state } = this;
    if (state.last === null) state.firstSeenAtMs = event.atMs;
    state.last = { atMs: event.atMs, messageId: event.messageId, type: event.type };
    state.events += 1;
    if (isNobody) return false;
    const isFirst = state.lastEventName === null;
    if (isActive(event)) {
      if (isFirst || event.atMs - state.lastSeenAtMs > visitGapMs) {
        state.visits += 1;
        state.visitStartMs = event.atMs;
      }
      state.lastSeenAtMs = event.atMs;
      state.lastEventName = event.name;
    }
    if (event.name === "page_view" && event.page !== undefined) {
      const { path, kind, title } = event.page;
      state.lastPage = { path, kind: kind ?? null, ...(title !== undefined && { title }) };
    }
    if (event.visit !== undefined) this.#rememberVisit(event.visit);
    if (event.name === "consent_updated") {
      const consent = event.properties["consent"];
      if (consent === "granted" || consent === "denied" || consent === "unknown") state.consent = consent;
    }
    this.#rememberPromotion(event);
    if (event.traits === undefined && event.userId === undefined) return isFirst;
    const traits = this.#own("traits") as Record<string, unknown>;
    for (const [name, value] of Object.entries(event.traits ?? {})) {
      // A plain assignment to "__proto__" would set the prototype instead of a trait.
      if (name !== "__proto__") traits[name] = value;
    }
    state.userId = event.userId ?? state.userId;
    return true;
  }

  /** Remembers of a visit what the model asks about. */
  #rememberVisit(visit: NonNullable<TrackedEvent["visit"]>): void {
    const { geo, device, campaign, referrer } = this.#model.asksOf;
    if (!(geo || device || campaign || referrer)) return;
    const next = { ...this.state.visit };
    if (geo && visit.geo !== undefined) next.geo = visit.geo;
    if (device && visit.device !== undefined) next.device = visit.device;
    if (campaign && visit.campaign !== undefined) next.campaign = visit.campaign;
    if (referrer && visit.referrer !== undefined && visit.referrer.class !== "internal") {
      next.referrer = visit.referrer.class;
    }
    this.state.visit = next;
  }

  #rememberPromotion(event: TrackedEvent): void {
    const id = event.properties["promotion_id"];
    const ordinal = typeof id === "string" ? this.#model.actionOrdinals.get(id) : undefined;
    const action = ordinal === undefined ? undefined : this.#model.actions[ordinal];
    if (ordinal === undefined || action === undefined) return;
    const promotions = this.#own("promotions");
    const memory = promotions[ordinal] ?? { viewedAtMs: [] };
    switch (event.name) {
      // Of those who are held out it counts as of those who see it: the action's own limit ends it for both.
      case "promotion_withheld":
      case "view_promotion":
        promotions[ordinal] = {
          ...memory,
          viewedAtMs: [...memory.viewedAtMs, event.atMs].slice(-action.viewsNeeded),
        };
        return;
      case "promotion_dismissed":
        promotions[ordinal] = { ...memory, dismissedAtMs: event.atMs };
        return;
      case "select_promotion":
        promotions[ordinal] = { ...memory, selectedAtMs: event.atMs };
    }
  }

  #behave(event: TrackedEvent): void {
    const { forAll, byName } = this.#model.behaviours;
    for (const behaviour of forAll) this.#remember(behaviour, event);
    const named = byName.get(event.name);
    if (named !== undefined) for (const behaviour of named) this.#remember(behaviour, event);
  }

  #remember({ ordinal, update }: CompiledBehaviour, event: TrackedEvent): void {
    const memory = this.state.behaviours[ordinal];
    const next = update(memory, event, this.#view);
    if (next !== undefined && next !== memory) this.#own("behaviours")[ordinal] = next;
  }

  /**
   * Pays or voids what waits, when this event says whether it was a person. What is void releases nothing.
   *
   * @returns What was paid.
   */
  #attendWaiting(event: TrackedEvent, isVoided: boolean): readonly Waiting[] {
    const { quarantine } = this.#model;
    const { waiting } = this.state;
    if (waiting.length === 0) return nothingWaits;
    const isMachine = quarantine.void?.(this.#view) === true;
    if (!isMachine && (isVoided || !quarantine.release(this.#view))) return nothingWaits;
    for (const one of waiting) {
      const [rule, account, points] = one;
      const paid = isMachine ? 0 : points;
      if (isMachine) this.#giveBack(one);
      this.#credit(account, event.atMs, paid);
      this.#award(rule, account, paid, isMachine ? "voided" : "released", event);
    }
    this.state.waiting = nothingWaits;
    return isMachine ? nothingWaits : waiting;
  }

  /** Remembers of a message what this event was paid, and what it released. */
  #rememberMail(mail: MailSight, from: number, released: readonly Waiting[]): void {
    const paid: Waiting[] = [];
    for (const effect of this.effects.slice(from)) {
      if (effect.type !== "award" || (effect.reason !== "granted" && effect.reason !== "group")) continue;
      paid.push([effect.rule, effect.account, effect.points, effect.atMs]);
    }
    this.state.mails = rememberMail(this.state.mails ?? [], mail, paid, released);
  }

  /** A click that was paid turns out to be a machine's: what it was paid goes back, and what it released waits again. */
  #takeBack({ before: { click } }: MailSight, event: TrackedEvent): void {
    if (click === null) return;
    for (const one of click.paid) this.#giveBack(one);
    for (const [rule, account, points] of [...click.paid, ...click.released]) {
      if (points === 0) continue;
      this.#credit(account, event.atMs, -points);
      this.#award(rule, account, -points, "voided", event);
    }
    this.state.waiting = [...click.released, ...this.state.waiting].slice(0, waitingKept);
  }

  /** Leaves the rule's cap and its group's room as if there had been no award: a machine takes nothing from the reader. */
  #giveBack([ordinal, , points, atMs = 0]: Waiting): void {
    const rule = this.#model.eventRules.get(ordinal);
    if (rule === undefined) return;
    const memory = sparseGet(this.state.awards, ordinal);
    if (rule.cap !== null && memory !== undefined) {
      const left = giveBackToCap(rule.cap, memory, atMs, this.#model.zone);
      this.state.awards = sparseWith(this.state.awards, ordinal, left);
    }
    if (rule.group >= 0 && points !== 0) {
      this.#own("groups")[rule.group] = (this.state.groups[rule.group] ?? 0) - points;
    }
  }

  #applyRules(event: TrackedEvent, isVoided: boolean): void {
    for (const rule of this.#model.index.find(event)) {
      if (rule.rest === null || rule.rest(this.#view)) this.#apply(rule, event, isVoided);
    }
  }

  /** Room to wait, cap, group, then credit. */
  #apply(rule: CompiledRule, event: TrackedEvent, isVoided: boolean): void {
    const account = event.source === "browser" ? rule.browserAccount : rule.serverAccount;
    if (isVoided) {
      this.#award(rule.ordinal, account, 0, "bot", event);
      return;
    }
    // Who never shows up must not be paid for having come often: what has no room to wait earns nothing.
    if (this.state.waiting.length >= waitingKept && this.#model.quarantine.when(this.#view)) {
      this.#award(rule.ordinal, account, 0, "capped", event);
      return;
    }
    if (rule.cap !== null) {
      const taken = takeFromCap(rule.cap, sparseGet(this.state.awards, rule.ordinal), {
        atMs: event.atMs,
        visitStartMs: this.state.visitStartMs,
        zone: this.#model.zone,
      });
      if (taken === null) {
        this.#award(rule.ordinal, account, 0, "capped", event);
        return;
      }
      this.state.awards = sparseWith(this.state.awards, rule.ordinal, taken);
    }
    const points = this.#takeFromGroup(rule);
    if (this.#model.quarantine.when(this.#view)) {
      this.state.waiting = [...this.state.waiting, [rule.ordinal, account, points, event.atMs]];
      this.#award(rule.ordinal, account, 0, "quarantined", event);
      return;
    }
    this.#credit(account, event.atMs, points);
    this.#award(rule.ordinal, account, points, points === rule.points ? "granted" : "group", event);
  }

  /** What the rule's group leaves of its points: a positive grant is cut to the room left, a negative one to the minimum. */
  #takeFromGroup(rule: CompiledRule): number {
    const group = this.#model.groups[rule.group];
    if (group === undefined) return rule.points;
    const before = this.state.groups[rule.group] ?? 0;
    const points =
      rule.points > 0
        ? Math.min(rule.points, Math.max(0, group.max - before))
        : Math.max(rule.points, Math.min(0, group.min - before));
    if (points !== 0) this.#own("groups")[rule.group] = before + points;
    return points;
  }

  #credit(account: number, atMs: number, points: number): void {
    if (points === 0) return;
    const accounts = this.state.accounts.slice();
    const weights = this.#model.accounts[account]?.weights ?? null;
    const kept = accounts[account] ?? 0;
    accounts[account] =
      weights === null
        ? (typeof kept === "number" ? kept : 0) + points
        : addToBuckets(typeof kept === "number" ? [] : kept, weights, atMs, points);
    this.state.accounts = accounts;
  }

  #award(rule: number, account: number, points: number, reason: AwardReason, event: TrackedEvent): void {
    this.effects.push({
      type: "award",
      rule,
      account,
      points,
      reason,
      eventId: event.messageId,
      atMs: event.atMs,
    });
  }

  /** Somebody adjusts a score by hand; what names no score or no whole number of points changes nothing. */
  #adjust(event: TrackedEvent): void {
    const { score: id, points, by, reason } = event.properties;
    const score = this.#model.scores.findIndex((candidate) => candidate.id === id);
    const account = this.#model.scores[score]?.manualAccount;
    if (account === undefined || typeof points !== "number" || !Number.isSafeInteger(points)) return;
    this.#credit(account, event.atMs, points);
    this.effects.push({
      type: "adjustment",
      score,
      account,
      points,
      by: typeof by === "string" ? by : "",
      why: typeof reason === "string" ? reason : "",
      eventId: event.messageId,
      atMs: event.atMs,
    });
  }

  /** Asks the rules about the person that this event may have changed. */
  #holdPersonRules(event: TrackedEvent, isPersonal: boolean): void {
    const view = this.#view;
    for (const rule of this.#model.personRules) {
      if (rule.isPersonal && !isPersonal) continue;
      const held = this.state.holding[rule.ordinal];
      const points = rule.points(view);
      if (points === (held?.points ?? 0)) continue;
      const holding = this.#own("holding");
      if (points === 0) delete holding[rule.ordinal];
      else holding[rule.ordinal] = { points, eventId: event.messageId, atMs: event.atMs };
    }
  }

  /** Notes since when each disqualification holds: an event has brought it about, or a day that came without one. */
  #noteDisqualifications(atMs: number): void {
    for (const [ordinal, { holds }] of this.#model.disqualifications.entries()) {
      const isNoted = this.state.disqualifiedSinceMs[ordinal] !== undefined;
      if (holds(this.#view) === isNoted) continue;
      const since = this.#own("disqualifiedSinceMs");
      if (isNoted) delete since[ordinal];
      else since[ordinal] = atMs;
      this.#view.forget();
    }
  }

  /** Whether a stage that is held stays so. */
  #isKept({ threshold, entry, exit }: CompiledStage): boolean {
    const view = this.#view;
    if (exit?.(view) === true) return false;
    if (threshold === null) return entry === null || entry(view);
    return view.score(threshold.score) >= threshold.rearmBelow;
  }

  #moveStages(event: TrackedEvent): void {
    const view = this.#view;
    for (const [ordinal, stage] of this.#model.stages.entries()) {
      if (ordinal === 0) continue;
      const memory = this.state.stages[ordinal];
      const isHeld = memory?.held === true;
      const { threshold, entry, exit } = stage;
      const shouldHold = isHeld
        ? this.#isKept(stage)
        : exit?.(view) !== true &&
          (memory === undefined || event.atMs - memory.sinceMs >= stage.coolDownMs) &&
          (threshold === null || view.score(threshold.score) >= threshold.atLeast) &&
          (entry === null || entry(view));
      if (shouldHold === isHeld) continue;
      this.#changeStage(ordinal, shouldHold, event.atMs, event.messageId);
      if (shouldHold) for (const handOff of stage.handOffs) this.#trigger(handOff, event);
    }
  }

  #changeStage(ordinal: number, held: boolean, atMs: number, eventId: string | null): void {
    const entered = (this.state.stages[ordinal]?.entered ?? 0) + (held ? 1 : 0);
    this.#own("stages")[ordinal] = { held, entered, sinceMs: atMs };
    this.effects.push({
      type: "stage",
      stage: ordinal,
      kind: held ? "entered" : "left",
      ordinal: entered,
      total: this.#view.score(-1),
      eventId,
      atMs,
    });
  }

  #triggerOnEvent(event: TrackedEvent): void {
    for (const ordinal of this.#model.eventHandOffs) {
      if (this.#model.handOffs[ordinal]?.when?.(this.#view) === true) this.#trigger(ordinal, event);
    }
  }

  /** A disqualified visitor is handed to nobody. */
  #trigger(handOff: number, event: TrackedEvent): void {
    const { condition, cap } = this.#model.handOffs[handOff] ?? { condition: null, cap: null };
    if (this.#view.disqualification() >= 0 || condition?.(this.#view) === false) return;
    const known = this.state.handOffs[handOff];
    const count = known?.count ?? 0;
    let atMs = known?.atMs ?? [];
    if (cap !== null) {
      // What a cap remembers at first is its own business: a wide window begins otherwise than a narrow one.
      const memory = cap.per === "life" ? count : known?.atMs;
      const taken = takeFromCap(cap, memory, {
        atMs: event.atMs,
        visitStartMs: this.state.visitStartMs,
        zone: this.#model.zone,
      });
      if (taken === null) return;
      if (typeof taken !== "number") atMs = taken;
    }
    const ordinal = count + 1;
    this.#own("handOffs")[handOff] = { count: ordinal, atMs };
    this.effects.push({ type: "hand_off", handOff, ordinal, eventId: event.messageId, atMs: event.atMs });
  }
}
