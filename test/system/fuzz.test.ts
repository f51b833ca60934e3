import { expect, it } from "vitest";
import { showStrangers } from "../fuzz/dashboard.ts";
import { ownTexts } from "../fuzz/naughty.ts";
import { besiege } from "../fuzz/siege.ts";

it("bad requests break nothing, tell nothing and change nobody else, for every route of the table", async () => {
  const report = await besiege({ runs: 2_500, seed: 20_260_101, texts: ownTexts, corpus: [] });
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ serverErrors: 0, overloaded: 0, deadIsolates: 0, leaks: 0, effects: 0 });
  // The walk reaches what is behind the checks, not the checks alone.
  expect(report.answers["200"]).toBeGreaterThan(100);
});

it("hostile texts stay texts in every view of the dashboard, in both languages", async () => {
  const report = await showStrangers(ownTexts);
  expect(report.findings).toEqual([]);
  expect(report).toMatchObject({ dialogs: 0, violations: 0, elements: 0, links: 0, errors: 0 });
  expect(report.shown).toBeGreaterThanOrEqual(6);
});
