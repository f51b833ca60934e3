import type { Model } from "../../../schema/model.ts";
import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";
import { nearMiss } from "../names/near-miss.ts";
import { knownTraits } from "../names/traits.ts";

const code = "unknown_trait";

/** A trait that nothing is known to tell: a slip of the pen, or one of the site's own. Each is named once. */
export const unknownTrait: LintRule = {
  code,
  description: "A trait is asked for that no survey, no form, no pack and no vendor's specification tells.",
  check(model, analysis = new Analysis(model)) {
    const near = nearMiss(knownTraits);
    const answered = new Set((model.actions ?? []).map(({ trait }) => trait));
    return [...firstUses(model, analysis)].flatMap(([name, { path, owner }]) => {
      if (knownTraits.has(name) || answered.has(name)) return [];
      const meant = near(name);
      return {
        path,
        severity: "hint",
        code,
        message: `${owner} asks for the trait "${name}", which no form, pack or standard event tells`,
        fix:
          meant === undefined
            ? `Nothing, if your site tells "${name}" by identify.`
            : `Did you mean "${meant}"? Nothing to do if your site tells "${name}" by identify.`,
      };
    });
  },
};

/** Where each trait is asked for first. */
function firstUses(model: Model, analysis: Analysis): Map<string, { path: string; owner: string }> {
  const uses = new Map<string, { path: string; owner: string }>();
  const add = (name: string, path: string, owner: string) => {
    if (!uses.has(name)) uses.set(name, { path, owner });
  };
  for (const { test, path, owner } of analysis.tests) {
    if (test.test === "trait") add(test.name, `${path}.name`, owner);
  }
  for (const [index, rule] of model.rules.entries()) {
    if (rule.type === "bands") add(rule.trait, `rules[${index}].trait`, `rule "${rule.id}"`);
  }
  return uses;
}
