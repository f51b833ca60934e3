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
  const json = withoutDetours(
    toJsonSchema(schema, {
      errorMode: "ignore",
      definitions: { condition: ConditionFormSchema, event_condition: EventConditionFormSchema },
    }) as JsonSchema,
  );
  const { $defs, ...rest } = json;
  const used = usedDefinitions(rest, ($defs ?? {}) as Record<string, JsonSchema>);
  return Object.keys(used).length === 0 ? rest : { ...rest, $defs: used };
}

/** Those definitions that a schema refers to, and those that they refer to in turn. */
function usedDefinitions(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  const used: Record<string, JsonSchema> = {};
  const follow = (part: JsonSchema) => {
    const text = JSON.stringify(part);
    for (const [name, definition] of Object.entries(definitions)) {
      if (name in used || !text.includes(`"#/$defs/${name}"`)) continue;
      used[name] = definition;
      follow(definition);
    }
  };
  follow(schema);
  return used;
}

/**
 * A condition is read lazily, by the key that is present, and so becomes a numbered definition that
 * only refers to another. References go straight to that one, by its name.
 */
function withoutDetours(json: JsonSchema): JsonSchema {
  let text = JSON.stringify(json);
  for (const [name, definition] of Object.entries((json["$defs"] ?? {}) as Record<string, JsonSchema>)) {
    const { $ref, ...more } = definition;
    if (typeof $ref !== "string" || Object.keys(more).length > 0) continue;
    text = text.replaceAll(`"#/$defs/${name}"`, JSON.stringify($ref));
  }
  return JSON.parse(text) as JsonSchema;
}

/** Every published JSON Schema by file name. */
export function jsonSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(published).map(([name, schema]) => [name, asJsonSchema(schema)]));
}
