import * as v from "valibot";
import { ConditionSchema, MomentSchema } from "./condition.ts";
import { IdentifierSchema } from "./identifier.ts";
import { CapSchema } from "./rule.ts";
import { LanguageSchema, TextsSchema } from "./texts.ts";

/** Ways to act on a page. A kind is one file in `sdk/actions/`. */
export const actionKinds = [
  "banner",
  "modal",
  "slide_in",
  "inline",
  "survey",
  "chat_open",
  "recommend",
  "redirect",
  "event_only",
] as const;
export type ActionKind = (typeof actionKinds)[number];

/**
 * An address that an action may lead to: a path on the site, or https. Never `javascript:`, never
 * another scheme, never the `//host` and `/\host` forms that leave the site in disguise.
 */
export const LinkSchema = v.pipe(
  v.string(),
  v.maxLength(2048),
  v.regex(
    // Nothing before an @: what stands there is taken for the site by whoever reads the address. Letters
    // and digits in the host alone: anything else is another character once a browser has normalised it.
    /^(\/(?![/\\])[^\s\\]*|[Hh][Tt][Tt][Pp][Ss]:\/\/[A-Za-z0-9][\p{L}\p{M}\p{N}.-]*(:\d{1,5})?([/?#][^\s\\]*)?)$/u,
    "must be a path that begins with one /, or an https:// address without a user's name",
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
  thanks: v.optional(
    v.pipe(Line(120), v.description("survey: what stands there after an answer; a thank-you when left out.")),
  ),
});
export type ActionText = v.InferOutput<typeof ActionTextSchema>;

/** One answer that a survey offers. */
export const SurveyOptionSchema = v.strictObject({
  value: v.pipe(
    Line(100),
    v.description("What the trait becomes: the same in all languages, so that a rule can ask for it."),
  ),
  label: v.optional(v.pipe(TextsSchema, v.description("What the visitor reads; the value when left out."))),
});

/** One product of a recommendation. */
export const ProductSchema = v.strictObject({
  name: TextsSchema,
  link: LinkSchema,
  image: v.optional(LinkSchema),
  price: v.optional(v.pipe(TextsSchema, v.description('As it is shown, with its currency: "€ 29,900".'))),
});

/** Facts for the page's own code: flat, so that it can be read without looking for surprises. */
export const ActionDataSchema = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "must be a name of letters, digits and _")),
    v.union([v.pipe(v.string(), v.maxLength(500)), v.number(), v.boolean()]),
  ),
  v.check((data) => Object.keys(data).length <= 20, "holds more than 20 facts"),
);

/** A trait as a survey names it. */
const TraitNameSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "must be the name of a trait: letters, digits and _, at most 64"),
);

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

/** Fields that some kinds need, some take, and the others have no use for. */
const fieldsOfSome = [
  "slot",
  "texts",
  "link",
  "image",
  "promoCode",
  "trait",
  "options",
  "products",
  "data",
] as const;
type FieldOfSome = (typeof fieldsOfSome)[number];
type ActionFields = { kind: ActionKind } & { [Field in FieldOfSome]?: unknown };

const card = { needs: ["texts"], takes: ["link", "image", "promoCode"] } as const;

/** What each kind needs, and what it takes besides. */
const fieldsOfKinds: Readonly<
  Record<ActionKind, { needs: readonly FieldOfSome[]; takes: readonly FieldOfSome[] }>
> = {
  banner: card,
  modal: card,
  slide_in: card,
  inline: { ...card, needs: ["texts", "slot"] },
  survey: { needs: ["texts", "trait", "options"], takes: ["slot"] },
  chat_open: { needs: [], takes: [] },
  recommend: { needs: ["texts", "products"], takes: ["slot", "link"] },
  redirect: { needs: ["link"], takes: [] },
  event_only: { needs: [], takes: ["texts", "link", "image", "promoCode", "products", "data"] },
};

/** Something to show a visitor: data, never HTML and never code. */
export const ActionSchema = v.pipe(
  v.strictObject({
    id: IdentifierSchema,
    kind: v.picklist(actionKinds),
    slot: v.optional(
      v.pipe(
        IdentifierSchema,
        v.description("The element with this data-score-slot: for inline, survey and recommend."),
      ),
    ),
    when: v.pipe(ConditionSchema, v.description("Who sees it, and where.")),
    priority: v.optional(
      v.pipe(v.number(), v.integer(), v.description("The highest wins the place; 0 when left out.")),
    ),
    cap: v.optional(
      v.pipe(
        CapSchema,
        v.description(
          "How often one visitor sees it at most. Counted in view_promotion events, and in promotion_withheld of those who are held out.",
        ),
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
        v.description(
          "So many of a hundred visitors never see it, chosen by a hash: to compare with. Their log holds promotion_withheld where others have view_promotion. Who has no id, such as a visitor without consent, is not held out.",
        ),
      ),
    ),
    texts: v.optional(
      v.pipe(
        v.record(LanguageSchema, ActionTextSchema),
        v.check((texts) => Object.keys(texts).length > 0, "must hold at least one language"),
        v.description("The words, per language. All kinds need them but chat_open, redirect and event_only."),
      ),
    ),
    link: v.optional(v.pipe(LinkSchema, v.description("Where the button leads; redirect: where to."))),
    image: v.optional(LinkSchema),
    promoCode: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^[A-Za-z0-9_-]{1,40}$/, "must be a code of letters, digits, _ and -"),
        v.description("Shown as a button that copies it."),
      ),
    ),
    trait: v.optional(v.pipe(TraitNameSchema, v.description("survey: the trait that the answer becomes."))),
    options: v.optional(
      v.pipe(
        v.array(SurveyOptionSchema),
        v.minLength(2, "holds fewer than 2 options: there is nothing to choose"),
        v.maxLength(6, "holds more than 6 options: more are not read"),
        v.check(
          (options) => new Set(options.map(({ value }) => value)).size === options.length,
          "holds a value twice",
        ),
        v.description("survey: the answers to choose from, one of them."),
      ),
    ),
    products: v.optional(
      v.pipe(
        v.array(ProductSchema),
        v.minLength(1),
        v.maxLength(6),
        v.description("recommend: the products. The one on whose page the visitor is stays away."),
      ),
    ),
    data: v.optional(
      v.pipe(ActionDataSchema, v.description("event_only: facts for the page's own code, at most 20.")),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const action: ActionFields = dataset.value;
    const { needs, takes } = fieldsOfKinds[action.kind];
    for (const field of fieldsOfSome) {
      const isThere = action[field] !== undefined;
      const isNeeded = needs.includes(field);
      if (isThere === isNeeded || (isThere && takes.includes(field))) continue;
      addIssue({
        message: isNeeded
          ? `is missing: an action of the kind ${action.kind} needs it`
          : `does nothing in an action of the kind ${action.kind}; take it out, or choose another kind`,
        path: [{ type: "object", origin: "value", input: dataset.value, key: field, value: action[field] }],
      });
    }
  }),
  v.description("Something to show a visitor: data, never HTML and never code."),
);
export type Action = v.InferOutput<typeof ActionSchema>;
