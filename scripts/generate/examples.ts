import type {
  ConditionExample,
  ExampleOutcome,
  ExampleVisitor,
  PartExample,
} from "../../shared/schema/examples/example.ts";
import { exampleModel } from "../../shared/schema/examples/model.ts";

/** JSON on one line, with room to breathe. */
export function jsonLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, item]) => `"${key}": ${jsonLine(item)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

const lineCharacters = 110;

/** JSON with a line for each thing that fits on one. */
function jsonBlock(value: unknown, indent = ""): string {
  const line = jsonLine(value);
  if (indent.length + line.length <= lineCharacters || typeof value !== "object" || value === null)
    return line;
  const deeper = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => `${deeper}${jsonBlock(item, deeper)}`)
    : Object.entries(value).map(([key, item]) => `${deeper}"${key}": ${jsonBlock(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${items.join(",\n")}\n${indent}${close}`;
}

function code(value: unknown): string {
  return `\`${jsonLine(value).replaceAll("|", "\\|")}\``;
}

function visitorText({ events, now }: ExampleVisitor): string {
  const moment = now === undefined ? "" : `, asked at ${now}`;
  return `${events.map(code).join(", then ")}${moment}`;
}

/** A table of conditions, for whom they hold and for whom not. */
export function conditionExamplesText(examples: readonly ConditionExample[]): string {
  const rows = examples.map(
    ({ condition, holds, fails }) => `| ${code(condition)} | ${visitorText(holds)} | ${visitorText(fails)} |`,
  );
  return ["| condition | holds after | does not hold after |", "|---|---|---|", ...rows].join("\n");
}

/** Parts of a model, each with what two visitors get. */
export function partExamplesText(examples: readonly PartExample[]): string {
  const row = (visitor: ExampleOutcome) => `| ${visitorText(visitor)} | ${code(visitor.gives)} |`;
  return examples
    .map(({ title, part, example, counter }) => {
      const head = title === undefined ? "Example:" : `Example. ${title}:`;
      const table = ["| after | it gives |", "|---|---|", row(example), row(counter)];
      return `${head}\n\n\`\`\`json\n${jsonBlock(part)}\n\`\`\`\n\n${table.join("\n")}`;
    })
    .join("\n\n");
}

/** How to read the examples, and the model in which they stand. */
export const exampleIntro = `## The examples

Every example here is run as a test (\`test/core/examples.test.ts\`), and so is the counter-example beside it. Both come
from \`shared/schema/examples/\`. A visitor is written as events in the form in which they are scored: \`name\`, and what
matters of \`properties\`, \`traits\`, \`page\`, \`visit\`. The first happens on Friday, 2026-11-20 at 10:00 UTC, each
other a minute after the one before, unless \`at\` says when. The condition is asked after the last event.

The parts shown take the place of the same keys of this model:

\`\`\`json
${jsonBlock(exampleModel)}
\`\`\``;
