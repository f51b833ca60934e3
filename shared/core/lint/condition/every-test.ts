import type { Condition, Test } from "../../../schema/condition.ts";

/** A test and where it stands. */
export interface PlacedTest {
  test: Test;
  path: string;
}

/** Conditions directly inside a condition, those about other events included, with the paths to them. */
function inside(condition: Condition): [path: string, condition: Condition][] {
  if ("all" in condition) return condition.all.map((branch, index) => [`.all[${index}]`, branch]);
  if ("any" in condition) return condition.any.map((branch, index) => [`.any[${index}]`, branch]);
  if ("not" in condition) return [[".not", condition.not]];
  if (condition.test === "sequence") return condition.steps.map((step, index) => [`.steps[${index}]`, step]);
  if (condition.test === "last") {
    return [
      [".of", condition.of],
      [".followedBy", condition.followedBy],
    ];
  }
  const isCounting = condition.test === "count" || condition.test === "distinct" || condition.test === "sum";
  return isCounting ? [[".of", condition.of]] : [];
}

/**
 * All tests of a condition in the order they are written, those inside counts and sequences too. It
 * keeps its own stack: how deep a condition is nested does not matter.
 */
export function everyTest(condition: Condition, path: string): PlacedTest[] {
  const found: PlacedTest[] = [];
  const stack: [path: string, condition: Condition][] = [[path, condition]];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const [at, current] = next;
    if ("test" in current) found.push({ test: current, path: at });
    for (const [step, branch] of inside(current).reverse()) stack.push([`${at}${step}`, branch]);
  }
  return found;
}
