import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";
import { nearMiss } from "../names/near-miss.ts";
import { builtInPageKinds, kindOfPagesNamed } from "../names/page-kinds.ts";

const code = "unknown_page_kind";

/** A page kind that no page can have. */
export const unknownPageKind: LintRule = {
  code,
  description: "A condition asks for a page kind that is neither built in nor one of the site's own.",
  check(model, analysis = new Analysis(model)) {
    const known = new Set([...builtInPageKinds, ...(model.pageKinds ?? []).map(({ kind }) => kind)]);
    const near = nearMiss(known);
    return analysis.tests.flatMap(({ test, path, owner }) => {
      if (test.test !== "page_kind") return [];
      return [test.is]
        .flat()
        .filter((kind) => !known.has(kind))
        .map((kind) => {
          const meant = near(kind) ?? kindOfPagesNamed(kind);
          return {
            path: `${path}.is`,
            severity: "warning" as const,
            code,
            message: `${owner} asks for pages of the kind "${kind}", and no page has it`,
            fix:
              meant === undefined
                ? `Add {"kind": "${kind}", "path": ...} to pageKinds, or use one of ${[...builtInPageKinds].join(", ")}.`
                : `Did you mean "${meant}"? Else add {"kind": "${kind}", "path": ...} to pageKinds.`,
          };
        });
    });
  },
};
