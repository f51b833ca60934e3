import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { ActionSchema, actionKinds } from "../../shared/schema/action.ts";
import { RuleSchema } from "../../shared/schema/rule.ts";

const docs = readFileSync("docs/actions.md", "utf8");
const examples = [...docs.matchAll(/```json\n([^`]*)```/g)].map(
  ([, text = ""]) => JSON.parse(text) as object,
);

describe("the page about actions", () => {
  it.each(examples.map((example) => [example]))("shows what the schema takes: %o", (example) => {
    const schema = "kind" in example ? ActionSchema : RuleSchema;
    expect(v.safeParse(schema, example).issues ?? []).toEqual([]);
  });

  it("names every kind", () => {
    for (const kind of actionKinds) expect(docs).toContain(`| \`${kind}\``);
  });
});
