import type { BandsRule } from "../../../schema/rule.ts";
import { bandText, runsOf, runText } from "../band-values.ts";
import type { Finding, LintRule } from "../finding.ts";

const code = "gapped_bands";

/** Numbers between two bands that no band holds. */
export const gappedBands: LintRule = {
  code,
  description: "Numbers between two bands of a table belong to no band.",
  check: (model) =>
    model.rules.flatMap((rule, index) => (rule.type === "bands" ? gapsOf(rule, `rules[${index}]`) : [])),
};

/** Digits after the point. */
function decimalsOf(value: number): number {
  const [, fraction = "", exponent = "0"] = /^-?\d+(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  return Math.max(0, fraction.length - Number(exponent));
}

function gapsOf(rule: BandsRule, path: string): Finding[] {
  const { bands } = rule;
  const findings: Finding[] = [];
  const runs = runsOf(bands);
  const decimals = runs
    .flatMap(({ from, to }) => [from, to])
    .filter(Number.isFinite)
    .reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  // Bounds tell how fine the values are: 1-50 and 51-99 leave nothing out where all are whole.
  const step = 10 ** -decimals;
  const plain = (value: number) => Number(value.toFixed(Math.min(decimals, 100)));
  let furthest: (typeof runs)[number] | undefined;
  for (const run of runs) {
    const isTable = bands[run.band]?.in === undefined;
    if (!isTable) continue;
    if (furthest !== undefined && run.from - furthest.to > step * 1.5) {
      const [from, to] = [plain(furthest.to + step), plain(run.from - step)];
      // A value that a list names is no gap.
      if (!runs.some((other) => other.from <= from && other.to >= to)) {
        findings.push({
          path: `${path}.bands[${run.band}]`,
          severity: "warning",
          code,
          message: `no band of rule "${rule.id}" holds ${runText(from, to)}, between ${bandText(bands, furthest.band)} and ${bandText(bands, run.band)}; it pays nothing`,
          fix: `Widen one of the two, or add a band with the points for ${runText(from, to)}, 0 if that is meant.`,
        });
      }
    }
    if (furthest === undefined || run.to > furthest.to) furthest = run;
  }
  return findings;
}
