import { lintRules } from "../../shared/core/lint/index.ts";

const intro = `# What the linter finds

Made from \`shared/core/lint/rules/\` by \`npm run generate\`; do not edit.

An **error** keeps a model from being published. A **warning** means that a part of the model does not do what it says.
A **hint** may be meant so; look again. Each finding has the path of what it is about, a message and what to do. What the
linter claims is proven from the model alone: what it cannot prove it leaves unsaid. Points given by hand (the event
\`score_adjusted\`) come on top of what rules can pay and are not counted.
`;

/** The page of the linter: every code and what it means. */
export function linterPage(): string {
  const rows = lintRules.map(
    ({ code, description }) => `| \`${code}\` | ${description.replaceAll("|", "\\|")} |`,
  );
  return [intro, "| code | meaning |", "|---|---|", ...rows, ""].join("\n");
}
