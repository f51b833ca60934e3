import * as v from "valibot";

/**
 * Name of a thing inside a model: a rule, a score, a stage, an action. Lower case letters, digits,
 * `_` and `-`, beginning with a letter, at most 64 characters.
 *
 * @example "test_drive"
 */
export const IdentifierSchema = v.pipe(
  v.string(),
  v.regex(
    /^[a-z][a-z0-9_-]{0,63}$/,
    "must begin with a lower-case letter and hold only a-z, 0-9, _ and - (at most 64)",
  ),
  v.description(
    "A name inside the model: lower-case letters, digits, _ and -, beginning with a letter, at most 64 characters.",
  ),
);
export type Identifier = v.InferOutput<typeof IdentifierSchema>;
