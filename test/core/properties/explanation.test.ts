import fc from "fast-check";
import { expect, it } from "vitest";
import { foldLog, receiptsOf, stageId, viewAt } from "../../../shared/core/index.ts";
import type { Lead } from "../../../shared/schema/visitor.ts";
import { explanationOf } from "../../../worker/privacy/explanation.ts";
import { explanationWords } from "../../../worker/privacy/explanation-words.ts";
import { logArbitrary, modelArbitrary } from "../support/arbitraries.ts";
import { compiled, settings } from "../support/property.ts";

const languages = Object.keys(explanationWords);
const site = { id: "my-shop", name: "My shop", origins: [], retentionDays: 760 };

/** Points of the lines that count. */
function pointsIn(text: string): number[] {
  return [...text.matchAll(/^([+−]?)(\d+) .*–/gm)].map(([, sign, points]) =>
    sign === "−" ? -Number(points) : Number(points),
  );
}

it("an explanation to a person sums to their score, in every language, whatever they did", () => {
  fc.assert(
    fc.property(
      modelArbitrary,
      logArbitrary,
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(...languages),
      (source, log, days, language) => {
        const model = compiled(source);
        const { state, effects } = foldLog(log, model);
        const nowMs = (state.last?.atMs ?? 0) + days * 86_400_000;
        const { total } = viewAt(state, model, nowMs).read();
        const receipts = receiptsOf(effects, state, model, nowMs);
        const stage = stageId(state, model, nowMs);
        const times = { firstSeenAtMs: state.firstSeenAtMs, lastSeenAtMs: state.lastSeenAtMs };
        const lead = {
          ...times,
          total,
          stage,
          receipts,
          events: log.length,
          modelVersion: 1,
          objection: null,
        };
        const text = explanationOf(lead as unknown as Lead, source, site, [], language);
        expect(pointsIn(text).reduce((sum, points) => sum + points, 0)).toBe(total);
        expect(text).toContain(String(total));
      },
    ),
    settings,
  );
});

it("says who received a lead, for how long it is kept and how to object, in the reader's language", () => {
  const lead = {
    firstSeenAtMs: 0,
    lastSeenAtMs: 86_400_000,
    total: 0,
    stage: "mql",
    receipts: [],
    events: 2,
    modelVersion: 3,
    objection: null,
  } as unknown as Lead;
  const model = compiled({
    name: "m",
    scores: [{ id: "interest", label: "Interest" }],
    stages: [{ id: "mql", label: { en: "Interested", tr: "İlgili", pl: "Zainteresowany", ro: "Interesat" } }],
    rules: [],
  }).source;
  const receivers = [{ name: "HubSpot", atMs: 86_400_000, what: "To sales" }];
  for (const language of [...languages, "tr-TR", "xx"]) {
    const text = explanationOf(lead, model, site, receivers, language);
    for (const part of ["HubSpot", "1970-01-02", "760", "My shop"]) expect(text).toContain(part);
    expect(text).not.toMatch(/undefined|null|NaN/);
  }
  expect(explanationOf(lead, model, site, receivers, "tr-TR")).toContain("İlgili");
  expect(explanationOf(lead, model, site, [], "pl")).toContain("Nikt z zewnątrz");
});
