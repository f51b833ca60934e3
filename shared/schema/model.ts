import * as v from "valibot";
import { ActionSchema } from "./action.ts";
import { HandOffSchema } from "./hand-off.ts";
import { IdentifierSchema } from "./identifier.ts";
import { RuleSchema } from "./rule.ts";
import { StageSchema } from "./stage.ts";
import { TextsSchema } from "./texts.ts";

const Bound = v.pipe(v.number(), v.integer(), v.minValue(-1_000_000), v.maxValue(1_000_000));

/** A named score and its bounds, which apply when it is read and never while events are folded. */
export const ScoreSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    label: TextsSchema,
    min: v.optional(v.pipe(Bound, v.description("Lowest value; 0 when left out."))),
    max: v.optional(v.pipe(Bound, v.description("Highest value; no upper bound when left out."))),
  }),
  v.check((score) => score.max === undefined || (score.min ?? 0) < score.max, "min must be below max"),
  v.description("A named score with its bounds: engagement, fit, intent."),
);
export type Score = v.InferOutput<typeof ScoreSchema>;

/** A site's own answer to "what kind of page is this?", asked before the built-in patterns. */
export const PageKindOverrideSchema = v.strictObject({
  kind: IdentifierSchema,
  path: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(2048),
    v.description("A glob over the path: * any characters but /, ** any characters."),
  ),
});
export type PageKindOverride = v.InferOutput<typeof PageKindOverrideSchema>;

/**
 * A scoring model: everything that decides a score and what follows from it. Immutable once
 * published; each receipt names the version it was paid under.
 */
export const ModelSchema = v.pipe(
  v.strictObject({
    $schema: v.optional(v.string()),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
    description: v.optional(v.pipe(v.string(), v.maxLength(2000))),
    scores: v.pipe(v.array(ScoreSchema), v.minLength(1), v.maxLength(20)),
    total: v.optional(
      v.pipe(
        v.strictObject({ min: v.optional(Bound), max: v.optional(Bound) }),
        v.check((total) => (total.min ?? 0) < (total.max ?? 100), "min must be below max"),
        v.description("Bounds of the total, the sum of the scores; 0 to 100 when left out."),
      ),
    ),
    rules: v.pipe(v.array(RuleSchema), v.maxLength(10_000)),
    stages: v.pipe(v.array(StageSchema), v.minLength(1), v.maxLength(20)),
    actions: v.optional(v.pipe(v.array(ActionSchema), v.maxLength(1000))),
    handOffs: v.optional(v.pipe(v.array(HandOffSchema), v.maxLength(100))),
    pageKinds: v.optional(
      v.pipe(
        v.array(PageKindOverrideSchema),
        v.maxLength(200),
        v.description("The site's own page kinds, asked before the built-in patterns; the first match wins."),
      ),
    ),
  }),
  v.title("Scoreline model"),
  v.description("Rules, scores, stages, actions and hand-offs of a site."),
);
export type Model = v.InferOutput<typeof ModelSchema>;
