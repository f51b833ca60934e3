import type { Condition, Test } from "../../../schema/condition.ts";
import { canonicalJson } from "../../canonical-json.ts";

/** Branches of an `all` with those of an `all` inside it; a condition that is no `all` is its own only branch. */
export function branchesOfAll(condition: Condition): readonly Condition[] {
  if (!("all" in condition)) return [condition];
  return condition.all.some((branch) => "all" in branch)
    ? condition.all.flatMap(branchesOfAll)
    : condition.all;
}

function branchesOfAny(condition: Condition): readonly Condition[] {
  if (!("any" in condition)) return [condition];
  return condition.any.some((branch) => "any" in branch)
    ? condition.any.flatMap(branchesOfAny)
    : condition.any;
}

function sortedOnce(keys: string[]): string[] {
  return keys.sort().filter((key, index) => key !== keys[index - 1]);
}

function joined(word: "all" | "any", keys: readonly string[]): string {
  return keys.length === 1 ? (keys[0] ?? "") : `${word}(${keys.join(",")})`;
}

/** A list means the same in any order, and a list of one the same as the one. */
function listKey(list: readonly unknown[]): string {
  if (list.length === 1) return canonicalJson(list[0]);
  const keys = sortedOnce(list.map(canonicalJson));
  return keys.length === 1 ? (keys[0] ?? "") : `[${keys.join(",")}]`;
}

function valueKey(field: string, value: unknown): string {
  if (field === "steps") return `[${(value as Condition[]).map(keyOf).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return Array.isArray(value) ? listKey(value) : keyOf(value as Condition);
}

function keyOfTest(test: Test): string {
  let key = "";
  for (const field of Object.keys(test).sort()) {
    const value: unknown = test[field as keyof Test];
    if (value !== undefined) key += `${field}=${valueKey(field, value)};`;
  }
  return `{${key}}`;
}

/**
 * A text that is the same for conditions that say the same in another order: branches are sorted,
 * doubles are left out, an `all` in an `all` is taken apart. Conditions with different keys may still
 * mean the same; those with equal keys do.
 */
export function keyOf(condition: Condition): string {
  if ("all" in condition) return joined("all", sortedOnce(branchesOfAll(condition).map(keyOf)));
  if ("any" in condition) return joined("any", sortedOnce(branchesOfAny(condition).map(keyOf)));
  if ("not" in condition) {
    return "not" in condition.not ? keyOf(condition.not.not) : `not(${keyOf(condition.not)})`;
  }
  return keyOfTest(condition);
}

/** Keys of the branches that must all hold. A condition with a subset of another's is the weaker one. */
export function requiredKeys(condition: Condition): ReadonlySet<string> {
  return new Set(branchesOfAll(condition).map(keyOf));
}
