import type { Condition, Test } from "../schema/condition.ts";
import type { Model } from "../schema/model.ts";
import { testsOf } from "./condition/compile.ts";

/** Something wrong with a model that its shape alone does not show. */
export interface ModelProblem {
  /** Where: `rules[3].score`. */
  path: string;
  message: string;
}

type TestKind = Test["test"];

/** Which tests make sense where: there is no event when a state is looked at, and no stage while rules pay. */
const allowedTests: Record<
  "event rule" | "state rule" | "stage" | "action" | "hand-off",
  readonly TestKind[]
> = {
  "event rule": ["event", "property", "page_kind", "path", "trait", "identity", "source"],
  "state rule": ["trait", "identity"],
  stage: ["trait", "identity", "score"],
  action: ["page_kind", "path", "trait", "identity", "stage", "score", "event", "property"],
  "hand-off": ["event", "property", "page_kind", "path", "trait", "identity", "source", "stage", "score"],
};

/**
 * Checks what the schema cannot: that ids are unique, that what is referred to exists, and that each
 * condition asks only what can be known where it stands.
 *
 * @returns Every problem, with its path; none means that the model compiles.
 */
export function checkModel(model: Model): ModelProblem[] {
  const problems: ModelProblem[] = [];
  const add = (path: string, message: string) => problems.push({ path, message });
  const scores = new Set(model.scores.map((score) => score.id));
  const stages = new Set(model.stages.map((stage) => stage.id));

  unique(model.scores, "scores", add);
  unique(model.rules, "rules", add);
  unique(model.stages, "stages", add);
  unique(model.actions ?? [], "actions", add);
  unique(model.handOffs ?? [], "handOffs", add);

  const checkCondition = (condition: Condition, at: string, where: keyof typeof allowedTests) => {
    for (const { test, path } of testsOf(condition)) {
      if (!allowedTests[where].includes(test.test)) {
        add(
          `${at}${path}`,
          `the test "${test.test}" cannot stand in the condition of a ${where}; possible are ${allowedTests[where].join(", ")}`,
        );
      }
      if (test.test === "score" && test.of !== undefined && !scores.has(test.of)) {
        add(`${at}${path}.of`, `there is no score "${test.of}"; there are ${[...scores].join(", ")}`);
      }
      if (test.test === "stage") {
        for (const key of ["is", "atLeast"] as const) {
          const stage = test[key];
          if (stage !== undefined && !stages.has(stage)) add(`${at}${path}.${key}`, noStage(stage, stages));
        }
      }
    }
  };

  for (const [index, rule] of model.rules.entries()) {
    const at = `rules[${index}]`;
    if (!scores.has(rule.score)) {
      add(`${at}.score`, `there is no score "${rule.score}"; there are ${[...scores].join(", ")}`);
    }
    if (rule.type === "event") checkCondition(rule.when, `${at}.when`, "event rule");
    else checkCondition(rule.while, `${at}.while`, "state rule");
  }
  for (const [index, stage] of model.stages.entries()) {
    const at = `stages[${index}]`;
    const isFirst = index === 0;
    const isConditional = stage.threshold !== undefined || stage.entry !== undefined;
    if (isFirst && isConditional)
      add(at, "the first stage takes everybody: it has neither threshold nor entry");
    if (!isFirst && !isConditional)
      add(at, "needs a threshold or an entry: without one nobody or everybody enters");
    if (stage.threshold?.of !== undefined && !scores.has(stage.threshold.of)) {
      add(
        `${at}.threshold.of`,
        `there is no score "${stage.threshold.of}"; there are ${[...scores].join(", ")}`,
      );
    }
    if (stage.entry !== undefined) checkCondition(stage.entry, `${at}.entry`, "stage");
  }
  for (const [index, action] of (model.actions ?? []).entries()) {
    checkCondition(action.when, `actions[${index}].when`, "action");
  }
  for (const [index, handOff] of (model.handOffs ?? []).entries()) {
    const at = `handOffs[${index}].trigger`;
    const { trigger } = handOff;
    if (trigger.on === "event") checkCondition(trigger.when, `${at}.when`, "hand-off");
    else if (!stages.has(trigger.stage)) add(`${at}.stage`, noStage(trigger.stage, stages));
  }
  return problems;
}

function noStage(id: string, stages: ReadonlySet<string>): string {
  return `there is no stage "${id}"; there are ${[...stages].join(", ")}`;
}

function unique(
  items: readonly { id: string }[],
  list: string,
  add: (path: string, message: string) => void,
): void {
  const first = new Map<string, number>();
  for (const [index, { id }] of items.entries()) {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, index);
    else add(`${list}[${index}].id`, `"${id}" is taken by ${list}[${earlier}]`);
  }
}
