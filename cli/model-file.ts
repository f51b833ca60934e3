import * as v from "valibot";
import { modelIn } from "../shared/model-in.ts";
import { ModelSchema, type Model } from "../shared/schema/model.ts";
import { problemsOf } from "../worker/schema-problem.ts";
import { Failure } from "./failure.ts";
import { readJson } from "./json-file.ts";
import { compileProblems, loadModel, type LoadedModel } from "./scoring.ts";

/** Something wrong with a model's file. */
export interface FileProblem {
  path: string;
  code: string;
  message: string;
}

/** Checks the shape of a model, or of a saved answer of `GET /admin/v1/model`. */
export function parseModel(input: unknown): { model: Model } | { problems: FileProblem[] } {
  const parsed = v.safeParse(ModelSchema, modelIn(input));
  if (parsed.success) return { model: parsed.output };
  return {
    problems: problemsOf(parsed.issues, "the model").map(({ field, code, message }) => ({
      path: field,
      code,
      message: code === "unknown_field" ? `${field} is not a field of a model; take it out` : message,
    })),
  };
}

/**
 * Reads a model's file and compiles it.
 *
 * @param id Id under which states of it are kept.
 * @throws {Failure} With the first problem, and where the others are said.
 */
export async function readModel(file: string, id = "model"): Promise<LoadedModel> {
  const result = parseModel(await readJson(file));
  const problems = "problems" in result ? result.problems : compileProblems(result.model);
  const [first] = problems;
  if (first === undefined && "model" in result) return loadModel(result.model, id);
  const place =
    first === undefined || first.path === "" || first.message.startsWith(first.path) ? "" : `${first.path}: `;
  const others = problems.length > 1 ? ` (and ${problems.length - 1} more: scoreline lint ${file})` : "";
  throw new Failure(`${file} is no model: ${place}${first?.message ?? ""}${others}`);
}
