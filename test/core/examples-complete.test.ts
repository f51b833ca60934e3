import type { GenericSchema } from "valibot";
import { expect, describe, it } from "vitest";
import { modelSections, withoutExample } from "../../scripts/generate/model-page.ts";
import { comparisonNames, TestSchema, type Condition } from "../../shared/schema/condition.ts";
import { conditionExamples } from "../../shared/schema/examples/conditions.ts";
import { exampleModel } from "../../shared/schema/examples/model.ts";
import { partExamples } from "../../shared/schema/examples/parts.ts";

const kinds = TestSchema.options.map((option) => ({
  kind: option.entries.test.literal,
  fields: Object.entries(option.entries as Record<string, GenericSchema>),
}));

describe("the reference of conditions", () => {
  it("has examples of all, any, not and of each kind of test, and of nothing else", () => {
    const known = ["all", "any", "not", ...kinds.map(({ kind }) => kind)];
    expect(Object.keys(conditionExamples).sort()).toEqual(known.sort());
    expect(Object.values(conditionExamples).filter((examples) => examples.length === 0)).toEqual([]);
  });

  it.each(Object.entries(conditionExamples))("shows under %s what is of that kind", (kind, examples) => {
    const isOfKind = (condition: Condition) =>
      kind in condition || ("test" in condition && condition.test === kind);
    expect(examples.filter(({ condition }) => !isOfKind(condition))).toEqual([]);
  });

  it.each(kinds)("uses each field and each choice of the test $kind", ({ kind, fields }) => {
    const conditions = conditionExamples[kind].map(({ condition }) => condition);
    // Comparisons mean the same wherever they stand, and are shown once.
    const comparesValues = fields.some(([name]) => name === "contains");
    const own = fields.filter(
      ([name]) => kind === "property" || !comparesValues || !comparisonNames.includes(name),
    );
    for (const [name, schema] of own) {
      const shown = valuesOf(name, conditions);
      expect(shown, name).not.toEqual([]);
      expect(shown, name).toEqual(expect.arrayContaining(choicesOf(schema)));
    }
  });
});

describe("the reference of the model", () => {
  const sections = modelSections
    .filter(([title]) => !withoutExample.has(title))
    .map(([title, schema]) => ({ title, schema }));

  it.each(sections)("has examples of $title, which use each of its fields", ({ title, schema }) => {
    expect(partExamples[title] ?? []).not.toEqual([]);
    // The model's own fields are the parts that all the examples show.
    const shown = title === "Model" ? [exampleModel, Object.values(partExamples)] : partExamples[title];
    const fields = fieldsOf(schema).filter((name) => !["$schema", "description"].includes(name));
    expect(fields.filter((name) => valuesOf(name, shown).length === 0)).toEqual([]);
  });

  it("has no examples of what it does not list", () => {
    const titles = sections.map(({ title }) => title);
    expect(Object.keys(partExamples).filter((title) => !titles.includes(title))).toEqual([]);
  });
});

/** Every value of a key anywhere in some JSON; of a list its items. */
function valuesOf(key: string, json: unknown): unknown[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => [
    ...(name === key ? [value].flat() : []),
    ...valuesOf(key, value),
  ]);
}

/** The schema inside `v.optional` and `v.pipe`. */
function plain(schema: object): object {
  if ("wrapped" in schema) return plain(schema.wrapped as object);
  if (!("pipe" in schema)) return schema;
  const [first] = schema.pipe as [object];
  return plain(first);
}

/** What a field may be, when its schema lists it. */
function choicesOf(schema: object): string[] {
  const { options = [] } = plain(schema) as { options?: readonly unknown[] };
  return options.filter((option) => typeof option === "string");
}

/** Names of the fields of an object, or of all forms of one. */
function fieldsOf(schema: object): string[] {
  const { entries, options = [] } = plain(schema) as { entries?: object; options?: readonly object[] };
  return entries === undefined ? options.flatMap(fieldsOf) : Object.keys(entries);
}
