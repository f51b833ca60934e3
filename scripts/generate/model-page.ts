import { ActionSchema, ActionTextSchema, ScheduleSchema } from "../../shared/schema/action.ts";
import { TestSchema } from "../../shared/schema/condition.ts";
import { HandOffSchema, TriggerSchema } from "../../shared/schema/hand-off.ts";
import {
  DisqualificationSchema,
  FrequencySchema,
  GroupSchema,
  ModelSchema,
  PageKindOverrideSchema,
  QuarantineSchema,
  ScoreSchema,
  SegmentSchema,
} from "../../shared/schema/model.ts";
import {
  BandSchema,
  BandsRuleSchema,
  CapSchema,
  CriteriaRuleSchema,
  DecaySchema,
  EventRuleSchema,
  StateRuleSchema,
} from "../../shared/schema/rule.ts";
import { StageSchema, ThresholdSchema } from "../../shared/schema/stage.ts";
import type { GenericSchema } from "valibot";
import { conditionExamples, type ConditionKind } from "../../shared/schema/examples/conditions.ts";
import { partExamples } from "../../shared/schema/examples/parts.ts";
import { conditionExamplesText, exampleIntro, partExamplesText } from "./examples.ts";
import { asJsonSchema, type JsonSchema } from "./json-schema.ts";
import { fieldTable } from "./tables.ts";

const intro = `# The model file

Made from \`shared/schema/\` by \`npm run generate\`; do not edit.

A model is one JSON file: scores, rules, stages, actions and hand-offs of a site. Put
\`"$schema": "<path to>/docs/schema/model.json"\` on its first line and your editor completes and checks it.
\`POST /admin/v1/model/validate\` says everything that is wrong with one, \`POST /admin/v1/model/publish\` publishes it as
a new version, and [change a rule](change-a-rule.md) goes through all of it. \`shared/packs/dealer/model.json\` is a whole
one to begin with.

How a score comes about, in order: an event's facts are remembered (it counts itself); event rules are asked in the
order of the file; each that matches pays its points unless its cap is used up; state rules that hold pay as long as
they do; stages are entered and left; hand-offs are triggered. Bounds apply when a score is read, never before, so the
order of arrival cannot matter. Every line of that is a receipt, and the receipts sum to the total.
`;

const conditionIntro = `A condition is \`{"all": [...]}\`, \`{"any": [...]}\`, \`{"not": ...}\`, or one of the tests below. Empty lists are errors.
Text compares without case, accents and the dot of the i. Nothing is converted: \`"50"\` is not a number. A comparison
with a missing value is false; \`"exists": false\` is the only test for absence.`;

/** The sections of the page before the conditions, in its order. */
export const modelSections: readonly (readonly [title: string, schema: GenericSchema])[] = [
  ["Model", ModelSchema],
  ["Score", ScoreSchema],
  ["Event rule", EventRuleSchema],
  ["State rule", StateRuleSchema],
  ["Bands rule", BandsRuleSchema],
  ["Band", BandSchema],
  ["Criteria rule", CriteriaRuleSchema],
  ["Cap", CapSchema],
  ["Decay", DecaySchema],
  ["Group", GroupSchema],
  ["Segment", SegmentSchema],
  ["Disqualification", DisqualificationSchema],
  ["Quarantine", QuarantineSchema],
  ["Stage", StageSchema],
  ["Threshold", ThresholdSchema],
  ["Action", ActionSchema],
  ["Words of an action", ActionTextSchema],
  ["Schedule", ScheduleSchema],
  ["Frequency", FrequencySchema],
  ["Hand-off", HandOffSchema],
  ["Page kind override", PageKindOverrideSchema],
];

/** Sections that decide nothing, so that there is nothing to show. */
export const withoutExample: ReadonlySet<string> = new Set(["Words of an action"]);

/** A title, the description, the fields or the variants, and the examples. */
function section(title: string, schema: GenericSchema): string {
  const json = asJsonSchema(schema);
  const parts = [
    `## ${title}`,
    descriptionOf(json),
    title === "Decay" ? variants(schema, "curve") : fieldTable(json),
    title === "Hand-off" ? `Triggers:\n\n${variants(TriggerSchema, "on")}` : "",
    partExamplesText(partExamples[title] ?? []),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function descriptionOf(json: JsonSchema): string {
  return typeof json["description"] === "string" ? json["description"] : "";
}

/** The branches of a variant, each with its table. */
function variants(schema: GenericSchema, key: string): string {
  const json = asJsonSchema(schema);
  const branches = (json["anyOf"] ?? json["oneOf"]) as JsonSchema[];
  return branches
    .map((branch) => {
      const name = String((branch["properties"] as Record<string, JsonSchema>)[key]?.["const"]);
      const examples = key === "test" ? conditionExamplesText(conditionExamples[name as ConditionKind]) : "";
      return [`### \`"${key}": "${name}"\``, descriptionOf(branch), fieldTable(branch), examples]
        .filter((part) => part !== "")
        .join("\n\n");
    })
    .join("\n\n");
}

/** `all`, `any` and `not`. */
function branchesText(): string {
  return (["all", "any", "not"] as const)
    .map((kind) => `### \`"${kind}"\`\n\n${conditionExamplesText(conditionExamples[kind])}`)
    .join("\n\n");
}

/** The page of the model file. */
export function modelPage(): string {
  return [
    intro,
    exampleIntro,
    ...modelSections.map(([title, schema]) => section(title, schema)),
    `## Conditions\n\n${conditionIntro}\n\n${branchesText()}\n\n${variants(TestSchema, "test")}`,
    "",
  ].join("\n\n");
}
