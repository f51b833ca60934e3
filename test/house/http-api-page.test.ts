import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { asJsonSchema, type JsonSchema } from "../../scripts/generate/json-schema.ts";
import { readRoutes } from "../../scripts/generate/read-routes.ts";

const page = readFileSync("docs/http-api.md", "utf8");
const routes = await readRoutes();

const branchesOf = (schema: JsonSchema): JsonSchema[] =>
  ["anyOf", "oneOf"].flatMap((key) => (schema[key] as JsonSchema[] | undefined) ?? []);

/** What a field says, or its form that is not null; of one with several forms none speaks for the field. */
const said = (field: JsonSchema): string[] => {
  if (typeof field["description"] === "string") return [field["description"]];
  const forms = branchesOf(field).filter(({ type }) => type !== "null");
  return forms.length === 1 ? forms.flatMap(said) : [];
};
const fieldsOf = (schema: JsonSchema): JsonSchema[] => [
  ...Object.values((schema["properties"] ?? {}) as Record<string, JsonSchema>),
  ...branchesOf(schema).flatMap(fieldsOf),
];

it("the page of the HTTP API says of each field what its schema says", () => {
  const missing = routes.flatMap(({ path, body, answer }) =>
    [body, answer]
      .flatMap((schema) => (schema === undefined ? [] : fieldsOf(asJsonSchema(schema))))
      .flatMap(said)
      .filter((text) => !page.includes(text.replaceAll("\n", " ").replaceAll("|", "\\|")))
      .map((text) => `${path}: ${text}`),
  );
  expect(missing).toEqual([]);
});

it("a single call is shown with what it asks for: no type, which its path says", () => {
  const [, section = ""] = page.split("## POST /v1/track\n");
  const required = [...section.replace(/\nAnswer:[^]*/, "").matchAll(/^\| `(\w+)` \| .* \| yes \|/gm)];
  expect(required.map(([, name]) => name)).toEqual([]);
});

it.each([429, 503])(
  "its table of statuses names %i, and that Retry-After says when to come back",
  (status) => {
    expect(page).toMatch(new RegExp(`^\\| ${status} \\|.*\`Retry-After\``, "m"));
  },
);
