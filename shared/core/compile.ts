import type { Action } from "../schema/action.ts";
import type { Condition } from "../schema/condition.ts";
import type { HandOff } from "../schema/hand-off.ts";
import type { Model, PageKindOverride } from "../schema/model.ts";
import type { BandsRule, Cap, CriteriaRule, Decay, Rule, StateRule } from "../schema/rule.ts";
import type { PublishedModel } from "../schema/site.ts";
import type { Stage } from "../schema/stage.ts";
import { BehaviourList, type BehavioursByEvent } from "./behaviour/behaviour-list.ts";
import { canonicalJson } from "./canonical-json.ts";
import { checkModel, type ModelProblem } from "./check.ts";
import { compileComparisons } from "./condition/compare.ts";
import { compileCondition, testsOf } from "./condition/compile.ts";
import type { Environment, Predicate } from "./condition/environment.ts";
import { daysOfChange, dependsOnPerson, dependsOnTime, type Names } from "./condition/tests.ts";
import { dayMs } from "./day.ts";
import { weightsOf, type Weights } from "./decay.ts";
import { mailQuarantine } from "./mail.ts";
import { parseMoment } from "./moment.ts";
import { own } from "./own.ts";
import { demandsOf } from "./rule-index/demands.ts";
import { RuleIndex } from "./rule-index/rule-index.ts";
import { zoneOf, type Zone } from "./zone.ts";

/** A cap: how often in a window, in a visit, in a day, or for life. */
export interface CompiledCap {
  times: number;
  per: "window" | "session" | "day" | "life";
  /** Length of the window, milliseconds; Infinity for the others. */
  windowMs: number;
}

/** Where points of one score, sheet, decay and source are summed. */
export interface Account {
  score: number;
  /** Ordinal of the segment whose sheet it is, or -1. */
  segment: number;
  /** Null for points that keep their weight. */
  weights: Weights | null;
  /** Whether it holds what browsers earned, where a score limits that. */
  isBrowser: boolean;
}

export interface CompiledRule {
  /** Place in the model's list of rules. */
  ordinal: number;
  points: number;
  /** What of its condition the index cannot answer; null when nothing is left to ask. */
  rest: Predicate | null;
  cap: CompiledCap | null;
  /** Ordinal of the group, or -1. */
  group: number;
  /** Ordinal of the account for what a server reports. */
  serverAccount: number;
  /** The same for what a browser does. */
  browserAccount: number;
}

/** A rule about the person: what it pays is asked, never added up. */
export interface PersonRule {
  /** Place in the model's list of rules. */
  ordinal: number;
  score: number;
  segment: number;
  points: (environment: Environment) => number;
  /** Which criteria held or which band it was, for the receipt. */
  details: (environment: Environment) => number[];
  /** Whether what it pays can change as time goes by. */
  isTimely: boolean;
  /** Whether it depends on what is told about the person and on nothing else. */
  isPersonal: boolean;
}

export interface CompiledScore {
  id: string;
  min: number;
  /** Infinity when there is no upper bound. */
  max: number;
  /** What a browser alone may earn; Infinity when there is no limit. */
  browserMax: number;
  /** Account of manual adjustments. */
  manualAccount: number;
}

export interface CompiledStage {
  source: Stage;
  threshold: { score: number; atLeast: number; rearmBelow: number } | null;
  entry: Predicate | null;
  exit: Predicate | null;
  coolDownMs: number;
  /** Whether time alone may close it. */
  isFading: boolean;
  /** Ordinals of the hand-offs that entering this stage triggers. */
  handOffs: readonly number[];
}

export interface CompiledHandOff {
  source: HandOff;
  /** For a trigger on an event; null for one on a stage. */
  when: Predicate | null;
  condition: Predicate | null;
  cap: CompiledCap | null;
}

export interface CompiledAction {
  source: Action;
  when: Predicate;
  cap: CompiledCap | null;
  /** How long the action stays away after it was dismissed or followed, milliseconds. */
  afterDismissMs: number;
  afterSelectMs: number;
  fromMs: number;
  untilMs: number;
  /** How many of the latest views have to be remembered. */
  viewsNeeded: number;
}

/** A disqualification, and for how long it counts. */
export interface CompiledDisqualification {
  id: string;
  holds: Predicate;
  /** How long after it came true it no longer counts, milliseconds; null for never. */
  expiresAfterMs: number | null;
  /** Whether it expires and time alone may bring it about or end it: then time has to be watched. */
  isWatched: boolean;
}

