import type { Condition, Test } from "../../schema/condition.ts";
import type { Predicate } from "./environment.ts";
import { testCompilers, type Names } from "./tests.ts";

/**
 * Compiles a condition into a closure over its tests. No code is made from text: each test kind has
 * a compiler written by hand.
 */
export function compileCondition(condition: Condition, names: Names): Predicate {
  if ("all" in condition) {
    const branches = condition.all.map((branch) => compileCondition(branch, names));
    const [first, second] = branches;
    if (branches.length === 2 && first !== undefined && second !== undefined) {
      return (environment) => first(environment) && second(environment);
    }
    return (environment) => branches.every((branch) => branch(environment));
  }
  if ("any" in condition) {
    const branches = condition.any.map((branch) => compileCondition(branch, names));
    return (environment) => branches.some((branch) => branch(environment));
  }
  if ("not" in condition) {
    const branch = compileCondition(condition.not, names);
    return (environment) => !branch(environment);
  }
  return compileTest(condition, names);
}

function compileTest<Kind extends Test["test"]>(
  test: Extract<Test, { test: Kind }>,
  names: Names,
): Predicate {
  const compile = testCompilers[test.test] as (
    test: Extract<Test, { test: Kind }>,
    names: Names,
  ) => Predicate;
  return compile(test, names);
}

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

/** All tests of a condition, in the order they are written, each with its path from the condition. */
export function* testsOf(condition: Condition, path = ""): Generator<{ test: Test; path: string }> {
  if ("all" in condition) {
    for (const [index, branch] of condition.all.entries()) yield* testsOf(branch, `${path}.all[${index}]`);
  } else if ("any" in condition) {
    for (const [index, branch] of condition.any.entries()) yield* testsOf(branch, `${path}.any[${index}]`);
  } else if ("not" in condition) {
    yield* testsOf(condition.not, `${path}.not`);
  } else {
    yield { test: condition, path };
  }
}
