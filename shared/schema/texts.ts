import * as v from "valibot";

/** A language tag such as `en`, `tr` or `pt-BR` (BCP 47, language and optional region). */
export const LanguageSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, "must be a language tag such as en, tr or pt-BR"),
);

/**
 * A text for people: one string for all languages, or one string per language. The reader gets the
 * language asked for, else English, else the first one written.
 *
 * @example { "en": "Asked for directions", "tr": "Yol tarifi istedi" }
 */
export const TextsSchema = v.pipe(
  v.union([
    v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
    v.pipe(
      v.record(LanguageSchema, v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
      v.check((texts) => Object.keys(texts).length > 0, "must hold at least one language"),
    ),
  ]),
  v.description("A text for people: one string, or one per language (en, tr, pl, ro, ...)."),
);
export type Texts = v.InferOutput<typeof TextsSchema>;