/** A model ready to fold with: indexes and closures, no text left to interpret. */
export interface CompiledModel {
  id: string;
  version: number;
  source: Model;
  zone: Zone;
  rules: readonly Rule[];
  /** Rules about events, by what they demand of one. */
  index: RuleIndex<CompiledRule>;
  /** The same, by ordinal. */
  eventRules: ReadonlyMap<number, CompiledRule>;
  personRules: readonly PersonRule[];
  accounts: readonly Account[];
  groups: readonly { min: number; max: number }[];
  segments: readonly { id: string; holds: Predicate }[];
  disqualifications: readonly CompiledDisqualification[];
  /** What the model asks about behaviour, by the events that can change the memory of it. */
  behaviours: BehavioursByEvent;
  /** The model's own, or that of e-mails opened by machines. */
  quarantine: { when: Predicate; release: Predicate; void: Predicate | null };
  scores: readonly CompiledScore[];
  total: { min: number; max: number };
  stages: readonly CompiledStage[];
  /** Whether stages can move only when a score or what is told about the person has changed. */
  stagesFollowScores: boolean;
  handOffs: readonly CompiledHandOff[];
  /** Ordinals of the hand-offs with a trigger on an event. */
  eventHandOffs: readonly number[];
  actions: readonly CompiledAction[];
  actionOrdinals: ReadonlyMap<string, number>;
  frequency: { global: CompiledCap | null; perKind: Readonly<Record<string, CompiledCap>> };
  pageKinds: readonly PageKindOverride[];
  /** Parts of a visit that the model asks about; the others are not remembered. */
  asksOf: { geo: boolean; device: boolean; campaign: boolean; referrer: boolean };
  /**
   * How often it is looked whether time alone has closed a stage, milliseconds: each UTC day, or each
   * hour when points fade by the hour; null when time changes nothing.
   */
  fadesByMs: number | null;
  /** Looks after which time changes nothing any more. */
  fadesFor: number;
}

/** Thrown by `compile` for a model that its schema allows but that does not make sense. */
export class ModelError extends Error {
  readonly problems: readonly ModelProblem[];

  constructor(problems: readonly ModelProblem[]) {
    super(problems.map(({ path, message }) => `${path}: ${message}`).join("\n"));
    this.name = "ModelError";
    this.problems = problems;
  }
}

/** Days for which a dismissed or followed action stays away when the model does not say. */
const defaultAwayDays = 30;

/**
 * Compiles a published model into indexes and closures. The cost of an event then follows the rules
 * that it meets, not the rules there are.
 *
 * @throws {ModelError} With every problem and its path, when the model refers to what is not there.
 * @example const model = compile({ version: 1, id: "a1b2", model: dealer });
 */
