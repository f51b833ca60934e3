import type { BandsRule } from "../../../schema/rule.ts";
import { bandText, runsOf, runText, wordsOf, type Run } from "../band-values.ts";
import type { Finding, LintRule } from "../finding.ts";
import { quoted } from "../words.ts";

const code = "overlapping_bands";

/** Bands that hold the same values: the first match wins, which may not be what the table means. */
export const overlappingBands: LintRule = {
  code,
  description: "Two bands of a table hold the same value; the first of them pays.",
  check: (model) =>
    model.rules.flatMap((rule, index) => (rule.type === "bands" ? overlapsOf(rule, `rules[${index}]`) : [])),
};

function overlapsOf(rule: BandsRule, path: string): Finding[] {
  const { bands } = rule;
  const findings: Finding[] = [];
  const pairs = new Set<string>();
  const add = (one: number, other: number, shared: string) => {
    const [first, second] = one < other ? [one, other] : [other, one];
    if (first === second || pairs.has(`${first} ${second}`)) return;
    pairs.add(`${first} ${second}`);
    const [firstText, secondText] = [bandText(bands, first), bandText(bands, second)];
    const consequence = isWithin(bands[second], bands[first]) ? `; ${secondText} never does` : "";
    findings.push({
      path: `${path}.bands[${second}]`,
      severity: "warning",
      code,
      message: `${firstText} and ${secondText} of rule "${rule.id}" both hold ${shared}; the first match wins, so ${firstText} pays for it${consequence}`,
      fix: `Make the bands meet without sharing a value: take ${shared} out of one of them.`,
    });
  };

  // From the lowest number up, each run need only be held against the one that reached furthest so far.
  let furthest: Run | undefined;
  for (const run of runsOf(bands)) {
    if (furthest !== undefined && run.from <= furthest.to) {
      add(furthest.band, run.band, runText(run.from, Math.min(run.to, furthest.to)));
    }
    if (furthest === undefined || run.to > furthest.to) furthest = run;
  }

  const holders = new Map<string | boolean, number>();
  for (const [index, band] of bands.entries()) {
    for (const word of wordsOf(band)) {
      const holder = holders.get(word);
      if (holder === undefined) holders.set(word, index);
      else add(holder, index, quoted(word));
    }
  }
  return findings;
}

/** Whether a range lies inside another one; of lists nothing is said. */
function isWithin(
  inner: BandsRule["bands"][number] | undefined,
  outer: BandsRule["bands"][number] | undefined,
): boolean {
  return (
    inner !== undefined &&
    outer !== undefined &&
    inner.in === undefined &&
    outer.in === undefined &&
    (inner.from ?? -Infinity) >= (outer.from ?? -Infinity) &&
    (inner.to ?? Infinity) <= (outer.to ?? Infinity)
  );
}
