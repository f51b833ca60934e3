import { dayText } from "../output/time.ts";
import type { LoadedModel } from "../scoring.ts";
import { textIn } from "../../shared/core/index.ts";
import type { RulePoints, VisitorResult } from "./fold-visitor.ts";

/** How a score is spread over the visitors. */
export interface Spread {
  id: string;
  lowest: number;
  mean: number;
  median: number;
  p90: number;
  highest: number;
}

/** What came of all visitors together. */
export interface Summary {
  visitors: number;
  stages: { id: string; label: string; visitors: number }[];
  handOffs: { day: string; id: string; count: number }[];
  rules: ({ id: string; label: string; visitors: number } & RulePoints)[];
  scores: Spread[];
  /** Visitors by total, in bands of a tenth of the model's range. */
  totals: { from: number; to: number; visitors: number }[];
}

const bands = 10;

/** Sums up visitors one by one. Its memory follows the model and the days, not the visitors. */
export class Tally {
  readonly #model: LoadedModel;
  #visitors = 0;
  readonly #stages = new Map<string, number>();
  readonly #handOffs = new Map<string, number>();
  readonly #rules = new Map<string, RulePoints & { visitors: number }>();
  readonly #scores = new Map<string, Map<number, number>>();

  constructor(model: LoadedModel) {
    this.#model = model;
  }

  add({ standing, handOffs, rules }: VisitorResult): void {
    this.#visitors += 1;
    increase(this.#stages, standing.stage);
    for (const { id, atMs } of handOffs) increase(this.#handOffs, `${dayText(atMs)} ${id}`);
    for (const [id, { points, times, withheld }] of rules) {
      let sum = this.#rules.get(id);
      if (sum === undefined) this.#rules.set(id, (sum = { points: 0, times: 0, withheld: 0, visitors: 0 }));
      sum.points += points;
      sum.times += times;
      sum.withheld += withheld;
      sum.visitors += 1;
    }
    this.#count("total", standing.total);
    for (const [id, score] of Object.entries(standing.scores)) this.#count(id, score);
  }

  summary(): Summary {
    const { source } = this.#model;
    const labels = new Map(source.rules.map(({ id, label }) => [id, textIn(label, "en")]));
    const ids = ["total", ...source.scores.map(({ id }) => id).filter((id) => id !== "total")];
    return {
      visitors: this.#visitors,
      stages: source.stages.map(({ id, label }) => ({
        id,
        label: textIn(label, "en"),
        visitors: this.#stages.get(id) ?? 0,
      })),
      handOffs: [...this.#handOffs]
        .map(([key, count]) => ({ day: key.slice(0, 10), id: key.slice(11), count }))
        .sort((a, b) => (a.day === b.day ? order(a.id, b.id) : order(a.day, b.day))),
      rules: [...this.#rules]
        .map(([id, sum]) => ({ id, label: labels.get(id) ?? "", ...sum }))
        .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || order(a.id, b.id)),
      scores: ids.map((id) => spread(id, this.#scores.get(id) ?? new Map())),
      totals: this.#totals(),
    };
  }

  #count(id: string, value: number): void {
    let counts = this.#scores.get(id);
    if (counts === undefined) this.#scores.set(id, (counts = new Map()));
    increase(counts, value);
  }

  #totals(): Summary["totals"] {
    const { min = 0, max = 100 } = this.#model.source.total ?? {};
    const width = Math.max(1, Math.ceil((max - min) / bands));
    const rows = Array.from({ length: Math.ceil((max - min) / width) }, (_, index) => ({
      from: min + index * width,
      to: Math.min(min + (index + 1) * width - 1, max),
      visitors: 0,
    }));
    const last = rows.at(-1);
    if (last !== undefined) last.to = max;
    for (const [total, visitors] of this.#scores.get("total") ?? []) {
      const row = rows[Math.min(Math.floor((total - min) / width), rows.length - 1)];
      if (row !== undefined) row.visitors += visitors;
    }
    return rows;
  }
}

function increase<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function spread(id: string, counts: ReadonlyMap<number, number>): Spread {
  const sorted = [...counts].sort(([a], [b]) => a - b);
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  const quantile = (share: number) => {
    let passed = 0;
    for (const [value, count] of sorted) {
      passed += count;
      if (passed >= share * all) return value;
    }
    return 0;
  };
  const sum = sorted.reduce((total, [value, count]) => total + value * count, 0);
  return {
    id,
    lowest: sorted[0]?.[0] ?? 0,
    mean: all === 0 ? 0 : Math.round((sum / all) * 100) / 100,
    median: quantile(0.5),
    p90: quantile(0.9),
    highest: sorted.at(-1)?.[0] ?? 0,
  };
}
