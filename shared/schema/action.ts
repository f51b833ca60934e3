import * as v from "valibot";
import { ConditionSchema, MomentSchema } from "./condition.ts";
import { IdentifierSchema } from "./identifier.ts";
import { CapSchema } from "./rule.ts";
import { LanguageSchema } from "./texts.ts";

/** Ways to show an action. A kind is one file in `sdk/actions/`. */
export const actionKinds = ["banner", "modal", "inline"] as const;

/**
 * An address that an action may lead to: a path on the site, or https. Never `javascript:`, never
 * another scheme, never the `//host` and `/\host` forms that leave the site in disguise.
 */
export const LinkSchema = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.regex(
    /^(\/(?![/\\])|https:\/\/[a-z0-9])[^\s\\]*$/i,
    "must be a path that begins with one / or an https:// address",
  ),
  v.description("A path on the site that begins with one /, or an https:// address."),
);

const Line = (characters: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(characters));

/** The words of an action in one language. Text only; markup is shown as it is written. */
export const ActionTextSchema = v.strictObject({
  title: Line(120),
  body: v.optional(Line(500)),
  button: v.optional(v.pipe(Line(60), v.description("Words on the button; it leads to link."))),
  dismiss: v.optional(
    v.pipe(Line(60), v.description("Words of the way out, for those who cannot see the cross.")),
  ),
  link: v.optional(
    v.pipe(
      LinkSchema,
      v.description("Where the button leads in this language, if not to the action's link."),
    ),
  ),
});
export type ActionText = v.InferOutput<typeof ActionTextSchema>;

/** When something may be shown. */
export const ScheduleSchema = v.pipe(
  v.strictObject({
    from: v.optional(
      v.pipe(MomentSchema, v.description("From this moment on; a date means its first moment in UTC.")),
    ),
    until: v.optional(v.pipe(MomentSchema, v.description("Until before this moment."))),
  }),
  v.description("When something may be shown. Times of day are a condition: the test time."),
);

/** Something to show a visitor: data, never HTML and never code. */
export const ActionSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    kind: v.picklist(actionKinds),
    slot: v.optional(
      v.pipe(IdentifierSchema, v.description("inline: the element with this data-score-slot.")),
    ),
    when: v.pipe(ConditionSchema, v.description("Who sees it, and where.")),
    priority: v.optional(
      v.pipe(v.number(), v.integer(), v.description("The highest wins the place; 0 when left out.")),
    ),
    cap: v.optional(
      v.pipe(
        CapSchema,
        v.description("How often one visitor sees it at most. Counted in view_promotion events."),
      ),
    ),
    afterDismissDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(3650),
        v.description("Days without it after the visitor closed it; 30 when left out."),
      ),
    ),
    afterSelectDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(3650),
        v.description("Days without it after the visitor followed it; 30 when left out."),
      ),
    ),
    schedule: v.optional(ScheduleSchema),
    holdoutPercent: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(99),
        v.description("So many of a hundred visitors never see it, chosen by a hash: to compare with."),
      ),
    ),
    texts: v.pipe(
      v.record(LanguageSchema, ActionTextSchema),
      v.check((texts) => Object.keys(texts).length > 0, "must hold at least one language"),
    ),
    link: v.optional(LinkSchema),
    image: v.optional(LinkSchema),
    promoCode: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,40}$/))),
  }),
  v.check((action) => action.kind !== "inline" || action.slot !== undefined, "an inline action needs a slot"),
  v.description("Something to show a visitor: data, never HTML and never code."),
);
export type Action = v.InferOutput<typeof ActionSchema>;
