/**
 * A slow model of the scoring core, to compare the fast one with: sort, and for every event and every
 * question look through the whole history again. It remembers nothing, has no index, no buckets
 * and no bounds but at the end, and shares nothing with the core but the schema's types.
 */
import type { Condition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { Decay } from "../../../shared/schema/rule.ts";

export interface ReferenceResult {
  total: number;
  scores: number[];
  stage: string;
  segments: string[];
  disqualified: string | null;
  awards: [rule: string, points: number, reason: string, eventId: string][];
  stageChanges: [stage: string, kind: string, eventId: string | null, atMs: number][];
  handOffs: string[];
}

const dayMs = 86_400_000;
const present = (value: unknown) => value !== undefined && value !== null && value !== "";
const clamp = (value: number, min: number, max: number) => (value < min ? min : value > max ? max : value);
const isVoid = (event: TrackedEvent) =>
  event.visit?.bot !== undefined || event.properties["honeypot"] === true;
const inWindow = (days: number | undefined, atMs: number, nowMs: number) =>
  days === undefined || atMs > nowMs - days * dayMs;

function compares(test: Record<string, unknown>, value: unknown): boolean {
  if ("exists" in test && test["exists"] !== undefined && present(value) !== test["exists"]) return false;
  if (test["equals"] !== undefined && value !== test["equals"]) return false;
  if (test["atLeast"] !== undefined && !(typeof value === "number" && value >= Number(test["atLeast"])))
    return false;
  if (test["lessThan"] !== undefined && !(typeof value === "number" && value < Number(test["lessThan"])))
    return false;
  return true;
}

/** What a granted award is worth at a moment, in 2^-20. */
function weight(decay: Decay | undefined, atMs: number, nowMs: number): number {
  const one = 2 ** 20;
  if (decay === undefined) return one;
  const isHourly = decay.curve === "half_life" && decay.halfLifeDays < 3;
  const unit = isHourly ? dayMs / 24 : dayMs;
  const age = Math.max(0, Math.floor(nowMs / unit) - Math.floor(atMs / unit));
  switch (decay.curve) {
    case "half_life":
      return Math.round(one * 2 ** (-age / (decay.halfLifeDays * (isHourly ? 24 : 1))));
    case "linear":
      return age >= decay.days ? 0 : Math.round(one * (1 - age / decay.days));
    case "step":
      return age >= decay.days ? 0 : one;
  }
}

interface Grant {
  rule: string;
  group: string | undefined;
  score: string;
  segment: string | undefined;
  decay: Decay | undefined;
  source: string;
  points: number;
  atMs: number;
}

/** Everything that is known at a place in the log, worked out anew each time. */
class Moment {
  readonly model: Model;
  readonly past: readonly TrackedEvent[];
  readonly event: TrackedEvent | null;
  readonly nowMs: number;
  readonly grants: readonly Grant[];
  readonly held: ReadonlySet<string>;

  constructor(
    model: Model,
    past: readonly TrackedEvent[],
    event: TrackedEvent | null,
    nowMs: number,
    grants: readonly Grant[],
    held: ReadonlySet<string>,
  ) {
    this.model = model;
    this.past = past;
    this.event = event;
    this.nowMs = nowMs;
    this.grants = grants;
    this.held = held;
  }

  /** The same moment, with no event to ask about. */
  person(): Moment {
    return new Moment(this.model, this.past, null, this.nowMs, this.grants, this.held);
  }

  trait(name: string): unknown {
    return this.past.reduce<unknown>(
      (value, { traits }) => (traits !== undefined && name in traits ? traits[name] : value),
      undefined,
    );
  }

  holds(condition: Condition, event = this.event): boolean {
    if ("all" in condition) return condition.all.every((branch) => this.holds(branch, event));
    if ("any" in condition) return condition.any.some((branch) => this.holds(branch, event));
    if ("not" in condition) return !this.holds(condition.not, event);
    const { past, nowMs } = this;
    const such = (of: Condition, days?: number) =>
      past.filter((one) => this.holds(of, one) && inWindow(days, one.atMs, nowMs));
    const within = (amount: number, test: { atLeast?: number | undefined; atMost?: number | undefined }) =>
      (test.atLeast === undefined || amount >= test.atLeast) &&
      (test.atMost === undefined || amount <= test.atMost);
    switch (condition.test) {
      case "event":
        return event !== null && [condition.is].flat().includes(event.name);
      case "property":
        return event !== null && compares(condition, event.properties[condition.name]);
      case "page_kind":
        return event?.page?.kind !== undefined && [condition.is].flat().includes(event.page.kind);
      case "path":
        return event?.page !== undefined && event.page.path === condition.equals;
      case "trait":
        return compares(condition, this.trait(condition.name));
      case "identity":
        return (
          (present(this.trait("email")) || past.some(({ userId }) => userId !== undefined)) ===
          (condition.is === "known")
        );
      case "count":
        return within(such(condition.of, condition.withinDays).length, condition);
      case "distinct":
        return within(
          new Set(
            such(condition.of, condition.withinDays)
              .map(({ properties }) => properties[condition.property ?? ""])
              .filter(present),
          ).size,
          condition,
        );
      case "sum":
        return within(
          such(condition.of, condition.withinDays).reduce(
            (sum, { properties }) => sum + Number(properties[condition.property] ?? 0),
            0,
          ),
          condition,
        );
      case "sequence":
        return past.some(
          (end, last) =>
            this.holds(condition.steps.at(-1) as Condition, end) &&
            this.#chain(condition.steps, last, end.atMs, condition.withinDays),
        );
      case "inactive": {
        const earlier = past.at(-1) === this.event ? past.at(-2) : past.at(-1);
        return earlier !== undefined && nowMs - earlier.atMs >= condition.days * dayMs;
      }
      case "segment":
        return (this.model.segments ?? []).some(
          ({ id, while: is }) => [condition.is].flat().includes(id) && this.person().holds(is),
        );
      case "score":
        return (
          within(this.read().total, { atLeast: condition.atLeast }) &&
          (condition.lessThan === undefined || this.read().total < condition.lessThan)
        );
      default:
        throw new Error(`the reference does not know the test ${condition.test}`);
    }
  }

  /** Whether the steps before the one at `last` were met in order, the first within the window of the end. */
  #chain(steps: readonly Condition[], last: number, endMs: number, days: number | undefined): boolean {
    const before = steps.slice(0, -1);
    if (before.length === 0) return inWindow(days, (this.past[last] as TrackedEvent).atMs, endMs);
    return this.past
      .slice(0, last)
      .some((one, at) => this.holds(before.at(-1) as Condition, one) && this.#chain(before, at, endMs, days));
  }

  read(): { scores: number[]; total: number } {
    const isOn = (segment: string | undefined) =>
      segment === undefined || this.holds({ test: "segment", is: segment });
    const scores = this.model.scores.map((score) => {
      const sheets = new Map<string, number>();
      for (const grant of this.grants) {
        if (grant.score !== score.id || !isOn(grant.segment)) continue;
        const source = score.browserMax === undefined ? "" : grant.source;
        const key = JSON.stringify([grant.segment, grant.decay, source]);
        sheets.set(key, (sheets.get(key) ?? 0) + grant.points * weight(grant.decay, grant.atMs, this.nowMs));
      }
      let [browser, other] = [0, 0];
      for (const [key, sum] of sheets) {
        const points = Math.floor(sum / 2 ** 20 + 0.5);
        if (key.endsWith('"browser"]')) browser += points;
        else other += points;
      }
      const hasBegun = this.past.length > 0;
      for (const rule of this.model.rules) {
        if (rule.score !== score.id || !hasBegun || !isOn(rule.segment)) continue;
        const person = this.person();
        if (rule.type === "state" && person.holds(rule.while)) other += rule.points;
        if (rule.type === "criteria")
          other += rule.criteria.filter((one) => person.holds(one.while)).length * rule.pointsEach;
      }
      return clamp(
        other + Math.min(browser, score.browserMax ?? browser),
        score.min ?? 0,
        score.max ?? Number.POSITIVE_INFINITY,
      );
    });
    const total = clamp(
      scores.reduce((sum, score) => sum + score, 0),
      this.model.total?.min ?? 0,
      this.model.total?.max ?? 100,
    );
    return { scores, total };
  }
}

/** Scores a log from scratch, as it stands at `endMs`. */
export function reference(model: Model, log: readonly TrackedEvent[], endMs: number): ReferenceResult {
  const rank = (event: TrackedEvent) => (event.type === "identify" ? 0 : 1);
  const events = [...log].sort(
    (a, b) => a.atMs - b.atMs || rank(a) - rank(b) || (a.messageId < b.messageId ? -1 : 1),
  );
  const result: ReferenceResult = {
    total: 0,
    scores: [],
    stage: "",
    segments: [],
    disqualified: null,
    awards: [],
    stageChanges: [],
    handOffs: [],
  };
  const grants: Grant[] = [];
  const held = new Set<string>();
  const past: TrackedEvent[] = [];
  let lastMs: number | null = null;
  const triggered = new Map<string, number>();
  const trigger = (id: string, moment: Moment) => {
    if ((model.disqualifications ?? []).some((one) => moment.person().holds(one.while))) return;
    triggered.set(id, (triggered.get(id) ?? 0) + 1);
    result.handOffs.push(`${id}.${triggered.get(id)}`);
  };
  const isHourly = model.scores.some(({ decay }) => decay?.curve === "half_life" && decay.halfLifeDays < 3);
  const lookMs = isHourly ? dayMs / 24 : dayMs;
  /** Looks every day, or hour, between two events whether a stage has closed. */
  const fade = (toMs: number) => {
    if (lastMs === null) return;
    for (let atMs = (Math.floor(lastMs / lookMs) + 1) * lookMs; atMs <= toMs; atMs += lookMs) {
      const total = new Moment(model, past, null, atMs, grants, held).read().total;
      for (const { id, threshold } of model.stages) {
        if (threshold === undefined || !held.has(id) || total >= (threshold.rearmBelow ?? threshold.atLeast))
          continue;
        held.delete(id);
        result.stageChanges.push([id, "left", null, atMs]);
      }
    }
  };
  for (const event of events) {
    fade(event.atMs);
    lastMs = event.atMs;
    if (!isVoid(event)) past.push(event);
    const moment = () => new Moment(model, [...past], event, event.atMs, [...grants], held);
    for (const rule of model.rules) {
      if (rule.type !== "event" || !moment().holds(rule.when)) continue;
      const { cap } = rule;
      const used = grants.filter(
        (grant) => grant.rule === rule.id && inWindow(cap?.withinDays, grant.atMs, event.atMs),
      ).length;
      let reason = isVoid(event) ? "bot" : cap !== undefined && used >= cap.times ? "capped" : "granted";
      let { points } = rule;
      const group = (model.groups ?? []).find(({ id }) => id === rule.group);
      if (reason === "granted" && group !== undefined) {
        const sum = grants
          .filter((grant) => grant.group === group.id)
          .reduce((total, grant) => total + grant.points, 0);
        points =
          points > 0
            ? Math.min(points, Math.max(0, (group.max ?? 1e9) - sum))
            : Math.max(points, Math.min(0, (group.min ?? -1e9) - sum));
        if (points !== rule.points) reason = "group";
      }
      if (reason === "bot" || reason === "capped") points = 0;
      else {
        const decay = rule.decay ?? group?.decay ?? model.scores.find(({ id }) => id === rule.score)?.decay;
        grants.push({
          rule: rule.id,
          group: rule.group,
          score: rule.score,
          segment: rule.segment,
          decay,
          source: event.source,
          points,
          atMs: event.atMs,
        });
      }
      result.awards.push([rule.id, points, reason, event.messageId]);
    }
    if (past.length > 0 || !isVoid(event)) {
      for (const stage of model.stages.slice(1)) {
        const now = moment().person();
        const { total } = now.read();
        const entry = stage.entry === undefined || now.holds(stage.entry);
        const { threshold } = stage;
        const should = held.has(stage.id)
          ? threshold === undefined
            ? entry
            : total >= (threshold.rearmBelow ?? threshold.atLeast)
          : entry && (threshold === undefined || total >= threshold.atLeast);
        if (should === held.has(stage.id)) continue;
        if (should) held.add(stage.id);
        else held.delete(stage.id);
        result.stageChanges.push([stage.id, should ? "entered" : "left", event.messageId, event.atMs]);
        for (const { id, trigger: on } of model.handOffs ?? []) {
          if (should && on.on === "stage" && on.stage === stage.id) trigger(id, moment());
        }
      }
    }
    for (const { id, trigger: on } of model.handOffs ?? []) {
      if (!isVoid(event) && on.on === "event" && moment().holds(on.when)) trigger(id, moment());
    }
  }
  fade(endMs);
  const end = new Moment(model, past, null, endMs, grants, held);
  const furthest = [...model.stages].reverse().find(({ id }) => held.has(id));
  return {
    ...result,
    ...end.read(),
    stage: furthest?.id ?? model.stages[0]?.id ?? "",
    segments: (model.segments ?? []).filter(({ while: is }) => end.holds(is)).map(({ id }) => id),
    disqualified: (model.disqualifications ?? []).find(({ while: is }) => end.holds(is))?.id ?? null,
  };
}
