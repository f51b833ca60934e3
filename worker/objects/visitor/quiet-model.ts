import { compile, type CompiledModel } from "../../../shared/core/index.ts";

const quiet = new WeakMap<CompiledModel, CompiledModel>();

/**
 * The model under which somebody is read who has objected to being scored: nothing earns points,
 * nothing is shown, nobody is handed off, and everybody is in the first stage. Who they are is still
 * read, so that people who look them up see that they objected.
 */
export function quietModel(model: CompiledModel): CompiledModel {
  let known = quiet.get(model);
  if (known === undefined) {
    const { name, scores, total, stages, timeZone, pageKinds } = model.source;
    known = compile({
      version: model.version,
      id: `${model.id}~quiet`,
      model: {
        name,
        scores,
        ...(total !== undefined && { total }),
        ...(timeZone !== undefined && { timeZone }),
        ...(pageKinds !== undefined && { pageKinds }),
        stages: stages.slice(0, 1),
        rules: [],
      },
    });
    quiet.set(model, known);
  }
  return known;
}
