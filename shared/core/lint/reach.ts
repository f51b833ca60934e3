import type { Condition } from "../../schema/condition.ts";
import type { Model } from "../../schema/model.ts";
import type { Cap, Decay, EventRule, Rule } from "../../schema/rule.ts";
import { requiredEvents } from "../condition/required-events.ts";
import type { ModelFacts } from "./condition/demands.ts";
import type { Verdict } from "./analysis.ts";

/** Who may have told the events: anybody, or browsers alone. */
export type Reporter = "anyone" | "browser";

/** What rules can give at most, before bounds and inside them. Upper limits: that nobody gets more is sure, that somebody gets as much is not. */
export interface Reach {
  /** Of a score's rules, before its bounds; Infinity when nothing limits them. */
  raw: (score: string) => number;
  /** Of a score, or of the total when left out, inside its bounds. */
  of: (score: string | undefined) => number;
}

/**
 * The most that scores can reach by the rules of a model: caps, groups, decay, what browsers may earn
 * and bounds. Manual adjustments come on top and are not counted.
 *
 * @param verdict Whether the condition at a path can hold.
 */
export function reachOf(
  model: Model,
  reporter: Reporter,
  facts: ModelFacts,
  verdict: (condition: Condition, path: string) => Verdict,
): Reach {
  const canHold = (condition: Condition, path: string) => {
    const { conflict, isServers } = verdict(condition, path);
    return conflict === null && !(reporter === "browser" && isServers);
  };
  const scoreDecay = new Map(model.scores.map(({ id, decay }) => [id, decay]));
  const groups = groupsOf(model);
  const byEvents = new Map<string, number>();
  const byPerson = new Map<string, number>();
  const inGroup = new Map<GroupLimit, Map<string, number>>();
  const add = (to: Map<string, number>, score: string, points: number) =>
    to.set(score, (to.get(score) ?? 0) + points);

  for (const [index, rule] of model.rules.entries()) {
    if (rule.type !== "event") {
      add(byPerson, rule.score, mostOfPerson(rule, `rules[${index}]`, canHold));
      continue;
    }
    if (rule.points < 0 || !canHold(rule.when, `rules[${index}].when`)) continue;
    const group = rule.group === undefined ? undefined : groups.get(rule.group);
    const decay = rule.decay ?? group?.decay ?? scoreDecay.get(rule.score);
    // What waits in quarantine is paid at its release: then the awards of many windows are as young.
    const points = mostOfEvents(rule, mayWait(model, rule) ? undefined : decay);
    if (group?.isLimit !== true) add(byEvents, rule.score, points);
    else {
      const sums = inGroup.get(group) ?? new Map<string, number>();
      inGroup.set(group, sums);
      add(sums, rule.score, points);
    }
  }
  for (const [{ max }, sums] of inGroup) {
    for (const [score, sum] of sums) add(byEvents, score, Math.min(sum, max));
  }

  const raw = new Map<string, number>();
  const bounded = new Map<string, number>();
  let sum = 0;
  for (const { id, min = 0, max = Infinity, browserMax = Infinity } of model.scores) {
    const events = byEvents.get(id) ?? 0;
    const points = (reporter === "browser" ? Math.min(events, browserMax) : events) + (byPerson.get(id) ?? 0);
    raw.set(id, points);
    bounded.set(id, Math.min(Math.max(points, min), max));
    sum += bounded.get(id) ?? 0;
  }
  const [lowest, highest] = facts.boundsOf(undefined);
  const total = Math.min(Math.max(sum, lowest), highest);
  return {
    raw: (score) => raw.get(score) ?? 0,
    of: (score) => (score === undefined ? total : (bounded.get(score) ?? 0)),
  };
}

/** Whether a rule's points may wait for a sign of a person: by the model's own quarantine, or as those of e-mails that a machine opened. */
function mayWait(model: Model, rule: EventRule): boolean {
  return model.quarantine !== undefined || requiredEvents(rule.when)?.has("email_opened") !== false;
}

/** A group as far as it limits what can be reached. */
interface GroupLimit {
  max: number;
  decay: Decay | undefined;
  /**
   * Whether the sum of its weighed points in each score stays within its maximum. With rules that take
   * points, room comes back: then it does so only when all of it is in one sheet of one score, nothing ages and nothing waits.
   */
  isLimit: boolean;
}

function groupsOf(model: Model): Map<string, GroupLimit> {
  const scoreDecay = new Map(model.scores.map(({ id, decay }) => [id, decay]));
  const members = new Map<string, EventRule[]>();
  for (const rule of model.rules) {
    if (rule.type !== "event" || rule.group === undefined) continue;
    const list = members.get(rule.group);
    if (list === undefined) members.set(rule.group, [rule]);
    else list.push(rule);
  }
  return new Map(
    (model.groups ?? []).map(({ id, max, decay }) => {
      const rules = members.get(id) ?? [];
      const onlyGives = rules.every(({ points }) => points > 0);
      const isPlain = rules.every(
        (rule) =>
          !mayWait(model, rule) &&
          rule.score === rules[0]?.score &&
          rule.segment === rules[0].segment &&
          (rule.decay ?? decay ?? scoreDecay.get(rule.score)) === undefined,
      );
      return [
        id,
        { max: Math.max(0, max ?? Infinity), decay, isLimit: max !== undefined && (onlyGives || isPlain) },
      ];
    }),
  );
}

function mostOfPerson(
  rule: Exclude<Rule, EventRule>,
  path: string,
  canHold: (condition: Condition, path: string) => boolean,
): number {
  switch (rule.type) {
    case "state":
      return rule.points > 0 && canHold(rule.while, `${path}.while`) ? rule.points : 0;
    case "bands":
      return rule.bands.reduce((most, { points }) => Math.max(most, points), 0);
    case "criteria": {
      if (rule.pointsEach < 0) return 0;
      const met = rule.criteria.filter((criterion, index) =>
        canHold(criterion.while, `${path}.criteria[${index}].while`),
      );
      return rule.pointsEach * met.length;
    }
  }
}

/** The most that awards of a rule can weigh together at one moment. */
function mostOfEvents({ points, cap }: EventRule, decay: Decay | undefined): number {
  if (cap === undefined || cap.per === "session") return Infinity;
  if (isForLife(cap)) return points * cap.times;
  if (decay === undefined) return Infinity;
  // Of any `times` awards in a row, the next older one is a whole window older than the newest. Days of
  // the model's zone are not those of UTC, so that one more of them can be as young as the youngest.
  const windows = cap.per === "day" ? 1 + weights(decay, 1) : weights(decay, cap.withinDays ?? 1);
  return Math.ceil(points * cap.times * windows) + 1;
}

/** Whether a cap has no window: it counts in the visitor's life. */
export function isForLife(cap: Cap): boolean {
  return cap.withinDays === undefined && cap.per === undefined;
}

/** Sum of the weights of 1, at ages of 0, one, two, ... windows. */
function weights(decay: Decay, windowDays: number): number {
  switch (decay.curve) {
    case "half_life":
      // The table of weights is rounded to 2^-20; that can add no more than this.
      return 1.0001 / (1 - 2 ** (-windowDays / decay.halfLifeDays));
    case "linear": {
      const count = Math.ceil(decay.days / windowDays);
      return count - (windowDays / decay.days) * ((count * (count - 1)) / 2);
    }
    case "step":
      return Math.ceil(decay.days / windowDays);
  }
}
