import type { JsonSchema } from "./json-schema.ts";

/** A cell of a Markdown table: one line, with its bars escaped. */
function cell(text: string): string {
  return text.replaceAll("\n", " ").replaceAll("|", "\\|");
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value may be, in a few words. */
export function typeText(schema: JsonSchema): string {
  const reference = schema["$ref"];
  if (typeof reference === "string") return reference.split("/").at(-1) ?? "";
  if (schema["const"] !== undefined) return `\`${JSON.stringify(schema["const"])}\``;
  const options = schema["enum"];
  if (Array.isArray(options)) return options.map((option) => `\`${JSON.stringify(option)}\``).join(", ");
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const branches = schema[key];
    if (Array.isArray(branches)) {
      return [...new Set(branches.filter(isSchema).map(typeText))].join(" or ");
    }
  }
  if (schema["type"] === "array")
    return `list of ${isSchema(schema["items"]) ? typeText(schema["items"]) : "anything"}`;
  if (schema["type"] === "object")
    return isSchema(schema["additionalProperties"]) ? "object by name" : "object";
  return typeof schema["type"] === "string" ? schema["type"] : "anything";
}

/** Bounds of a value, in a few words; empty when there are none. */
function boundsText(schema: JsonSchema): string {
  const parts = [
    ["minimum", "≥"],
    ["maximum", "≤"],
    ["minLength", "at least", "characters"],
    ["maxLength", "at most", "characters"],
    ["minItems", "at least", "items"],
    ["maxItems", "at most", "items"],
  ].flatMap(([key = "", words = "", unit = ""]) =>
    typeof schema[key] === "number" && !(key === "minLength" && schema[key] === 1)
      ? [`${words} ${schema[key]} ${unit}`.trim()]
      : [],
  );
  return parts.join(", ");
}

/** What is said of a field: of one that may be null, what its other form says. */
function stated(schema: JsonSchema): JsonSchema {
  const branches = Array.isArray(schema["anyOf"]) ? schema["anyOf"].filter(isSchema) : [];
  const [form, ...others] = branches.filter(({ type }) => type !== "null");
  return form === undefined || others.length > 0 ? schema : { ...stated(form), ...schema };
}

/** The fields of an object as a Markdown table. */
export function fieldTable(schema: JsonSchema): string {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const required = new Set(Array.isArray(schema["required"]) ? (schema["required"] as string[]) : []);
  const rows = Object.entries(properties).flatMap(([name, field]) => {
    if (!isSchema(field)) return [];
    const words = stated(field);
    const description = typeof words["description"] === "string" ? words["description"] : "";
    const bounds = boundsText(words);
    const meaning = [description, bounds === "" ? "" : `(${bounds})`].filter((part) => part !== "").join(" ");
    return [
      `| \`${name}\` | ${cell(typeText(field))} | ${required.has(name) ? "yes" : ""} | ${cell(meaning)} |`,
    ];
  });
  if (rows.length === 0) return "";
  return ["| field | type | required | meaning |", "|---|---|---|---|", ...rows].join("\n");
}
