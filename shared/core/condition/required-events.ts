import type { Condition } from "../../schema/condition.ts";

/**
 * Event names outside of which a condition cannot be true, or null when any event may meet it. The
 * index of rules is made of this.
 */
export function requiredEvents(condition: Condition): ReadonlySet<string> | null {
  if ("all" in condition) {
    const restrictions = condition.all.map(requiredEvents).filter((names) => names !== null);
    const [first, ...others] = restrictions;
    if (first === undefined) return null;
    return new Set([...first].filter((name) => others.every((names) => names.has(name))));
  }
  if ("any" in condition) {
    const union = new Set<string>();
    for (const branch of condition.any) {
      const names = requiredEvents(branch);
      if (names === null) return null;
      for (const name of names) union.add(name);
    }
    return union;
  }
  if ("not" in condition) return null;
  return condition.test === "event"
    ? new Set(typeof condition.is === "string" ? [condition.is] : condition.is)
    : null;
}
