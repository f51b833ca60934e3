import * as v from "valibot";
import { IdentifierSchema } from "./identifier.ts";

const Scalar = v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]);

const Names = v.union([
  v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(128))), v.minLength(1)),
]);

/** A date or a moment: `2026-11-21`, `2026-11-21T09:30:00Z`, `2026-11-21T09:30+03:00`. */
export const MomentSchema = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    "must be a date such as 2026-11-21 or 2026-11-21T09:30:00Z",
  ),
);

/** How often, how many, how much: whole numbers. */
const amounts = {
  atLeast: v.optional(v.pipe(v.number(), v.finite(), v.description("True from this number on."))),
  atMost: v.optional(v.pipe(v.number(), v.finite(), v.description("True up to this number."))),
};
const withinDays = v.optional(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(1),
    v.maxValue(3650),
    v.description("Only what happened in (t - withinDays, t], in days of 24 hours. Left out: ever."),
  ),
);
function hasAmount(test: { atLeast?: number | undefined; atMost?: number | undefined }): boolean {
  return test.atLeast !== undefined || test.atMost !== undefined;
}
const noAmount = "needs atLeast or atMost";
/** What a value is compared with. Every comparison that is given must hold. A missing value fails them all but `exists: false`. */
const comparisons = {
  equals: v.optional(
    v.pipe(
      Scalar,
      v.description("Equal. Text compares without case, accents and the dot of the i; nothing is converted."),
    ),
  ),
  in: v.optional(v.pipe(v.array(Scalar), v.minLength(1), v.description("Equal to one of these."))),
  contains: v.optional(v.pipe(v.string(), v.minLength(1), v.description("A text that contains this text."))),
  exists: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        "true: there is a value, and it is not the empty text. false: there is none. The only test for absence.",
      ),
    ),
  ),
  before: v.optional(
    v.pipe(MomentSchema, v.description("A date before this one; a text that is no ISO 8601 date is not.")),
  ),
  after: v.optional(v.pipe(MomentSchema, v.description("A date after this one."))),
  atLeast: v.optional(v.pipe(v.number(), v.finite(), v.description("A number ≥ this."))),
  moreThan: v.optional(v.pipe(v.number(), v.finite(), v.description("A number > this."))),
  atMost: v.optional(v.pipe(v.number(), v.finite(), v.description("A number ≤ this."))),
  lessThan: v.optional(v.pipe(v.number(), v.finite(), v.description("A number < this."))),
};

/** Names of the comparisons that a test about a value may make. */
export const comparisonNames: readonly string[] = Object.keys(comparisons);

function hasComparison(test: object): boolean {
  return comparisonNames.some((name) => name in test);
}

const noComparison = `needs at least one comparison: ${comparisonNames.join(", ")}`;

export const EventTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("event"),
    is: v.pipe(Names, v.description("Event name or names, GA4's in snake_case: generate_lead, page_view.")),
  }),
  v.description("The event being scored has this name."),
);

export const PropertyTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("property"),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    ...comparisons,
  }),
  v.check((test) => hasComparison(test), noComparison),
  v.description("A property of the event being scored."),
);

export const PageKindTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("page_kind"),
    is: v.pipe(Names, v.description("Page kind or kinds: directions, careers, pricing, ...")),
  }),
  v.description(
    "In a rule: the page on which the event happened is of this kind. In an action: the page that the visitor is on.",
  ),
);

export const PathTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("path"),
    equals: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2048))),
    prefix: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2048))),
    glob: v.optional(
      v.pipe(
        v.string(),
        v.minLength(1),
        v.maxLength(2048),
        v.description("* stands for any characters but /, ** for any characters, ? for one character but /."),
      ),
    ),
  }),
  v.check(
    (test) => test.equals !== undefined || test.prefix !== undefined || test.glob !== undefined,
    "needs equals, prefix or glob",
  ),
  v.description(
    "The path of the page, percent-encoded or not, compared without case, accents and a slash at the end.",
  ),
);

export const TraitTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("trait"),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    ...comparisons,
  }),
  v.check((test) => hasComparison(test), noComparison),
  v.description("A trait of the visitor, as last told by identify or a form: email, company, employees, ..."),
);

export const IdentityTestSchema = v.pipe(
  v.strictObject({ test: v.literal("identity"), is: v.picklist(["known", "anonymous"]) }),
  v.description("Known: an e-mail address, a phone number or a user id has been given."),
);

export const SourceTestSchema = v.pipe(
  v.strictObject({ test: v.literal("source"), is: v.picklist(["browser", "server"]) }),
  v.description("Who reported the event: a browser with the write key, or a server with the secret key."),
);

export const TitleTestSchema = v.pipe(
  v.strictObject({ test: v.literal("title"), ...comparisons }),
  v.check((test) => hasComparison(test), noComparison),
  v.description("The title of the page."),
);

export const GeoTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("geo"),
    field: v.picklist(["country", "region", "city", "timezone"]),
    ...comparisons,
  }),
  v.check((test) => hasComparison(test), noComparison),
  v.description("Where the visitor last was, as the edge sees it; country as two letters."),
);