export function compile({
  version,
  id,
  model,
}: Pick<PublishedModel, "version" | "id" | "model">): CompiledModel {
  const problems = checkModel(model);
  if (problems.length > 0) throw new ModelError(problems);

  const scoreOrdinals = ordinalsOf(model.scores);
  const stageOrdinals = ordinalsOf(model.stages);
  const segmentOrdinals = ordinalsOf(model.segments ?? []);
  const groupOrdinals = ordinalsOf(model.groups ?? []);
  const behaviours = new BehaviourList();
  const asksOf = { geo: false, device: false, campaign: false, referrer: false };
  /** Days after the last event in which an answer about the person may change. */
  let timelyDays = 0;
  /** Days after that in which a disqualification that a stage asks about may still expire. */
  let lastingDays = 0;
  const names: Names = {
    scoreOrdinal: (score) => (score === undefined ? -1 : (scoreOrdinals.get(score) ?? -1)),
    stageOrdinal: (stage) => stageOrdinals.get(stage) ?? -1,
    segmentOrdinal: (segment) => segmentOrdinals.get(segment) ?? -1,
    isAboutEvent: false,
    behaviour: (test) => behaviours.ask(test, names),
  };
  const note = (condition: Condition) => {
    for (const { test } of testsOf(condition)) {
      if (test.test in asksOf) asksOf[test.test as keyof typeof asksOf] = true;
    }
  };
  const compileHere = (condition: Condition): Predicate => {
    note(condition);
    return compileCondition(condition, names);
  };
  const compileForEvent = (condition: Condition): Predicate => {
    note(condition);
    return compileCondition(condition, { ...names, isAboutEvent: true });
  };
  const optional = (condition: Condition | undefined) =>
    condition === undefined ? null : compileHere(condition);

  const timelySegments = new Set(
    (model.segments ?? []).flatMap((segment) => (someTest(segment.while, dependsOnTime) ? [segment.id] : [])),
  );
  /** Whether the answer about the person can change as time goes by: by its own tests, or by those of a segment. */
  const isTimely = (condition: Condition) =>
    someTest(
      condition,
      (test) =>
        dependsOnTime(test) ||
        (test.test === "segment" && [test.is].flat().some((segment) => timelySegments.has(segment))),
    );

  const accounts = new AccountList(model);
  const index = new RuleIndex<CompiledRule>();
  const eventRules = new Map<number, CompiledRule>();
  const personRules: PersonRule[] = [];
  for (const [ordinal, rule] of model.rules.entries()) {
    const score = scoreOrdinals.get(rule.score) ?? 0;
    const segment = rule.segment === undefined ? -1 : (segmentOrdinals.get(rule.segment) ?? -1);
    if (rule.type === "event") {
      const group = (model.groups ?? [])[groupOrdinals.get(rule.group ?? "") ?? -1];
      const decay = rule.decay ?? group?.decay ?? model.scores[score]?.decay;
      const demands = demandsOf(rule.when);
      note(rule.when);
      const compiled: CompiledRule = {
        ordinal,
        points: rule.points,
        rest: demands.rest.length === 0 ? null : compileForEvent({ all: [...demands.rest] }),
        cap: compileCap(rule.cap),
        group: rule.group === undefined ? -1 : (groupOrdinals.get(rule.group) ?? -1),
        serverAccount: accounts.ordinalOf(score, segment, decay, false),
        browserAccount: accounts.ordinalOf(score, segment, decay, true),
      };
      index.add(compiled, demands);
      eventRules.set(ordinal, compiled);
      continue;
    }
    const person = compilePersonRule(rule, compileHere, isTimely);
    timelyDays = Math.max(timelyDays, ...conditionsOf(rule).map(daysOfChangeIn));
    personRules.push({ ...person, ordinal, score, segment });
  }

  const handOffs = (model.handOffs ?? []).map((source) => ({
    source,
    when: source.trigger.on === "event" ? compileForEvent(source.trigger.when) : null,
    condition: optional(source.condition),
    cap: compileCap(source.cap),
  }));
  const frequency = {
    global: compileCap(model.frequency?.global),
    perKind: Object.fromEntries(
      Object.entries(model.frequency?.perKind ?? {}).flatMap(([kind, cap]) => {
        const compiled = compileCap(cap);
        return compiled === null ? [] : [[kind, compiled] as const];
      }),
    ),
  };
  const actions = (model.actions ?? []).map((source) => {
    const cap = compileCap(source.cap);
    const shared = [frequency.global, frequency.perKind[source.kind]].map((limit) => limit?.times ?? 1);
    return {
      source,
      when: compileHere(source.when),
      cap,
      afterDismissMs: (source.afterDismissDays ?? defaultAwayDays) * dayMs,
      afterSelectMs: (source.afterSelectDays ?? defaultAwayDays) * dayMs,
      fromMs: parseMoment(source.schedule?.from) ?? Number.NEGATIVE_INFINITY,
      untilMs: parseMoment(source.schedule?.until) ?? Number.POSITIVE_INFINITY,
      viewsNeeded: Math.max(cap?.times ?? 1, ...shared),
    };
  });
  const segments = (model.segments ?? []).map((segment) => {
    timelyDays = Math.max(timelyDays, daysOfChangeIn(segment.while));
    return { id: segment.id, holds: compileHere(segment.while) };
  });
  const mayFade = (condition: Condition) =>
    isTimely(condition) || someTest(condition, ({ test }) => test === "score" || test === "disqualified");
  const disqualifications = (model.disqualifications ?? []).map(
    ({ id: name, while: isOut, expiresAfterDays }): CompiledDisqualification => {
      const isWatched = expiresAfterDays !== undefined && mayFade(isOut);
      if (isWatched) timelyDays = Math.max(timelyDays, daysOfChangeIn(isOut));
      const expiresAfterMs = expiresAfterDays === undefined ? null : expiresAfterDays * dayMs;
      return { id: name, holds: compileHere(isOut), expiresAfterMs, isWatched };
    },
  );
  const whileHeld = model.stages.map(({ entry, exit }) =>
    [entry, exit].filter((condition) => condition !== undefined),
  );
  for (const condition of whileHeld.flat()) {
    timelyDays = Math.max(timelyDays, daysOfChangeIn(condition));
    if (!someTest(condition, ({ test }) => test === "disqualified")) continue;
    for (const { while: isOut, expiresAfterDays = 0 } of model.disqualifications ?? []) {
      timelyDays = Math.max(timelyDays, daysOfChangeIn(isOut));
      lastingDays = Math.max(lastingDays, expiresAfterDays);
    }
  }
  const stages = model.stages.map((source, place) => ({
    source,
    isFading: source.threshold !== undefined || whileHeld[place]?.some(mayFade) === true,
    threshold:
      source.threshold === undefined
        ? null
        : {
            score: names.scoreOrdinal(source.threshold.of),
            atLeast: source.threshold.atLeast,
            rearmBelow: source.threshold.rearmBelow ?? source.threshold.atLeast,
          },
    entry: optional(source.entry),
    exit: optional(source.exit),
    coolDownMs: (source.coolDownDays ?? 0) * dayMs,
    handOffs: handOffs.flatMap(({ source: { trigger } }, ordinal) =>
      trigger.on === "stage" && trigger.stage === source.id ? [ordinal] : [],
    ),
  }));
  const quarantine =
    model.quarantine === undefined
      ? mailQuarantine
      : {
          when: compileForEvent(model.quarantine.when),
          release: compileForEvent(model.quarantine.release),
          void: model.quarantine.void === undefined ? null : compileForEvent(model.quarantine.void),
        };
  const scores = model.scores.map((score, ordinal) => ({
    id: score.id,
    min: score.min ?? 0,
    max: score.max ?? Number.POSITIVE_INFINITY,
    browserMax: score.browserMax ?? Number.POSITIVE_INFINITY,
    manualAccount: accounts.ordinalOf(ordinal, -1, undefined, false),
  }));
  const declared = [...model.scores, ...(model.groups ?? []), ...model.rules].flatMap((part) =>
    "decay" in part && part.decay !== undefined ? [weightsOf(part.decay)] : [],
  );
  const lookMs = Math.min(dayMs, ...declared.map(({ bucketMs }) => bucketMs));
  const fadingMs = accounts.list.map(({ weights }) =>
    weights === null ? 0 : weights.table.length * weights.bucketMs,
  );
  // What time has brought about expires after that.
  const changesForMs = Math.max(timelyDays * dayMs, ...fadingMs) + lastingDays * dayMs;

  return {
    id,
    version,
    source: model,
    zone: zoneOf(model.timeZone ?? "UTC"),
    rules: model.rules,
    index,
    eventRules,
    personRules,
    accounts: accounts.list,
    groups: (model.groups ?? []).map(({ min, max }) => ({
      min: min ?? Number.NEGATIVE_INFINITY,
      max: max ?? Number.POSITIVE_INFINITY,
    })),
    segments,
    disqualifications,
    behaviours: behaviours.byEvent(),
    quarantine,
    scores,
    total: { min: model.total?.min ?? 0, max: model.total?.max ?? 100 },
    stages,
    stagesFollowScores: changesForMs === 0 && model.stages.every(followsScores) && segments.length === 0,
    handOffs,
    eventHandOffs: handOffs.flatMap(({ when }, ordinal) => (when === null ? [] : [ordinal])),
    actions,
    actionOrdinals: ordinalsOf(model.actions ?? []),
    frequency,
    pageKinds: model.pageKinds ?? [],
    asksOf,
    fadesByMs: changesForMs === 0 ? null : lookMs,
    fadesFor: Math.ceil(changesForMs / lookMs) + 1,
  };
}

