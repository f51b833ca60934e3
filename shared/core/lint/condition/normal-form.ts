import type { Condition, Test } from "../../../schema/condition.ts";
import { canonicalJson } from "../../canonical-json.ts";

/** Branches of an `all` with those of an `all` inside it; a condition that is no `all` is its own only branch. */
export function branchesOfAll(condition: Condition): Condition[] {
  return "all" in condition ? condition.all.flatMap(branchesOfAll) : [condition];
}

function branchesOfAny(condition: Condition): Condition[] {
  return "any" in condition ? condition.any.flatMap(branchesOfAny) : [condition];
}

function sortedKeys(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.map(keyOf))].sort();
}

function joined(word: "all" | "any", keys: readonly string[]): string {
  return keys.length === 1 ? (keys[0] ?? "") : `${word}(${keys.join(",")})`;
}

/** Lists mean the same in any order, and a list of one the same as the one. */
function listKey(value: unknown): unknown {
  if (!Array.isArray(value)) return [canonicalJson(value)];
  return [...new Set(value.map(canonicalJson))].sort();
}

function keyOfTest(test: Test): string {
  const fields: Record<string, unknown> = { ...test };
  if ("is" in test) fields["is"] = listKey(test.is);
  if ("in" in test && test.in !== undefined) fields["in"] = listKey(test.in);
  if ("of" in test && typeof test.of === "object") fields["of"] = keyOf(test.of);
  if ("followedBy" in test) fields["followedBy"] = keyOf(test.followedBy);
  if ("steps" in test) fields["steps"] = test.steps.map(keyOf);
  return canonicalJson(fields);
}

/**
 * A text that is the same for conditions that say the same in another order: branches are sorted,
 * doubles are left out, an `all` in an `all` is taken apart. Conditions with different keys may still
 * mean the same; those with equal keys do.
 */
export function keyOf(condition: Condition): string {
  if ("all" in condition) return joined("all", sortedKeys(branchesOfAll(condition)));
  if ("any" in condition) return joined("any", sortedKeys(branchesOfAny(condition)));
  if ("not" in condition) {
    return "not" in condition.not ? keyOf(condition.not.not) : `not(${keyOf(condition.not)})`;
  }
  return keyOfTest(condition);
}

/** Keys of the branches that must all hold. A condition with a subset of another's is the weaker one. */
export function requiredKeys(condition: Condition): ReadonlySet<string> {
  return new Set(branchesOfAll(condition).map(keyOf));
}
