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
    const [first, second, third] = branches;
    if (first !== undefined && second === undefined) return first;
    if (first !== undefined && second !== undefined && third === undefined) {
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

/** A test inside a condition. */
export interface PlacedTest {
  test: Test;
  /** From the condition: `.all[1].of`. */
  path: string;
  /** Inside a test about behaviour, where it asks about the events that are counted. */
  isNested: boolean;
}

/** All tests of a condition, in the order they are written. */
export function* testsOf(condition: Condition, path = "", isNested = false): Generator<PlacedTest> {
  if ("all" in condition) {
    for (const [index, branch] of condition.all.entries())
      yield* testsOf(branch, `${path}.all[${index}]`, isNested);
  } else if ("any" in condition) {
    for (const [index, branch] of condition.any.entries())
      yield* testsOf(branch, `${path}.any[${index}]`, isNested);
  } else if ("not" in condition) {
    yield* testsOf(condition.not, `${path}.not`, isNested);
  } else {
    yield { test: condition, path, isNested };
    switch (condition.test) {
      case "last":
        yield* testsOf(condition.of, `${path}.of`, true);
        yield* testsOf(condition.followedBy, `${path}.followedBy`, true);
        return;
      case "count":
      case "distinct":
      case "sum":
        yield* testsOf(condition.of, `${path}.of`, true);
        return;
      case "sequence":
        for (const [index, step] of condition.steps.entries())
          yield* testsOf(step, `${path}.steps[${index}]`, true);
        return;
      default:
    }
  }
}
