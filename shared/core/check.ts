import type { Condition, Test } from "../schema/condition.ts";
import type { Model } from "../schema/model.ts";
import { testsOf } from "./condition/compile.ts";
import { parseMoment } from "./moment.ts";
import { zoneOf } from "./zone.ts";

/** Something wrong with a model that its shape alone does not show. */
export interface ModelProblem {
  /** Where: `rules[3].score`. */
  path: string;
  message: string;
}

type TestKind = Test["test"];

/** About the event itself. */
const ofEvent: readonly TestKind[] = ["event", "property", "source", "page_kind", "path", "title"];
/** About the person and what happened so far. */
const ofPerson: readonly TestKind[] = [
  "trait",
  "identity",
  "geo",
  "device",
  "campaign",
  "referrer",
  "consent",
  "visit",
  "count",
  "distinct",
  "sum",
  "sequence",
  "last",
  "inactive",
];

/**
 * Which tests make sense where: there is no event when the person is looked at, and what a score
 * decides cannot decide the score.
 */
const allowedTests = {
  "event rule": [...ofEvent, ...ofPerson, "time", "segment"],
  "rule about the person": [...ofPerson, "segment"],
  segment: ofPerson,
  disqualification: [...ofPerson, "segment"],
  quarantine: [...ofEvent, ...ofPerson, "time"],
  stage: [...ofPerson, "segment", "disqualified", "score"],
  action: [...ofEvent, ...ofPerson, "time", "segment", "disqualified", "stage", "score"],
  "hand-off": [...ofEvent, ...ofPerson, "time", "segment", "disqualified", "stage", "score"],
} satisfies Record<string, readonly TestKind[]>;

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
  const segments = new Set((model.segments ?? []).map((segment) => segment.id));
  const groups = new Set((model.groups ?? []).map((group) => group.id));

  unique(model.scores, "scores", add);
  unique(model.rules, "rules", add);
  unique(model.stages, "stages", add);
  unique(model.actions ?? [], "actions", add);
  unique(model.handOffs ?? [], "handOffs", add);
  unique(model.segments ?? [], "segments", add);
  unique(model.groups ?? [], "groups", add);
  unique(model.disqualifications ?? [], "disqualifications", add);

  const checkMoment = (moment: string | undefined, at: string) => {
    if (moment !== undefined && parseMoment(moment) === undefined)
      add(at, `there is no moment ${moment}; write one such as 2026-11-21 or 2026-11-21T09:30:00Z`);
  };
  const checkCondition = (condition: Condition, at: string, where: keyof typeof allowedTests) => {
    const allowed: readonly TestKind[] = allowedTests[where];
    for (const { test, path, isNested } of testsOf(condition)) {
      if (!isNested && !allowed.includes(test.test)) {
        add(
          `${at}${path}`,
          `the test "${test.test}" cannot stand in the condition of a ${where}; possible are ${allowed.join(", ")}`,
        );
      }
      if ("before" in test) checkMoment(test.before, `${at}${path}.before`);
      if ("after" in test) checkMoment(test.after, `${at}${path}.after`);
      if (test.test === "score" && test.of !== undefined && !scores.has(test.of)) {
        add(`${at}${path}.of`, `there is no score "${test.of}"; there are ${[...scores].join(", ")}`);
      }
      if (test.test === "segment") {
        for (const id of [test.is].flat()) {
          if (!segments.has(id)) add(`${at}${path}.is`, noSuch("segment", id, segments));
        }
      }
      if (test.test === "stage") {
        for (const key of ["is", "atLeast"] as const) {
          const stage = test[key];
          if (stage !== undefined && !stages.has(stage))
            add(`${at}${path}.${key}`, noSuch("stage", stage, stages));
        }
      }
    }
  };

  for (const [index, rule] of model.rules.entries()) {
    const at = `rules[${index}]`;
    if (!scores.has(rule.score)) {
      add(`${at}.score`, `there is no score "${rule.score}"; there are ${[...scores].join(", ")}`);
    }
    if (rule.segment !== undefined && !segments.has(rule.segment)) {
      add(`${at}.segment`, noSuch("segment", rule.segment, segments));
    }
    switch (rule.type) {
      case "event":
        if (rule.group !== undefined && !groups.has(rule.group))
          add(`${at}.group`, noSuch("group", rule.group, groups));
        checkCondition(rule.when, `${at}.when`, "event rule");
        break;
      case "state":
        checkCondition(rule.while, `${at}.while`, "rule about the person");
        break;
      case "criteria":
        for (const [criterion, { while: condition }] of rule.criteria.entries()) {
          checkCondition(condition, `${at}.criteria[${criterion}].while`, "rule about the person");
        }
        break;
      case "bands":
    }
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
    if (stage.exit !== undefined) checkCondition(stage.exit, `${at}.exit`, "stage");
  }
  for (const [index, action] of (model.actions ?? []).entries()) {
    checkCondition(action.when, `actions[${index}].when`, "action");
    checkMoment(action.schedule?.from, `actions[${index}].schedule.from`);
    checkMoment(action.schedule?.until, `actions[${index}].schedule.until`);
  }
  for (const [index, handOff] of (model.handOffs ?? []).entries()) {
    const at = `handOffs[${index}].trigger`;
    if (handOff.condition !== undefined) {
      checkCondition(handOff.condition, `handOffs[${index}].condition`, "hand-off");
    }
    const { trigger } = handOff;
    if (trigger.on === "event") checkCondition(trigger.when, `${at}.when`, "hand-off");
    else if (!stages.has(trigger.stage)) add(`${at}.stage`, noSuch("stage", trigger.stage, stages));
  }
  for (const [index, segment] of (model.segments ?? []).entries()) {
    checkCondition(segment.while, `segments[${index}].while`, "segment");
  }
  for (const [index, disqualification] of (model.disqualifications ?? []).entries()) {
    checkCondition(disqualification.while, `disqualifications[${index}].while`, "disqualification");
  }
  for (const part of ["when", "release", "void"] as const) {
    const condition = model.quarantine?.[part];
    if (condition !== undefined) checkCondition(condition, `quarantine.${part}`, "quarantine");
  }
  if (model.timeZone !== undefined && !isZone(model.timeZone)) {
    add("timeZone", `there is no time zone "${model.timeZone}"; write one such as Europe/Istanbul`);
  }
  return problems;
}

function isZone(name: string): boolean {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
}

function noSuch(thing: string, id: string, known: ReadonlySet<string>): string {
  const there = known.size === 0 ? "there are none" : `there are ${[...known].join(", ")}`;
  return `there is no ${thing} "${id}"; ${there}`;
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
