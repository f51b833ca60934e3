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
import { asJsonSchema, type JsonSchema } from "./json-schema.ts";
import { fieldTable } from "./tables.ts";

const intro = `# The model file

Made from \`shared/schema/\` by \`npm run generate\`; do not edit.

A model is one JSON file: scores, rules, stages, actions and hand-offs of a site. Put
\`"$schema": "<path to>/docs/schema/model.json"\` on its first line and your editor completes and checks it.
\`POST /admin/v1/model/validate\` says everything that is wrong with one, \`POST /admin/v1/model/publish\` publishes it as
a new version. \`shared/packs/dealer/model.json\` is a whole one to begin with.

How a score comes about, in order: an event's facts are remembered (it counts itself); event rules are asked in the
order of the file; each that matches pays its points unless its cap is used up; state rules that hold pay as long as
they do; stages are entered and left; hand-offs are triggered. Bounds apply when a score is read, never before, so the
order of arrival cannot matter. Every line of that is a receipt, and the receipts sum to the total.
`;

const conditionIntro = `A condition is \`{"all": [...]}\`, \`{"any": [...]}\`, \`{"not": ...}\`, or one of the tests below. Empty lists are errors.
Text compares without case, accents and the dot of the i. Nothing is converted: \`"50"\` is not a number. A comparison
with a missing value is false; \`"exists": false\` is the only test for absence.`;

function section(title: string, schema: GenericSchema, after = ""): string {
  const json = asJsonSchema(schema);
  const description = descriptionOf(json);
  return `## ${title}\n\n${description === "" ? "" : `${description}\n\n`}${fieldTable(json)}${after === "" ? "" : `\n\n${after}`}`;
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
      const name = (branch["properties"] as Record<string, JsonSchema>)[key]?.["const"];
      return `### \`"${key}": "${String(name)}"\`\n\n${descriptionOf(branch)}\n\n${fieldTable(branch)}`;
    })
    .join("\n\n");
}

/** The page of the model file. */
export function modelPage(): string {
  return [
    intro,
    section("Model", ModelSchema),
    section("Score", ScoreSchema),
    section("Event rule", EventRuleSchema),
    section("State rule", StateRuleSchema),
    section("Bands rule", BandsRuleSchema),
    section("Band", BandSchema),
    section("Criteria rule", CriteriaRuleSchema),
    section("Cap", CapSchema),
    `## Decay\n\n${variants(DecaySchema, "curve")}`,
    section("Group", GroupSchema),
    section("Segment", SegmentSchema),
    section("Disqualification", DisqualificationSchema),
    section("Quarantine", QuarantineSchema),
    section("Stage", StageSchema),
    section("Threshold", ThresholdSchema),
    section("Action", ActionSchema),
    section("Words of an action", ActionTextSchema),
    section("Schedule", ScheduleSchema),
    section("Frequency", FrequencySchema),
    section("Hand-off", HandOffSchema, `Triggers:\n\n${variants(TriggerSchema, "on")}`),
    section("Page kind override", PageKindOverrideSchema),
    `## Conditions\n\n${conditionIntro}\n\n${variants(TestSchema, "test")}`,
    "",
  ].join("\n\n");
}
