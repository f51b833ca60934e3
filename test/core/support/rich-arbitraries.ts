import fc from "fast-check";
import type { Condition, EventCondition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";

/**
 * Everything that a condition may ask about an event, over few values, so that much is met and much
 * is missed by little: equal text in other letters, numbers at both ends of a range, paths with and
 * without a slash.
 */
const names = ["page_view", "purchase", "generate_lead", "Generate_Lead", ""] as const;
const texts = ["", "a", "A", "á", "ab", "İ", "i", "1", "true"] as const;
const scalars = [...texts, 0, -0, 1, 2, 2.5, 3, true, false, Number.NaN] as const;
const paths = ["/", "/a", "/A/", "/a/b", "/a/b/", "/ab", "/a/b/c", "", "a"] as const;
const globs = ["/a/*", "/a/**", "/*/b", "/?", "**", "/a", "*/b/*", "/**/c"] as const;
const kinds = ["pricing", "careers", "home"] as const;
const moments = ["2026-01-01", "2026-01-02", "2026-01-01T12:00:00Z"] as const;

const value = fc.oneof(
  fc.constantFrom<unknown>(...scalars),
  fc.constantFrom<unknown>(...moments),
  fc.constantFrom<unknown>(null, undefined, {}, [], ["a", 1], ["á"]),
);

/** Events of one instant after the other, with whatever may be missing missing. */
export const richEventArbitrary: fc.Arbitrary<TrackedEvent> = fc
  .record({
    name: fc.constantFrom(...names),
    source: fc.constantFrom("browser" as const, "server" as const),
    p: value,
    q: value,
    path: fc.option(fc.constantFrom(...paths), { nil: undefined }),
    kind: fc.option(fc.constantFrom(...kinds), { nil: undefined }),
    title: fc.option(fc.constantFrom(...texts), { nil: undefined }),
  })
  .map(({ name, source, p, q, path, kind, title }) => ({
    messageId: "m",
    type: name === "page_view" ? "page" : "track",
    name,
    atMs: 0,
    source,
    properties: { ...(p !== undefined && { p }), ...(q !== undefined && { q }) },
    ...(path !== undefined && {
      page: { path, ...(kind !== undefined && { kind }), ...(title !== undefined && { title }) },
    }),
  }));

/** A log of such events, a second apart. */
export const richLogArbitrary: fc.Arbitrary<TrackedEvent[]> = fc
  .array(richEventArbitrary, { minLength: 1, maxLength: 12 })
  .map((log) => log.map((event, index) => ({ ...event, messageId: `m${100 + index}`, atMs: index * 1_000 })));

const scalar = fc.constantFrom(...scalars.filter((one) => !Number.isNaN(one)));
const number = fc.constantFrom(-1, 0, 1, 2, 2.5, 3);
const comparisons = fc
  .record(
    {
      equals: scalar,
      in: fc.array(scalar, { minLength: 1, maxLength: 3 }),
      contains: fc.constantFrom("a", "A", "b", "i"),
      exists: fc.boolean(),
      before: fc.constantFrom(...moments),
      after: fc.constantFrom(...moments),
      atLeast: number,
      moreThan: number,
      atMost: number,
      lessThan: number,
    },
    { requiredKeys: [] },
  )
  .filter((one) => Object.keys(one).length > 0);
/** One or two comparisons, as people write them; all of them at once are met by nothing. */
const few = comparisons.chain((all) => {
  const keys = Object.keys(all) as (keyof typeof all)[];
  return fc
    .subarray(keys, { minLength: 1, maxLength: 2 })
    .map((chosen) => Object.fromEntries(chosen.map((key) => [key, all[key]])));
});
const oneOrMore = <T extends string>(values: readonly T[]) =>
  fc.oneof(fc.constantFrom(...values), fc.subarray([...values], { minLength: 1 }));

const test: fc.Arbitrary<EventCondition> = fc.oneof(
  oneOrMore(names.filter((name) => name !== "")).map((is) => ({ test: "event" as const, is })),
  fc
    .tuple(fc.constantFrom("p", "q"), few)
    .map(([name, more]) => ({ test: "property" as const, name, ...more })),
  few.map((more) => ({ test: "title" as const, ...more })),
  oneOrMore(kinds).map((is) => ({ test: "page_kind" as const, is })),
  fc.constantFrom(...paths.filter((path) => path !== "")).map((equals) => ({
    test: "path" as const,
    equals,
  })),
  fc.constantFrom("/", "/a", "/a/", "/A/b").map((prefix) => ({ test: "path" as const, prefix })),
  fc.constantFrom(...globs).map((glob) => ({ test: "path" as const, glob })),
  fc.constantFrom("browser" as const, "server" as const).map((is) => ({ test: "source" as const, is })),
);

/** Trees of such tests, up to four deep. */
export const richConditionArbitrary: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthIdentifier: "condition" },
    { weight: 4, arbitrary: test },
    { weight: 2, arbitrary: fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ not: tie("tree") }) },
  ),
})).tree;
