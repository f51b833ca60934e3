import * as v from "valibot";
import { problemOf } from "../schema-problem.ts";

/** A text without which an item says nothing. */
export const needed = v.pipe(v.string(), v.minLength(1));

/** A text that is only passed on: whatever else stands there is as good as nothing. */
export const told = v.fallback(v.optional(needed), undefined);

/**
 * Reads what a provider sent by the shape of it: a genuine signature says who wrote an item, not that
 * it holds what the documentation says.
 *
 * @param subject What the item is, for a problem with the whole of it: "the event".
 * @returns The item, or what is wrong with it and in which field.
 */
export function readItem<Schema extends v.LooseObjectSchema<v.ObjectEntries, undefined>>(
  schema: Schema,
  item: unknown,
  subject: string,
): { item: v.InferOutput<Schema> } | { problem: string } {
  const parsed = v.safeParse(schema, item);
  return parsed.success ? { item: parsed.output } : { problem: problemOf(parsed.issues, subject).message };
}
