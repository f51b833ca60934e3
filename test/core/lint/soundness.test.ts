import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  canonicalOrder,
  compile,
  emptyState,
  fadeTo,
  fold,
  foldLog,
  readScores,
  type CompiledModel,
} from "../../../shared/core/index.ts";
import { Analysis } from "../../../shared/core/lint/analysis.ts";
import { factsOf } from "../../../shared/core/lint/condition/demands.ts";
import { keyOf } from "../../../shared/core/lint/condition/normal-form.ts";
import { needsServer, solve } from "../../../shared/core/lint/condition/solve.ts";
import { lint } from "../../../shared/core/lint/index.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Model } from "../../../shared/schema/model.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { eventRule, modelWith } from "./support/model.ts";

const runs = Number(process.env["PROPERTY_RUNS"] ?? 1_000);
const seed = Number(process.env["PROPERTY_SEED"] ?? Date.now() % 1_000_000_007);
console.log(`soundness of the linter: seed ${seed}, ${runs} runs each (PROPERTY_SEED, PROPERTY_RUNS)`);
/** From here on each claim is sure to have been made now and then. */
const enoughRuns = 1_000;
const settings = { numRuns: runs, seed };

function compiled(model: Model): CompiledModel {
  return compile({ version: 1, id: "generated", model });
}

const number = fc.integer({ min: 0, max: 4 });
const few = { minLength: 1, maxLength: 3 };
const eventNames = fc.constantFrom("page_view", "generate_lead", "chat_started", "identify", "email_opened");
const ofEvent = fc.oneof(
  fc.record({ test: fc.constant("event" as const), is: fc.oneof(eventNames, fc.array(eventNames, few)) }),
  fc.record({
    test: fc.constant("source" as const),
    is: fc.constantFrom("browser" as const, "server" as const),
  }),
  fc.record({
    test: fc.constant("page_kind" as const),
    is: fc.array(fc.constantFrom("pricing", "careers"), few),
  }),
  fc.record({ test: fc.constant("path" as const), prefix: fc.constantFrom("/p", "/pricing/", "/careers") }),
  fc.record({ test: fc.constant("path" as const), glob: fc.constantFrom("/p*", "/c*") }),
  fc
    .record({ low: number, more: number, in: fc.array(number, few), exists: fc.boolean() })
    .map(({ low, more, ...others }) => ({
      test: "property" as const,
      name: "amount",
      atLeast: low,
      lessThan: low + more,
      ...others,
    })),
  fc.record({ test: fc.constant("property" as const), name: fc.constant("amount"), atLeast: number }),
  fc.record({ test: fc.constant("property" as const), name: fc.constant("amount"), equals: number }),
);
const ofPerson = fc.oneof(
  fc.record({
    test: fc.constant("identity" as const),
    is: fc.constantFrom("known" as const, "anonymous" as const),
  }),
  fc.record({
    test: fc.constant("visit" as const),
    is: fc.constantFrom("first" as const, "returning" as const),
  }),
  fc.record({ test: fc.constant("inactive" as const), days: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    test: fc.constant("trait" as const),
    name: fc.constant("email"),
    in: fc.array(fc.constantFrom("", "a@example.com", "A@EXAMPLE.COM", 1), few),
  }),
  fc.record({ test: fc.constant("trait" as const), name: fc.constant("email"), exists: fc.boolean() }),
  fc.record({
    test: fc.constant("trait" as const),
    name: fc.constant("email"),
    contains: fc.constantFrom("a@", "b@"),
  }),
  fc.record({ test: fc.constant("count" as const), of: ofEvent, atLeast: number, atMost: number }),
  fc.record({ test: fc.constant("count" as const), of: ofEvent, atMost: number }),
  fc.record({
    test: fc.constant("distinct" as const),
    of: ofEvent,
    by: fc.constantFrom("name" as const, "touchpoint" as const, "path" as const),
    atLeast: number,
  }),
  fc.record({
    test: fc.constant("sum" as const),
    of: ofEvent,
    property: fc.constant("amount"),
    atLeast: number,
  }),
  fc.record({
    test: fc.constant("sequence" as const),
    steps: fc.array(ofEvent, { minLength: 2, maxLength: 3 }),
  }),
);
const { condition: conditionArbitrary } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 2, arbitrary: fc.oneof(ofEvent, ofPerson) },
    { weight: 2, arbitrary: fc.record({ all: fc.array(tie("condition"), few) }) },
    { weight: 1, arbitrary: fc.record({ any: fc.array(tie("condition"), few) }) },
    { weight: 1, arbitrary: fc.record({ not: tie("condition") }) },
  ),
}));

/** Ids of the events at which a condition held. */
function heldAt(when: Condition, log: readonly TrackedEvent[]): string[] {
  const model = compiled(modelWith({ rules: [eventRule("one", when)] }));
  return foldLog(log, model).effects.flatMap((effect) => (effect.type === "award" ? effect.eventId : []));
}