export const DeviceTestSchema = v.pipe(
  v.strictObject({ test: v.literal("device"), field: v.picklist(["type", "os", "browser"]), ...comparisons }),
  v.check((test) => hasComparison(test), noComparison),
  v.description("The device last used; type is desktop, mobile, tablet or other."),
);

export const CampaignTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("campaign"),
    field: v.picklist(["source", "medium", "name", "term", "content", "id"]),
    ...comparisons,
  }),
  v.check((test) => hasComparison(test), noComparison),
  v.description("The campaign that last brought the visitor, from utm parameters."),
);

export const ReferrerTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("referrer"),
    is: v.pipe(Names, v.description("paid, email, search, social, ai_assistant, internal, other")),
  }),
  v.description("The class of what last brought the visitor from elsewhere."),
);

export const ConsentTestSchema = v.pipe(
  v.strictObject({ test: v.literal("consent"), is: v.picklist(["granted", "denied", "unknown"]) }),
  v.description("Consent as last told by consent_updated with the property consent; unknown before that."),
);

export const VisitTestSchema = v.pipe(
  v.strictObject({ test: v.literal("visit"), is: v.picklist(["first", "returning"]) }),
  v.description("Whether this is the first visit; a visit ends after 30 minutes without an event."),
);

const ClockTime = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 09:30"));

export const TimeTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("time"),
    weekdays: v.optional(
      v.pipe(
        v.array(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(7))),
        v.minLength(1),
        v.description("1 Monday to 7 Sunday."),
      ),
    ),
    from: v.optional(v.pipe(ClockTime, v.description("From this time of day on."))),
    until: v.optional(
      v.pipe(
        ClockTime,
        v.description("Until before this time of day; earlier than from means over midnight."),
      ),
    ),
  }),
  v.check(
    (test) => test.weekdays !== undefined || test.from !== undefined || test.until !== undefined,
    "needs weekdays, from or until",
  ),
  v.description("Time of day and weekday in the model's time zone."),
);

export const InactiveTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("inactive"),
    days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650)),
  }),
  v.description(
    "Nothing happened for so many days of 24 hours. In an event rule: between the event before and this one.",
  ),
);

export const SegmentTestSchema = v.pipe(
  v.strictObject({ test: v.literal("segment"), is: v.pipe(Names, v.description("Segment id or ids.")) }),
  v.description("The visitor is in one of these segments."),
);

export const DisqualifiedTestSchema = v.pipe(
  v.strictObject({ test: v.literal("disqualified"), is: v.boolean() }),
  v.description("Whether the visitor is disqualified."),
);

export const StageTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("stage"),
    is: v.optional(IdentifierSchema),
    atLeast: v.optional(IdentifierSchema),
  }),
  v.check((test) => test.is !== undefined || test.atLeast !== undefined, "needs is or atLeast"),
  v.description("The stage the visitor is in. For actions and hand-offs."),
);

export const ScoreTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("score"),
    of: v.optional(v.pipe(IdentifierSchema, v.description("A score's id; the total when left out."))),
    atLeast: v.optional(v.pipe(v.number(), v.integer())),
    lessThan: v.optional(v.pipe(v.number(), v.integer())),
  }),
  v.check((test) => test.atLeast !== undefined || test.lessThan !== undefined, "needs atLeast or lessThan"),
  v.description("A score, or the total, inside its bounds. For actions and hand-offs."),
);

/** Tests that ask about an event itself. */
const eventTests = [
  EventTestSchema,
  PropertyTestSchema,
  PageKindTestSchema,
  PathTestSchema,
  TitleTestSchema,
  SourceTestSchema,
  GeoTestSchema,
  DeviceTestSchema,
  CampaignTestSchema,
  ReferrerTestSchema,
] as const;
type EventLevelTest = v.InferOutput<(typeof eventTests)[number]>;

/** A condition about an event itself: what behaviour is counted by. */
export type EventCondition =
  | EventLevelTest
  | { all: EventCondition[] }
  | { any: EventCondition[] }
  | { not: EventCondition };

/** Levels of `all`, `any`, `not` that a condition may have: deeper ones are nobody's meaning, and would fill the stack. */
const deepestLevels = 64;

/** Whether objects lie in objects deeper than so many levels; asked level by level, so that nothing is too deep to be asked. */
function isDeeperThan(levels: number, input: unknown): boolean {
  let level: unknown[] = [input];
  for (let depth = 0; level.length > 0; depth += 1) {
    const objects = level.flat().filter((value) => typeof value === "object" && value !== null);
    if (objects.length > 0 && depth > levels) return true;
    level = objects.flatMap((value) => Object.values(value));
  }
  return false;
}

const TooDeepSchema = v.custom<never>(
  () => false,
  `is nested more than ${deepestLevels} levels deep; say it in several rules, or with fewer levels`,
);

