import { toJsonSchema } from "@valibot/to-json-schema";
import type { GenericSchema } from "valibot";
import { AnswerSchema, BatchSchema, ErrorAnswerSchema } from "../../shared/schema/batch.ts";
import { ConditionFormSchema, EventConditionFormSchema } from "../../shared/schema/condition.ts";
import { JourneysSchema } from "../../shared/schema/journey.ts";
import { IncomingEventSchema } from "../../shared/schema/event.ts";
import { ModelSchema } from "../../shared/schema/model.ts";
import { ReceiptSchema } from "../../shared/schema/receipt.ts";
import { SiteSchema } from "../../shared/schema/site.ts";
import { LeadSchema } from "../../shared/schema/visitor.ts";

/** JSON Schema as data. */
export type JsonSchema = { [key: string]: unknown };

/** The shapes that people write or read outside of TypeScript, by file name. */
const published: Record<string, GenericSchema> = {
  model: ModelSchema,
  journeys: JourneysSchema,
  event: IncomingEventSchema,
  batch: BatchSchema,
  answer: AnswerSchema,
  error: ErrorAnswerSchema,
  receipt: ReceiptSchema,
  site: SiteSchema,
  lead: LeadSchema,
};

/** One schema as JSON Schema. What only code can check (`v.check`) is left out; the linter and the worker check it. */
export function asJsonSchema(schema: GenericSchema): JsonSchema {
  const json = toJsonSchema(schema, {
    errorMode: "ignore",
    definitions: { condition: ConditionFormSchema, event_condition: EventConditionFormSchema },
  }) as JsonSchema;
  const { $defs, ...rest } = json;
  const used = Object.entries($defs ?? {}).filter(([name]) =>
    JSON.stringify(json).includes(`"#/$defs/${name}"`),
  );
  return used.length === 0 ? rest : { ...rest, $defs: Object.fromEntries(used) };
}

/** Every published JSON Schema by file name. */
export function jsonSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(published).map(([name, schema]) => [name, asJsonSchema(schema)]));
}
