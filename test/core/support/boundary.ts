import { compile, decide, foldLog, stageId, viewAt, type CompiledModel } from "../../../shared/core/index.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { EventRule } from "../../../shared/schema/rule.ts";

/** A rule that pays for an event of its own name. */
export function pays(id: string, points: number, more: Partial<EventRule> = {}): EventRule {
  return { id, type: "event", label: id, score: "x", points, when: { test: "event", is: id }, ...more };
}

/** A model of one score whose points come from the events `earn` (1), `big` (29), `lose` (-1) and `drop` (-10). */
export function modelOf(more: Partial<Model> = {}): CompiledModel {
  return compile({
    version: 1,
    id: "boundaries",
    model: {
      name: "boundaries",
      scores: [{ id: "x", label: "x", min: -1000 }],
      total: { min: -1000, max: 1000 },
      rules: [pays("earn", 1), pays("big", 29), pays("lose", -1), pays("drop", -10)],
      stages: [{ id: "visitor", label: "Visitor" }],
      ...more,
    },
  });
}

let count = 0;
/** An event; each comes after those made before it at the same moment. */
export function at(atMs: number, name = "earn", more: Partial<TrackedEvent> = {}): TrackedEvent {
  count += 1;
  return {
    messageId: `m${String(count).padStart(9, "0")}`,
    type: "track",
    name,
    atMs,
    source: "browser",
    properties: {},
    ...more,
  };
}

/** The total of a log, read at a moment. */
export function totalOf(log: readonly TrackedEvent[], model: CompiledModel, nowMs = 1e12): number {
  return viewAt(foldLog(log, model).state, model, nowMs).read().total;
}

/** Whether a rule with this condition pays for the last event of a log. */
export function paysLast(when: Condition, log: readonly TrackedEvent[], more: Partial<Model> = {}): boolean {
  const model = modelOf({ ...more, rules: [...(more.rules ?? []), pays("asked", 1, { when })] });
  return foldLog(log, model).effects.some(
    (effect) =>
      effect.type === "award" &&
      model.rules[effect.rule]?.id === "asked" &&
      effect.points === 1 &&
      effect.eventId === log.at(-1)?.messageId,
  );
}

/** Whether a condition holds at a moment after a log: an action with it is asked. */
export function holdsAt(
  when: Condition,
  log: readonly TrackedEvent[],
  nowMs: number,
  more: Partial<Model> = {},
) {
  const action = { id: "asked", kind: "banner", when, texts: { en: { title: "Asked" } } } as const;
  const model = modelOf({ ...more, actions: [action] });
  const { state } = foldLog(log, model);
  return decide(state, model, { nowMs, event: null, locale: undefined }).actions.length === 1;
}

/** The stage at a moment after a log. */
export function stageAfter(log: readonly TrackedEvent[], model: CompiledModel, nowMs = 1e12): string {
  return stageId(foldLog(log, model).state, model, nowMs);
}