/**
 * `all`, `any`, `not` over tests. The form is chosen by the key that is present, so that a mistake is
 * reported where it is and not as "none of the forms matched".
 *
 * @returns The condition, and all of its forms for JSON Schema.
 */
function treeOf<T>(tests: v.GenericSchema<T>): { tree: v.GenericSchema; forms: v.GenericSchema } {
  const branch = v.lazy(() => tree);
  const branches = v.pipe(
    v.array(branch),
    v.minLength(1, "must not be empty: an empty list would be true for everybody or for nobody"),
  );
  const all = v.pipe(v.strictObject({ all: branches }), v.description("True when every branch is."));
  const any = v.pipe(v.strictObject({ any: branches }), v.description("True when at least one branch is."));
  const not = v.pipe(v.strictObject({ not: branch }), v.description("True when the branch is not."));
  const forms = v.union([all, any, not, tests]);
  const tree: v.GenericSchema = v.lazy((input): v.GenericSchema => {
    if (input === undefined) return forms;
    if (typeof input === "object" && input !== null) {
      if ("all" in input) return all;
      if ("any" in input) return any;
      if ("not" in input) return not;
    }
    return tests;
  });
  const root = v.lazy((input) => (isDeeperThan(deepestLevels, input) ? TooDeepSchema : tree));
  return { tree: root, forms };
}

const eventTree = treeOf(v.variant("test", eventTests));

/** All forms of a condition about an event: what JSON Schema shows. */
export const EventConditionFormSchema = eventTree.forms;
export const EventConditionSchema = eventTree.tree as v.GenericSchema<EventCondition>;

export const CountTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("count"),
    of: v.pipe(EventConditionSchema, v.description("Which events.")),
    withinDays,
    ...amounts,
  }),
  v.check((test) => hasAmount(test), noAmount),
  v.description("How often something happened, this event included."),
);

export const DistinctTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("distinct"),
    of: v.pipe(EventConditionSchema, v.description("Which events.")),
    by: v.pipe(
      v.picklist(["property", "path", "name", "touchpoint", "day"]),
      v.description(
        "What is counted once: a property's value, a page's path, the event's name, or the touchpoint (form, email, chat, social, site, ad, phone), the UTC day.",
      ),
    ),
    property: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(128))),
    withinDays,
    ...amounts,
  }),
  v.check((test) => hasAmount(test), noAmount),
  v.check(
    (test) => (test.by === "property") === (test.property !== undefined),
    "property goes with by: property",
  ),
  v.description("How many different ones: forms, pages, touchpoints, colleagues."),
);

export const SumTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("sum"),
    of: v.pipe(EventConditionSchema, v.description("Which events.")),
    property: v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
    withinDays,
    ...amounts,
  }),
  v.check((test) => hasAmount(test), noAmount),
  v.description("Sum of a numeric property: engaged seconds, cart value."),
);

export const SequenceTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("sequence"),
    steps: v.pipe(v.array(EventConditionSchema), v.minLength(2), v.maxLength(10)),
    withinDays,
  }),
  v.description("These happened in this order, whatever lay between; the whole of it within the window."),
);

export const LastTestSchema = v.pipe(
  v.strictObject({
    test: v.literal("last"),
    of: v.pipe(EventConditionSchema, v.description("Which events.")),
    times: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
    followedBy: EventConditionSchema,
    by: v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(128),
      v.description("Property that both have in common: campaign_id."),
    ),
  }),
  v.description(
    "Each of the last so many was followed by its answer: the last three e-mails sent were opened.",
  ),
);

/** The kinds of test, one schema each. A new kind is added here and in `shared/core/condition/`. */
export const TestSchema = v.variant("test", [
  EventTestSchema,
  PropertyTestSchema,
  PageKindTestSchema,
  PathTestSchema,
  TraitTestSchema,
  IdentityTestSchema,
  SourceTestSchema,
  TitleTestSchema,
  GeoTestSchema,
  DeviceTestSchema,
  CampaignTestSchema,
  ReferrerTestSchema,
  ConsentTestSchema,
  VisitTestSchema,
  TimeTestSchema,
  CountTestSchema,
  DistinctTestSchema,
  SumTestSchema,
  SequenceTestSchema,
  LastTestSchema,
  InactiveTestSchema,
  SegmentTestSchema,
  DisqualifiedTestSchema,
  StageTestSchema,
  ScoreTestSchema,
]);
export type Test = v.InferOutput<typeof TestSchema>;

/** A tree of tests: closed data, no expressions and no code. */
export type Condition = Test | { all: Condition[] } | { any: Condition[] } | { not: Condition };

const conditionTree = treeOf(TestSchema);

/** All forms of a condition: what JSON Schema shows. */
export const ConditionFormSchema = conditionTree.forms;

/**
 * A condition: `all`, `any`, `not` over tests.
 *
 * @example { "all": [{ "test": "event", "is": "generate_lead" }, { "test": "property", "name": "model", "exists": true }] }
 */
export const ConditionSchema = conditionTree.tree as v.GenericSchema<Condition>;
