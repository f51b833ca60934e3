/**
 * The model in what somebody saved or sends: a model's file, or the answer of `GET /admin/v1/model`, which
 * has it under `model`. A model itself has no field of that name.
 *
 * @returns What is to be checked against the schema; nothing is said of whether it is a model.
 */
export function modelIn(value: unknown): unknown {
  const { model } = (value ?? {}) as { model?: unknown };
  return typeof model === "object" && model !== null ? model : value;
}
