import * as v from "valibot";
import { IdentifierSchema } from "./identifier.ts";

const Scalar = v.union([v.string(), v.pipe(v.number(), v.finite()), v.boolean()]);

const Names = v.union([
  v.pipe(v.string(), v.minLength(1), v.maxLength(128)),
  v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(128))), v.minLength(1)),
]);

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
  atLeast: v.optional(v.pipe(v.number(), v.finite(), v.description("A number ≥ this."))),
  moreThan: v.optional(v.pipe(v.number(), v.finite(), v.description("A number > this."))),
  atMost: v.optional(v.pipe(v.number(), v.finite(), v.description("A number ≤ this."))),
  lessThan: v.optional(v.pipe(v.number(), v.finite(), v.description("A number < this."))),
};

const comparisonNames = Object.keys(comparisons);

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
  v.description("The path of the page, compared without case, accents and a slash at the end."),
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

/** The kinds of test, one schema each. A new kind is added here and in `shared/core/condition/`. */
export const TestSchema = v.variant("test", [
  EventTestSchema,
  PropertyTestSchema,
  PageKindTestSchema,
  PathTestSchema,
  TraitTestSchema,
  IdentityTestSchema,
  SourceTestSchema,
  StageTestSchema,
  ScoreTestSchema,
]);
export type Test = v.InferOutput<typeof TestSchema>;

/** A tree of tests: closed data, no expressions and no code. */
export type Condition = Test | AllCondition | AnyCondition | NotCondition;
export interface AllCondition {
  all: Condition[];
}
export interface AnyCondition {
  any: Condition[];
}
export interface NotCondition {
  not: Condition;
}

const Branches = v.pipe(
  v.array(v.lazy(() => ConditionSchema)),
  v.minLength(1, "must not be empty: an empty list would be true for everybody or for nobody"),
);

const AllSchema: v.GenericSchema<AllCondition> = v.pipe(
  v.strictObject({ all: Branches }),
  v.description("True when every branch is."),
);
const AnySchema: v.GenericSchema<AnyCondition> = v.pipe(
  v.strictObject({ any: Branches }),
  v.description("True when at least one branch is."),
);
const NotSchema: v.GenericSchema<NotCondition> = v.pipe(
  v.strictObject({ not: v.lazy(() => ConditionSchema) }),
  v.description("True when the branch is not."),
);

/** All forms of a condition: what JSON Schema shows. */
export const ConditionFormSchema = v.union([AllSchema, AnySchema, NotSchema, TestSchema]);

/**
 * A condition: `all`, `any`, `not` over tests.
 *
 * The form is chosen by the key that is present, so that a mistake is reported where it is and not as
 * "none of the forms matched".
 *
 * @example { "all": [{ "test": "event", "is": "generate_lead" }, { "test": "property", "name": "model", "exists": true }] }
 */
export const ConditionSchema: v.GenericSchema<Condition> = v.lazy((input) => {
  if (input === undefined) return ConditionFormSchema;
  if (typeof input === "object" && input !== null) {
    if ("all" in input) return AllSchema;
    if ("any" in input) return AnySchema;
    if ("not" in input) return NotSchema;
  }
  return TestSchema;
});
