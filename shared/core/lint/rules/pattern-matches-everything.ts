import type { Test } from "../../../schema/condition.ts";
import { matchGlob } from "../../glob.ts";
import { normalPath } from "../../path.ts";
import { Analysis } from "../analysis.ts";
import type { Finding, LintRule } from "../finding.ts";
import { quoted } from "../words.ts";

const code = "pattern_matches_everything";

/** Paths with nothing in common but the first slash: a glob that takes them all has no letter in it. */
const unlike = ["/", "/q", "/w/x", "/0/1.2/3"];

function takesAll(glob: string): boolean {
  return unlike.every((path) => matchGlob(normalPath(glob), path));
}

/** A pattern that says less than it seems to. */
export const patternMatchesEverything: LintRule = {
  code,
  description: "A path pattern matches every page, or a text is asked for a single letter.",
  check(model, analysis = new Analysis(model)) {
    const inConditions = analysis.tests.flatMap(({ test, path, owner }) => problemsOf(test, path, owner));
    const inPageKinds = (model.pageKinds ?? []).flatMap(({ kind, path }, index) =>
      takesAll(path)
        ? [
            warning(
              `pageKinds[${index}].path`,
              `${quoted(path)} makes every page a page of the kind "${kind}"`,
            ),
          ]
        : [],
    );
    return [...inConditions, ...inPageKinds];
  },
};

function warning(path: string, message: string): Finding {
  return {
    path,
    severity: "warning",
    code,
    message,
    fix: "Write more of the pattern, or take the test out.",
  };
}

function problemsOf(test: Test, path: string, owner: string): Finding[] {
  const findings: Finding[] = [];
  if (test.test === "path") {
    if (test.prefix === "/")
      findings.push(
        warning(
          `${path}.prefix`,
          `every path begins with "/", so this test in ${owner} is true on every page`,
        ),
      );
    if (test.glob !== undefined && takesAll(test.glob)) {
      findings.push(
        warning(
          `${path}.glob`,
          `every path is like ${quoted(test.glob)}, so this test in ${owner} is true on every page`,
        ),
      );
    }
  }
  // In lists an item is compared as a whole, but nobody knows whether a list will come.
  if ("contains" in test && test.contains !== undefined && test.contains.length === 1) {
    findings.push(
      warning(
        `${path}.contains`,
        `nearly every text contains ${quoted(test.contains)}, so this test in ${owner} says next to nothing`,
      ),
    );
  }
  return findings;
}