function ordinalsOf(items: readonly { id: string }[]): Map<string, number> {
  return new Map(items.map(({ id }, ordinal) => [id, ordinal]));
}

function someTest(condition: Condition, is: (test: Parameters<typeof dependsOnTime>[0]) => boolean): boolean {
  for (const { test, isNested } of testsOf(condition)) if (!isNested && is(test)) return true;
  return false;
}

/** Whether a stage asks about scores and what is told about the person, and about nothing else. */
function followsScores({ entry, exit, coolDownDays }: Stage): boolean {
  const asksSo = (condition: Condition | undefined) =>
    condition === undefined || everyTest(condition, (test) => test.test === "score" || dependsOnPerson(test));
  return coolDownDays === undefined && asksSo(entry) && asksSo(exit);
}

/** Conditions of a rule about the person. */
function conditionsOf(rule: StateRule | BandsRule | CriteriaRule): Condition[] {
  switch (rule.type) {
    case "state":
      return [rule.while];
    case "criteria":
      return rule.criteria.map((criterion) => criterion.while);
    case "bands":
      return [];
  }
}

function daysOfChangeIn(condition: Condition): number {
  let days = 0;
  for (const { test, isNested } of testsOf(condition))
    if (!isNested) days = Math.max(days, daysOfChange(test));
  return days;
}

