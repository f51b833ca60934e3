import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import { parseJson, readBody } from "../middleware/body.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { AppContext } from "./route.ts";

/** Nested objects and arrays in a model at most: conditions in conditions. */
const depthLimit = 64;

/** Whether a value from JSON is nested more deeply than a recursive schema should be asked to follow. */
export function isTooDeep(root: unknown, limit = depthLimit): boolean {
  const stack: [unknown, number][] = [[root, 1]];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const [value, depth] = item;
    if (typeof value !== "object" || value === null) continue;
    if (depth > limit) return true;
    for (const child of Object.values(value)) stack.push([child, depth + 1]);
  }
  return false;
}

/**
 * The body of an administrator's request, checked.
 *
 * @throws {Problem} 400 when it is not JSON, 413, or 422 with the field.
 */
export async function adminBody<Schema extends v.GenericSchema>(
  context: AppContext,
  schema: Schema,
  limitBytes: number = limits.serverBodyBytes,
): Promise<v.InferOutput<Schema>> {
  const body = parseJson(await readBody(context.req.raw, limitBytes));
  if (isTooDeep(body))
    throw new Problem(422, "too_deep", `the body is nested more than ${depthLimit} levels deep`);
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const { code, field, message } = problemOf(parsed.issues, "the body");
  throw new Problem(422, code, message, { field });
}
