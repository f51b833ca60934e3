import { explain, textIn } from "../../shared/core/index.ts";
import type { Model } from "../../shared/schema/model.ts";
import type { Receipt } from "../../shared/schema/receipt.ts";
import type { Site } from "../../shared/schema/site.ts";
import type { Lead } from "../../shared/schema/visitor.ts";
import { explanationWords } from "./explanation-words.ts";

/** Somebody who got a lead. */
export interface Receiver {
  name: string;
  atMs: number;
  what: string;
}

const dateOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Receipts that say the same, as one: the lines together still sum to the total. */
function together(receipts: readonly Receipt[], language: string): Receipt[][] {
  const groups = new Map<string, Receipt[]>();
  for (const receipt of receipts) {
    const { ruleId, reason, score } = receipt;
    const words = `${ruleId} ${reason} ${score} ${explain([{ ...receipt, points: 0 }], language)[0]}`;
    groups.set(words, [...(groups.get(words) ?? []), receipt]);
  }
  return [...groups.values()];
}

/**
 * A score in plain words, for the person whose it is. Every line that begins with a number counts, and
 * together they are the score.
 *
 * @param language en, tr, pl or ro; English for any other.
 */
export function explanationOf(
  lead: Lead,
  model: Model,
  site: Site,
  receivers: readonly Receiver[],
  language: string,
): string {
  const tag = language.toLowerCase().split("-")[0] ?? "en";
  const known = Object.hasOwn(explanationWords, tag) ? tag : "en";
  const words = explanationWords[known];
  if (words === undefined) throw new RangeError(`no words in ${known}`);
  const stage = model.stages.find(({ id }) => id === lead.stage);
  const lines = together(lead.receipts, known).map((same) => {
    const [first] = same;
    if (first === undefined) return "";
    const points = same.reduce((sum, receipt) => sum + receipt.points, 0);
    const times = same.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
    const when = words.times(same.length, dateOf(times[0] ?? 0), dateOf(times.at(-1) ?? 0));
    return `${explain([{ ...first, points }], known)[0]} – ${when}`;
  });
  const parts = [
    words.title(site.name),
    ...(lead.objection === null ? [] : [words.objected]),
    [
      words.result(lead.total, model.total?.min ?? 0, model.total?.max ?? 100),
      words.stage(stage === undefined ? lead.stage : textIn(stage.label, known)),
      words.since(dateOf(lead.firstSeenAtMs), dateOf(lead.lastSeenAtMs), lead.events),
    ].join("\n"),
    words.rules(lead.modelVersion),
    lines.length === 0 ? words.nothing : [...lines, words.sum(lead.total)].join("\n"),
    words.use,
    receivers.length === 0
      ? words.nobody
      : [
          words.received,
          ...receivers.map(({ name, atMs, what }) => words.receiver(name, dateOf(atMs), what)),
        ].join("\n"),
    site.retentionDays === undefined ? words.keptForEver : words.kept(site.retentionDays),
    words.object(site.name),
  ];
  return `${parts.join("\n\n")}\n`;
}
