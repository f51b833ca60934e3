import { checkModel } from "../../check.ts";
import type { LintRule } from "../finding.ts";

/** What keeps a model from compiling. */
export const invalidReference: LintRule = {
  code: "invalid_reference",
  description: "The model names something that is not there, or asks what cannot be known at that place.",
  check: (model) =>
    checkModel(model).map(({ path, message }) => ({
      path,
      severity: "error",
      code: "invalid_reference",
      message,
      fix: "Correct it: a model with an error cannot be published.",
    })),
};
