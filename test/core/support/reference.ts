/**
 * A slow model of the scoring core, to compare the fast one with: sort, loop over every rule for
 * every event, recompute everything from scratch. It shares nothing with the core but the schema's
 * types, and understands the tests that its own generator writes.
 */
import type { Condition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";

export interface ReferenceResult {
  total: number;
  scores: number[];
  stage: string;
  awards: [rule: string, points: number, reason: string, eventId: string][];
  stageChanges: [stage: string, kind: string, eventId: string][];
  handOffs: string[];
}

interface Facts {
  traits: Map<string, unknown>;
  userId: string | null;
}

const dayMs = 86_400_000;
const present = (value: unknown) => value !== undefined && value !== null && value !== "";

function known({ traits, userId }: Facts): boolean {
  return userId !== null || present(traits.get("email")) || present(traits.get("phone"));
}

function compares(test: Record<string, unknown>, value: unknown): boolean {
  if ("exists" in test && present(value) !== test["exists"]) return false;
  if ("equals" in test && value !== test["equals"]) return false;
  if ("atLeast" in test && !(typeof value === "number" && value >= (test["atLeast"] as number))) return false;
  if ("lessThan" in test && !(typeof value === "number" && value < (test["lessThan"] as number)))
    return false;
  return true;
}

function holds(condition: Condition, event: TrackedEvent, facts: Facts, total: number): boolean {
  if ("all" in condition) return condition.all.every((branch) => holds(branch, event, facts, total));
  if ("any" in condition) return condition.any.some((branch) => holds(branch, event, facts, total));
  if ("not" in condition) return !holds(condition.not, event, facts, total);
  switch (condition.test) {
    case "event":
      return [condition.is].flat().includes(event.name);
    case "property":
      return compares(condition, event.properties[condition.name]);
    case "page_kind":
      return event.page?.kind !== undefined && [condition.is].flat().includes(event.page.kind);
    case "trait":
      return compares(condition, facts.traits.get(condition.name));
    case "identity":
      return known(facts) === (condition.is === "known");
    case "score":
      return (
        (condition.atLeast === undefined || total >= condition.atLeast) &&
        (condition.lessThan === undefined || total < condition.lessThan)
      );
    case "path":
    case "source":
    case "stage":
      throw new Error(`the reference does not know the test ${condition.test}`);
  }
}

function clamp(value: number, min: number, max: number): number {
  return value < min ? min : value > max ? max : value;
}

/** Scores a log from scratch. */
export function reference(model: Model, log: readonly TrackedEvent[]): ReferenceResult {
  const unique = log.filter(
    (event, index) => log.findIndex(({ messageId }) => messageId === event.messageId) === index,
  );
  const rank = (event: TrackedEvent) => (event.type === "identify" ? 0 : 1);
  const events = [...unique].sort(
    (a, b) => a.atMs - b.atMs || rank(a) - rank(b) || (a.messageId < b.messageId ? -1 : 1),
  );
  const facts: Facts = { traits: new Map(), userId: null };
  const result: ReferenceResult = {
    total: 0,
    scores: [],
    stage: "",
    awards: [],
    stageChanges: [],
    handOffs: [],
  };
  const granted: { rule: string; score: string; points: number; atMs: number }[] = [];
  const held = new Set<string>();
  const counts = new Map<string, number>();

  const read = () => {
    const scores = model.scores.map((score) => {
      const earned = granted
        .filter((grant) => grant.score === score.id)
        .reduce((sum, { points }) => sum + points, 0);
      const fit = model.rules
        .filter((rule) => rule.type === "state" && rule.score === score.id && events[0] !== undefined)
        .filter(
          (rule) =>
            rule.type === "state" && hasStarted && holds(rule.while, events[0] as TrackedEvent, facts, 0),
        )
        .reduce((sum, { points }) => sum + points, 0);
      return clamp(earned + fit, score.min ?? 0, score.max ?? Number.POSITIVE_INFINITY);
    });
    const total = clamp(
      scores.reduce((sum, score) => sum + score, 0),
      model.total?.min ?? 0,
      model.total?.max ?? 100,
    );
    return { scores, total };
  };
  const trigger = (id: string) => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    result.handOffs.push(`${id}.${counts.get(id)}`);
  };

  let hasStarted = false;
  for (const event of events) {
    const isVoid = event.visit?.bot !== undefined || event.properties["honeypot"] === true;
    if (!isVoid) {
      hasStarted = true;
      for (const [name, value] of Object.entries(event.traits ?? {})) facts.traits.set(name, value);
      facts.userId = event.userId ?? facts.userId;
    }
    for (const rule of model.rules) {
      if (rule.type !== "event" || !holds(rule.when, event, facts, 0)) continue;
      const { cap } = rule;
      const used = granted.filter(
        (grant) =>
          grant.rule === rule.id &&
          (cap?.withinDays === undefined || grant.atMs > event.atMs - cap.withinDays * dayMs),
      ).length;
      const reason = isVoid ? "bot" : cap !== undefined && used >= cap.times ? "capped" : "granted";
      if (reason === "granted")
        granted.push({ rule: rule.id, score: rule.score, points: rule.points, atMs: event.atMs });
      result.awards.push([rule.id, reason === "granted" ? rule.points : 0, reason, event.messageId]);
    }
    const { total } = read();
    for (const stage of model.stages.slice(1)) {
      const isHeld = held.has(stage.id);
      const entry = stage.entry === undefined || holds(stage.entry, event, facts, total);
      const { threshold } = stage;
      const should = isHeld
        ? threshold === undefined
          ? entry
          : total >= (threshold.rearmBelow ?? threshold.atLeast)
        : entry && (threshold === undefined || total >= threshold.atLeast);
      if (should === isHeld) continue;
      if (should) held.add(stage.id);
      else held.delete(stage.id);
      result.stageChanges.push([stage.id, should ? "entered" : "left", event.messageId]);
      for (const handOff of model.handOffs ?? []) {
        if (should && handOff.trigger.on === "stage" && handOff.trigger.stage === stage.id)
          trigger(handOff.id);
      }
    }
    for (const handOff of model.handOffs ?? []) {
      if (!isVoid && handOff.trigger.on === "event" && holds(handOff.trigger.when, event, facts, total))
        trigger(handOff.id);
    }
  }
  const { scores, total } = read();
  const furthest = [...model.stages].reverse().find(({ id }) => held.has(id));
  return { ...result, scores, total, stage: furthest?.id ?? model.stages[0]?.id ?? "" };
}
