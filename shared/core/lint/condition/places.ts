import type { Condition } from "../../../schema/condition.ts";
import type { Model } from "../../../schema/model.ts";

/** A condition of a model and what it belongs to. */
export interface Place {
  condition: Condition;
  path: string;
  /** `rule "directions"`, for messages. */
  owner: string;
  kind:
    | "rule"
    | "criterion"
    | "segment"
    | "disqualification"
    | "quarantine"
    | "stage"
    | "action"
    | "hand-off";
}

/** Every condition of a model, in the model's order. */
export function placesOf(model: Model): Place[] {
  const places: Place[] = [];
  const add = (kind: Place["kind"], owner: string, path: string, condition: Condition | undefined) => {
    if (condition !== undefined) places.push({ condition, path, owner, kind });
  };
  for (const [index, { id, while: holds }] of (model.segments ?? []).entries()) {
    add("segment", `segment "${id}"`, `segments[${index}].while`, holds);
  }
  for (const [index, { id, while: holds }] of (model.disqualifications ?? []).entries()) {
    add("disqualification", `disqualification "${id}"`, `disqualifications[${index}].while`, holds);
  }
  for (const key of ["when", "release", "void"] as const) {
    add("quarantine", `the quarantine's "${key}"`, `quarantine.${key}`, model.quarantine?.[key]);
  }
  for (const [index, rule] of model.rules.entries()) {
    const owner = `rule "${rule.id}"`;
    if (rule.type === "event") add("rule", owner, `rules[${index}].when`, rule.when);
    else if (rule.type === "state") add("rule", owner, `rules[${index}].while`, rule.while);
    else if (rule.type === "criteria") {
      for (const [place, criterion] of rule.criteria.entries()) {
        const path = `rules[${index}].criteria[${place}].while`;
        add("criterion", `criterion ${place + 1} of ${owner}`, path, criterion.while);
      }
    }
  }
  for (const [index, stage] of model.stages.entries()) {
    add("stage", `the entry of stage "${stage.id}"`, `stages[${index}].entry`, stage.entry);
    add("stage", `the exit of stage "${stage.id}"`, `stages[${index}].exit`, stage.exit);
  }
  for (const [index, { id, when }] of (model.actions ?? []).entries()) {
    add("action", `action "${id}"`, `actions[${index}].when`, when);
  }
  for (const [index, { id, trigger, condition }] of (model.handOffs ?? []).entries()) {
    const owner = `hand-off "${id}"`;
    if (trigger.on === "event") add("hand-off", owner, `handOffs[${index}].trigger.when`, trigger.when);
    add("hand-off", owner, `handOffs[${index}].condition`, condition);
  }
  return places;
}
