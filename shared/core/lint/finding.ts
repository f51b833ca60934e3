import type { Model } from "../../schema/model.ts";
import type { Analysis } from "./analysis.ts";

/**
 * How much a finding weighs. error: the model cannot be published. warning: a part of it does not do
 * what it says. hint: it may be meant so; look again.
 */
export type Severity = "error" | "warning" | "hint";

/** Something in a model that its author should know. */
export interface Finding {
  /** Where: `rules[3].bands[1]`. */
  path: string;
  severity: Severity;
  /** Code of the lint rule: `overlapping_bands`. */
  code: string;
  /** What is so, in plain words. */
  message: string;
  /** What to do about it. */
  fix: string;
}

/** One thing that the linter looks for. */
export interface LintRule {
  /** In snake_case, unique; the file is named for it. */
  code: string;
  /** One line for the reference page. */
  description: string;
  /**
   * @param analysis Of this model, when other rules are asked too; made anew when left out.
   * @returns What was found, in the model's order; nothing when all is well.
   */
  check: (model: Model, analysis?: Analysis) => Finding[];
}
