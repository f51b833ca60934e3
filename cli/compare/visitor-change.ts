import type { VisitorResult } from "../replay/fold-visitor.ts";

/** A rule that paid a visitor other points than before. */
export interface RuleChange {
  rule: string;
  old: number;
  new: number;
}

/** How a visitor fares under the new model. */
export interface VisitorChange {
  visitor: string;
  total: { old: number; new: number };
  stage: { old: string; new: string };
  gained: string[];
  lost: string[];
  /** The largest change first. */
  why: RuleChange[];
}

/** Compares what came of one visitor under two models. */
export function changeOf(before: VisitorResult, after: VisitorResult): VisitorChange {
  const oldKeys = before.handOffs.map(({ key }) => key);
  const newKeys = after.handOffs.map(({ key }) => key);
  const [oldSet, newSet] = [new Set(oldKeys), new Set(newKeys)];
  const why: RuleChange[] = [];
  for (const rule of new Set([...before.rules.keys(), ...after.rules.keys()])) {
    const change = {
      rule,
      old: before.rules.get(rule)?.points ?? 0,
      new: after.rules.get(rule)?.points ?? 0,
    };
    if (change.old !== change.new) why.push(change);
  }
  why.sort((a, b) => Math.abs(b.new - b.old) - Math.abs(a.new - a.old) || (a.rule < b.rule ? -1 : 1));
  return {
    visitor: before.visitor,
    total: { old: before.standing.total, new: after.standing.total },
    stage: { old: before.standing.stage, new: after.standing.stage },
    gained: newKeys.filter((key) => !oldSet.has(key)),
    lost: oldKeys.filter((key) => !newSet.has(key)),
    why,
  };
}

/** Whether anybody would notice the change. */
export function isChanged({ total, stage, gained, lost }: VisitorChange): boolean {
  return total.old !== total.new || stage.old !== stage.new || gained.length > 0 || lost.length > 0;
}
