import * as v from "valibot";
import { actionKinds, ActionSchema } from "./action.ts";
import { ConditionSchema } from "./condition.ts";
import { HandOffSchema } from "./hand-off.ts";
import { IdentifierSchema } from "./identifier.ts";
import { CapSchema, DecaySchema, RuleSchema } from "./rule.ts";
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
    decay: v.optional(v.pipe(DecaySchema, v.description("Of all points of this score."))),
    browserMax: v.optional(
      v.pipe(Bound, v.description("What a browser alone can earn here; more needs a server's word.")),
    ),
  }),
  v.check((score) => score.max === undefined || (score.min ?? 0) < score.max, "min must be below max"),
  v.description("A named score with its bounds: engagement, fit, intent."),
);
export type Score = v.InferOutput<typeof ScoreSchema>;

/** Limits that several rules share. */
export const GroupSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    label: TextsSchema,
    min: v.optional(v.pipe(Bound, v.description("The group never takes more than this; a negative number."))),
    max: v.optional(
      v.pipe(Bound, v.description("The group never pays more than this: what is above is cut off.")),
    ),
    decay: v.optional(DecaySchema),
  }),
  v.description("Rules whose granted points together stay within limits."),
);

/** A part of the audience, with a score sheet of its own if rules name it. */
export const SegmentSchema = v.pipe(
  v.strictObject({ id: IdentifierSchema, label: TextsSchema, while: ConditionSchema }),
  v.description("A part of the audience: who meets the condition is in it."),
);

/** A reason not to sell to somebody. */
export const DisqualificationSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    label: v.pipe(TextsSchema, v.description("The reason, as sales reads it.")),
    while: ConditionSchema,
    expiresAfterDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(3650),
        v.description("It no longer counts so many days after it came true."),
      ),
    ),
  }),
  v.description("A reason not to sell to somebody: a state, not a low score."),
);

/** Points that wait for a sign of a person. */
export const QuarantineSchema = v.pipe(
  v.strictObject({
    when: v.pipe(ConditionSchema, v.description("Events whose points wait: e-mails opened by machines.")),
    release: v.pipe(ConditionSchema, v.description("An event that shows a person: what waits is paid.")),
    void: v.optional(
      v.pipe(ConditionSchema, v.description("An event that shows a machine: what waits is void.")),
    ),
  }),
  v.description("Points that wait for a sign of a person."),
);

/** How often anything is shown at all. */
export const FrequencySchema = v.strictObject({
  global: v.optional(v.pipe(CapSchema, v.description("All actions together."))),
  perKind: v.optional(v.record(v.picklist(actionKinds), CapSchema)),
});

/** A site's own answer to "what kind of page is this?", asked before the built-in patterns. */
export const PageKindOverrideSchema = v.strictObject({
  kind: IdentifierSchema,
  path: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(2048),
    v.description(
      "A glob over the path, compared as in path tests, with and without .html and its like: * any characters but /, ** any characters.",
    ),
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
    timeZone: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[A-Za-z]+(\/[A-Za-z0-9_+-]+){0,2}$/, "must be a time zone such as Europe/Istanbul"),
        v.description("IANA name, for times of day and calendar days; UTC when left out."),
      ),
    ),
    groups: v.optional(v.pipe(v.array(GroupSchema), v.maxLength(100))),
    segments: v.optional(v.pipe(v.array(SegmentSchema), v.maxLength(50))),
    disqualifications: v.optional(v.pipe(v.array(DisqualificationSchema), v.maxLength(50))),
    quarantine: v.optional(
      v.pipe(
        QuarantineSchema,
        v.description(
          "Points that wait for a sign of a person. Left out: those of e-mails that a machine opened, until the person follows a link, comes to a page from a message, answers, fills in a form or books a meeting.",
        ),
      ),
    ),
    frequency: v.optional(FrequencySchema),
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