function everyTest(
  condition: Condition,
  is: (test: Parameters<typeof dependsOnTime>[0]) => boolean,
): boolean {
  return !someTest(condition, (test) => !is(test));
}

function compileCap(cap: Cap | undefined): CompiledCap | null {
  if (cap === undefined) return null;
  if (cap.withinDays !== undefined)
    return { times: cap.times, per: "window", windowMs: cap.withinDays * dayMs };
  return { times: cap.times, per: cap.per ?? "life", windowMs: Number.POSITIVE_INFINITY };
}

type CompiledPerson = Omit<PersonRule, "ordinal" | "score" | "segment">;

function compilePersonRule(
  rule: StateRule | BandsRule | CriteriaRule,
  compileHere: (condition: Condition) => Predicate,
  isTimely: (condition: Condition) => boolean,
): CompiledPerson {
  switch (rule.type) {
    case "state": {
      const holds = compileHere(rule.while);
      return {
        points: (environment) => (holds(environment) ? rule.points : 0),
        details: () => [],
        isTimely: isTimely(rule.while),
        isPersonal: everyTest(rule.while, dependsOnPerson),
      };
    }
    case "bands": {
      const bands = rule.bands.map((band) => ({ holds: compileBand(band), points: band.points }));
      const find = ({ state }: Environment) => {
        const value = own(state.traits, rule.trait);
        return bands.findIndex(({ holds }) => holds(value));
      };
      return {
        points: (environment) => bands[find(environment)]?.points ?? 0,
        details: (environment) => [find(environment)],
        isTimely: false,
        isPersonal: true,
      };
    }
    case "criteria": {
      const criteria = rule.criteria.map((criterion) => compileHere(criterion.while));
      const met = (environment: Environment) =>
        criteria.flatMap((holds, ordinal) => (holds(environment) ? [ordinal] : []));
      return {
        points: (environment) => met(environment).length * rule.pointsEach,
        details: met,
        isTimely: rule.criteria.some((criterion) => isTimely(criterion.while)),
        isPersonal: rule.criteria.every((criterion) => everyTest(criterion.while, dependsOnPerson)),
      };
    }
  }
}

function compileBand(band: BandsRule["bands"][number]): (value: unknown) => boolean {
  if (band.in !== undefined) return compileComparisons({ in: band.in });
  return compileComparisons({ atLeast: band.from, atMost: band.to });
}

/** Accounts by what sets them apart, in the order in which they are first needed. */
class AccountList {
  readonly list: Account[] = [];
  readonly #ordinals = new Map<string, number>();
  readonly #hasBrowserMax: readonly boolean[];

  constructor(model: Model) {
    this.#hasBrowserMax = model.scores.map(({ browserMax }) => browserMax !== undefined);
  }

  ordinalOf(score: number, segment: number, decay: Decay | undefined, isFromBrowser: boolean): number {
    const isBrowser = isFromBrowser && this.#hasBrowserMax[score] === true;
    const fading = decay === undefined ? "" : canonicalJson(decay);
    const key = `${score} ${segment} ${isBrowser} ${fading}`;
    let ordinal = this.#ordinals.get(key);
    if (ordinal === undefined) {
      ordinal = this.list.length;
      this.#ordinals.set(key, ordinal);
      this.list.push({ score, segment, weights: decay === undefined ? null : weightsOf(decay), isBrowser });
    }
    return ordinal;
  }
}
