import type { VisitorChange } from "./visitor-change.ts";

/** What the new model changes for all visitors together. */
export interface Comparison {
  visitors: number;
  /** Visitors with another total, stage or hand-off. */
  changed: number;
  /** Visitors by their stage under the old and the new model, where these differ. */
  moves: { from: string; to: string; visitors: number }[];
  stages: { id: string; old: number; new: number }[];
  handOffs: { id: string; old: number; new: number; gained: number; lost: number }[];
  rules: { rule: string; old: number; new: number; visitors: number }[];
  /** Those whose total changes most. */
  movers: VisitorChange[];
}

const keptMovers = 10;

/** Sums up changes one by one. Its memory follows the models, not the visitors. */
export class ComparisonTally {
  #visitors = 0;
  #changed = 0;
  readonly #moves = new Map<string, { from: string; to: string; visitors: number }>();
  readonly #stages = new Map<string, { old: number; new: number }>();
  readonly #handOffs = new Map<string, { old: number; new: number; gained: number; lost: number }>();
  readonly #rules = new Map<string, { old: number; new: number; visitors: number }>();
  readonly #movers: VisitorChange[] = [];

  /** @param handOffs Hand-offs under both models, by id. */
  add(
    change: VisitorChange,
    isChanged: boolean,
    handOffs: { old: readonly string[]; new: readonly string[] },
  ): void {
    this.#visitors += 1;
    if (isChanged) this.#changed += 1;
    const { stage, total } = change;
    entry(this.#stages, stage.old, { old: 0, new: 0 }).old += 1;
    entry(this.#stages, stage.new, { old: 0, new: 0 }).new += 1;
    if (stage.old !== stage.new) {
      entry(this.#moves, `${stage.old} ${stage.new}`, {
        from: stage.old,
        to: stage.new,
        visitors: 0,
      }).visitors += 1;
    }
    const ofHandOff = (id: string) => entry(this.#handOffs, id, { old: 0, new: 0, gained: 0, lost: 0 });
    for (const id of handOffs.old) ofHandOff(id).old += 1;
    for (const id of handOffs.new) ofHandOff(id).new += 1;
    for (const key of change.gained) ofHandOff(idOf(key)).gained += 1;
    for (const key of change.lost) ofHandOff(idOf(key)).lost += 1;
    for (const { rule, old, new: now } of change.why) {
      const sum = entry(this.#rules, rule, { old: 0, new: 0, visitors: 0 });
      sum.old += old;
      sum.new += now;
      sum.visitors += 1;
    }
    if (total.old !== total.new) this.#keep(change);
  }

  comparison(stageOrder: readonly string[]): Comparison {
    const place = (id: string) => {
      const at = stageOrder.indexOf(id);
      return at === -1 ? stageOrder.length : at;
    };
    return {
      visitors: this.#visitors,
      changed: this.#changed,
      moves: [...this.#moves.values()].sort(
        (a, b) => b.visitors - a.visitors || place(a.from) - place(b.from) || place(a.to) - place(b.to),
      ),
      stages: [...this.#stages]
        .map(([id, counts]) => ({ id, ...counts }))
        .sort((a, b) => place(a.id) - place(b.id)),
      handOffs: [...this.#handOffs]
        .map(([id, counts]) => ({ id, ...counts }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      rules: [...this.#rules]
        .map(([rule, sum]) => ({ rule, ...sum }))
        .sort((a, b) => b.visitors - a.visitors || (a.rule < b.rule ? -1 : 1)),
      movers: [...this.#movers],
    };
  }

  #keep(change: VisitorChange): void {
    const movers = this.#movers;
    const last = movers.at(-1);
    if (movers.length >= keptMovers && last !== undefined && compareMovers(change, last) >= 0) return;
    movers.push(change);
    movers.sort(compareMovers);
    if (movers.length > keptMovers) movers.pop();
  }
}

const size = ({ total }: VisitorChange) => Math.abs(total.new - total.old);

function compareMovers(a: VisitorChange, b: VisitorChange): number {
  return size(b) - size(a) || (a.visitor < b.visitor ? -1 : 1);
}

const idOf = (key: string) => key.slice(0, key.lastIndexOf("."));

function entry<Value>(map: Map<string, Value>, key: string, fresh: Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, fresh);
  return fresh;
}
