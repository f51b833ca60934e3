import * as core from "../../../shared/core/index.ts";

export * from "../../../shared/core/index.ts";

/**
 * How often more than once the visitor's object folds and decides. A clock in workerd stands still
 * while code runs, so one time is too short to be measured from inside; a thousand show in the time of
 * the process.
 */
export const repeats = 1_000;

/** The core's, done again and again. */
export const fold: typeof core.fold = (...given) => {
  for (let time = 0; time < repeats; time += 1) core.fold(...given);
  return core.fold(...given);
};

/** The same for decisions. */
export const decide: typeof core.decide = (...given) => {
  for (let time = 0; time < repeats; time += 1) core.decide(...given);
  return core.decide(...given);
};
