import type { Model } from "../../schema/model.ts";
import { Analysis } from "./analysis.ts";
import type { Finding, LintRule } from "./finding.ts";
import { branchNeverTrue } from "./rules/branch-never-true.ts";
import { browserOnlySql } from "./rules/browser-only-sql.ts";
import { capNeverBinds } from "./rules/cap-never-binds.ts";
import { conditionNeverTrue } from "./rules/condition-never-true.ts";
import { duplicateRule } from "./rules/duplicate-rule.ts";
import { emptySchedule } from "./rules/empty-schedule.ts";
import { gappedBands } from "./rules/gapped-bands.ts";
import { groupNeverBinds } from "./rules/group-never-binds.ts";
import { handOffWithoutConsent } from "./rules/hand-off-without-consent.ts";
import { invalidReference } from "./rules/invalid-reference.ts";
import { missingLanguage } from "./rules/missing-language.ts";
import { overlappingBands } from "./rules/overlapping-bands.ts";
import { patternMatchesEverything } from "./rules/pattern-matches-everything.ts";
import { pointsOverMaximum } from "./rules/points-over-maximum.ts";
import { propertyOfIdentify } from "./rules/property-of-identify.ts";
import { renamedEvent } from "./rules/renamed-event.ts";
import { ruleNeverPays } from "./rules/rule-never-pays.ts";
import { shadowedAction } from "./rules/shadowed-action.ts";
import { stageLeftAtOnce } from "./rules/stage-left-at-once.ts";
import { thresholdWithoutEffect } from "./rules/threshold-without-effect.ts";
import { unknownEvent } from "./rules/unknown-event.ts";
import { unknownPageKind } from "./rules/unknown-page-kind.ts";
import { unknownTrait } from "./rules/unknown-trait.ts";
import { unreachableMaximum } from "./rules/unreachable-maximum.ts";
import { unreachableStage } from "./rules/unreachable-stage.ts";

export type { Finding, LintRule, Severity } from "./finding.ts";

/** All lint rules, in the order of their findings. A file in `rules/` that is not listed here fails the tests. */
export const lintRules: readonly LintRule[] = [
  invalidReference,
  ruleNeverPays,
  conditionNeverTrue,
  branchNeverTrue,
  propertyOfIdentify,
  overlappingBands,
  gappedBands,
  duplicateRule,
  pointsOverMaximum,
  unreachableMaximum,
  capNeverBinds,
  groupNeverBinds,
  unreachableStage,
  thresholdWithoutEffect,
  stageLeftAtOnce,
  browserOnlySql,
  handOffWithoutConsent,
  shadowedAction,
  emptySchedule,
  patternMatchesEverything,
  unknownPageKind,
  renamedEvent,
  unknownEvent,
  unknownTrait,
  missingLanguage,
];

/**
 * Says what is wrong with a model, or may be. What it warns of is proven from the model alone; what it
 * cannot prove it leaves unsaid, so that silence is no guarantee. Its cost follows the size of the model.
 *
 * @returns Errors first, then warnings, then hints; each in the order of the rules.
 */
export function lint(model: Model): Finding[] {
  const analysis = new Analysis(model);
  const findings = lintRules.flatMap(({ check }) => check(model, analysis));
  return (["error", "warning", "hint"] as const).flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
}