describe("what the linter claims of a condition", () => {
  it("is so whenever the condition holds", () => {
    const counts = { impossible: 0, held: 0 };
    fc.assert(
      fc.property(conditionArbitrary, logArbitrary, (condition, log) => {
        const solution = solve(condition, "when", factsOf(modelWith()));
        const held = heldAt(condition, log);
        if (solution.conflict !== null) {
          counts.impossible += 1;
          expect(held).toEqual([]);
        }
        if (held.length === 0) return;
        counts.held += 1;
        if (needsServer(solution)) expect(log.map(({ source }) => source)).toContain("server");
        const names = solution.domains.get("event")?.only;
        const { only = null, excluded, presence } = solution.domains.get("property:amount") ?? {};
        for (const { messageId, name, properties } of log) {
          if (!held.includes(messageId)) continue;
          const amount = properties["amount"] as number | undefined;
          if (names !== null && names !== undefined) expect(names.has(name)).toBe(true);
          if (only !== null) expect(amount !== undefined && only.has(amount)).toBe(true);
          if (amount !== undefined) expect(excluded?.has(amount) ?? false).toBe(false);
          if (presence !== null && presence !== undefined) expect(amount !== undefined).toBe(presence);
        }
      }),
      { ...settings, numRuns: runs * 5 },
    );
    if (runs < enoughRuns) return;
    expect(counts.impossible).toBeGreaterThan(runs / 10);
    expect(counts.held).toBeGreaterThan(runs / 10);
  });

  it("is that conditions with the same key are the same", () => {
    const small = fc.oneof(
      fc.constantFrom<Condition>(
        { test: "event", is: "page_view" },
        { test: "event", is: ["page_view", "generate_lead"] },
        { test: "event", is: ["generate_lead", "page_view", "page_view"] },
      ),
    );
    const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 2 },
        small,
        fc.record({ all: fc.array(tie("tree"), few) }),
        fc.record({ any: fc.array(tie("tree"), few) }),
        fc.record({ not: tie("tree") }),
      ),
    }));
    let same = 0;
    fc.assert(
      fc.property(tree, tree, logArbitrary, (one, other, log) => {
        if (keyOf(one) !== keyOf(other)) return;
        same += 1;
        expect(heldAt(one, log)).toEqual(heldAt(other, log));
      }),
      { ...settings, numRuns: runs * 5 },
    );
    if (runs >= enoughRuns) expect(same).toBeGreaterThan(0);
  });
});

describe("what the linter claims of a model", () => {
  it("is never contradicted by what its visitors do", () => {
    const claims = new Map<string, number>();
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, (model, log) => {
        const findings = lint(model);
        for (const { code } of findings) claims.set(code, (claims.get(code) ?? 0) + 1);
        const indexOf = (path: string) => Number(/\[(\d+)\]/.exec(path)?.[1]);
        const flagged = (code: string) =>
          findings.filter((finding) => finding.code === code).map(({ path }) => indexOf(path));
        const { effects } = foldLog(log, compiled(model));
        for (const effect of effects) {
          if (effect.type === "award") expect(flagged("rule_never_pays")).not.toContain(effect.rule);
          if (effect.type === "stage") expect(flagged("unreachable_stage")).not.toContain(effect.stage);
          const isCut = effect.type === "award" && effect.reason === "group";
          const isGroupIdle = findings.some(
            ({ code, path }) => code === "group_never_binds" && path.endsWith("max"),
          );
          const rule = effect.type === "award" ? model.rules[effect.rule] : undefined;
          if (isCut && isGroupIdle) expect(rule?.type === "event" && rule.points > 0).toBe(false);
        }
        const idle = new Set(flagged("cap_never_binds"));
        if (idle.size === 0) return;
        const rules = model.rules.map((rule, index) => {
          if (rule.type !== "event" || !idle.has(index)) return rule;
          const { cap: _, ...uncapped } = rule;
          return uncapped;
        });
        const pointsOf = (source: Model) =>
          readScores(foldLog(log, compiled(source)).state, compiled(source), 0).raw;
        expect(pointsOf({ ...model, rules })).toEqual(pointsOf(model));
      }),
      settings,
    );
    if (runs < enoughRuns) return;
    expect([...claims.keys()]).toEqual(
      expect.arrayContaining([
        "rule_never_pays",
        "unreachable_stage",
        "group_never_binds",
        "browser_only_sql",
      ]),
    );
  });

  it("is that no score is ever above its reach, at any event and between them", () => {
    fc.assert(
      fc.property(modelArbitrary, logArbitrary, (source, log) => {
        const model = compiled(source);
        const analysis = new Analysis(source);
        const ofBrowser = log.map((event) => ({ ...event, source: "browser" as const }));
        for (const [events, reach] of [
          [log, analysis.reach("anyone")],
          [ofBrowser, analysis.reach("browser")],
        ] as const) {
          let state = emptyState(model);
          for (const event of canonicalOrder(events)) {
            state = fold(state, [event], model).state;
            for (const nowMs of [event.atMs, event.atMs + 86_400_000]) {
              const reading = readScores(fadeTo(state, nowMs, model).state, model, nowMs);
              for (const [index, { id }] of source.scores.entries()) {
                expect(reading.raw[index]).toBeLessThanOrEqual(reach.raw(id));
                expect(reading.bounded[index]).toBeLessThanOrEqual(reach.of(id));
              }
              expect(reading.total).toBeLessThanOrEqual(reach.of(undefined));
            }
          }
        }
      }),
      settings,
    );
  });
});
