import type { Action } from "../schema/action.ts";
import type { HandOff } from "../schema/hand-off.ts";
import type { PageKindOverride } from "../schema/model.ts";
import type { Cap, EventRule, StateRule } from "../schema/rule.ts";
import type { PublishedModel } from "../schema/site.ts";
import type { Stage } from "../schema/stage.ts";
import { checkModel, type ModelProblem } from "./check.ts";
import { compileCondition, requiredEvents } from "./condition/compile.ts";
import type { Predicate } from "./condition/environment.ts";
import { dayMs } from "./day.ts";

/** A cap with its window in milliseconds; null for life. */
export interface CompiledCap {
  times: number;
  windowMs: number | null;
}

export interface CompiledRule {
  /** Place in the model's list of rules. */
  ordinal: number;
  /** Ordinal of the score that the points go to. */
  score: number;
  points: number;
  holds: Predicate;
  cap: CompiledCap | null;
}

export interface CompiledScore {
  id: string;
  min: number;
  /** Infinity when there is no upper bound. */
  max: number;
}

export interface CompiledStage {
  source: Stage;
  threshold: { score: number; atLeast: number; rearmBelow: number } | null;
  entry: Predicate | null;
  /** Ordinals of the hand-offs that entering this stage triggers. */
  handOffs: readonly number[];
}

export interface CompiledHandOff {
  source: HandOff;
  /** For a trigger on an event; null for one on a stage. */
  when: Predicate | null;
}

export interface CompiledAction {
  source: Action;
  when: Predicate;
  cap: CompiledCap | null;
  /** How long the action stays away after it was dismissed, milliseconds. */
  afterDismissMs: number;
}

/** A model ready to fold with: indexes and closures, no text left to interpret. */
export interface CompiledModel {
  id: string;
  version: number;
  rules: readonly (EventRule | StateRule)[];
  scores: readonly CompiledScore[];
  total: { min: number; max: number };
  stateRules: readonly CompiledRule[];
  stages: readonly CompiledStage[];
  handOffs: readonly CompiledHandOff[];
  /** Ordinals of the hand-offs with a trigger on an event. */
  eventHandOffs: readonly number[];
  actions: readonly CompiledAction[];
  actionOrdinals: ReadonlyMap<string, number>;
  pageKinds: readonly PageKindOverride[];
  /** Event rules that may pay for an event of this name, in the model's order. */
  rulesFor: (eventName: string) => readonly CompiledRule[];
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

/** Days for which a dismissed action stays away when the model does not say. */
const defaultAfterDismissDays = 30;

/**
 * Compiles a published model into indexes and closures. The cost of an event then follows the rules
 * that name it, not the rules there are.
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

  const scoreOrdinals = new Map(model.scores.map((score, ordinal) => [score.id, ordinal]));
  const stageOrdinals = new Map(model.stages.map((stage, ordinal) => [stage.id, ordinal]));
  const names = {
    scoreOrdinal: (score: string | undefined) =>
      score === undefined ? -1 : (scoreOrdinals.get(score) ?? -1),
    stageOrdinal: (stage: string) => stageOrdinals.get(stage) ?? -1,
  };

  const byName = new Map<string, CompiledRule[]>();
  const forAll: CompiledRule[] = [];
  const stateRules: CompiledRule[] = [];
  for (const [ordinal, rule] of model.rules.entries()) {
    const condition = rule.type === "event" ? rule.when : rule.while;
    const compiled: CompiledRule = {
      ordinal,
      score: names.scoreOrdinal(rule.score),
      points: rule.points,
      holds: compileCondition(condition, names),
      cap: rule.type === "event" ? compileCap(rule.cap) : null,
    };
    if (rule.type === "state") {
      stateRules.push(compiled);
      continue;
    }
    const required = requiredEvents(condition);
    if (required === null) {
      forAll.push(compiled);
      continue;
    }
    for (const name of required) {
      const list = byName.get(name);
      if (list === undefined) byName.set(name, [compiled]);
      else list.push(compiled);
    }
  }
  if (forAll.length > 0) {
    for (const list of byName.values()) {
      list.push(...forAll);
      list.sort((a, b) => a.ordinal - b.ordinal);
    }
  }

  const handOffs = (model.handOffs ?? []).map((source) => ({
    source,
    when: source.trigger.on === "event" ? compileCondition(source.trigger.when, names) : null,
  }));
  const actions = (model.actions ?? []).map((source) => ({
    source,
    when: compileCondition(source.when, names),
    cap: compileCap(source.cap),
    afterDismissMs: (source.afterDismissDays ?? defaultAfterDismissDays) * dayMs,
  }));

  return {
    id,
    version,
    rules: model.rules,
    scores: model.scores.map((score) => ({
      id: score.id,
      min: score.min ?? 0,
      max: score.max ?? Number.POSITIVE_INFINITY,
    })),
    total: { min: model.total?.min ?? 0, max: model.total?.max ?? 100 },
    stateRules,
    stages: model.stages.map((source) => ({
      source,
      threshold:
        source.threshold === undefined
          ? null
          : {
              score: names.scoreOrdinal(source.threshold.of),
              atLeast: source.threshold.atLeast,
              rearmBelow: source.threshold.rearmBelow ?? source.threshold.atLeast,
            },
      entry: source.entry === undefined ? null : compileCondition(source.entry, names),
      handOffs: handOffs.flatMap(({ source: { trigger } }, ordinal) =>
        trigger.on === "stage" && trigger.stage === source.id ? [ordinal] : [],
      ),
    })),
    handOffs,
    eventHandOffs: handOffs.flatMap(({ when }, ordinal) => (when === null ? [] : [ordinal])),
    actions,
    actionOrdinals: new Map(actions.map(({ source }, ordinal) => [source.id, ordinal])),
    pageKinds: model.pageKinds ?? [],
    rulesFor: (eventName) => byName.get(eventName) ?? forAll,
  };
}

function compileCap(cap: Cap | undefined): CompiledCap | null {
  if (cap === undefined) return null;
  return { times: cap.times, windowMs: cap.withinDays === undefined ? null : cap.withinDays * dayMs };
}
