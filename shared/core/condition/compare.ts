import { parseMoment } from "../moment.ts";
import { foldText } from "../text.ts";

/** Comparisons of a value, as the model writes them. */
export interface Comparisons {
  equals?: string | number | boolean | undefined;
  in?: readonly (string | number | boolean)[] | undefined;
  contains?: string | undefined;
  exists?: boolean | undefined;
  before?: string | undefined;
  after?: string | undefined;
  atLeast?: number | undefined;
  moreThan?: number | undefined;
  atMost?: number | undefined;
  lessThan?: number | undefined;
}

type ValueTest = (value: unknown) => boolean;

function foldValue(value: unknown): unknown {
  return typeof value === "string" ? foldText(value) : value;
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Whether there is a value: null, undefined and the empty text are none. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/**
 * Compiles comparisons into one test. All of them must hold. Nothing is converted: "50" is not a
 * number. A missing value fails every comparison but `exists: false`.
 */
export function compileComparisons(comparisons: Comparisons): ValueTest {
  const tests: ValueTest[] = [];
  const { exists, equals, contains, atLeast, moreThan, atMost, lessThan } = comparisons;
  if (exists !== undefined) tests.push((value) => isPresent(value) === exists);
  if (equals !== undefined) {
    const wanted = foldValue(equals);
    tests.push((value) => foldValue(value) === wanted);
  }
  if (comparisons.in !== undefined) {
    const wanted = new Set<unknown>(comparisons.in.map(foldValue));
    tests.push((value) => wanted.has(foldValue(value)));
  }
  if (contains !== undefined) {
    const wanted = foldText(contains);
    tests.push((value) =>
      Array.isArray(value)
        ? value.some((item) => foldValue(item) === wanted)
        : typeof value === "string" && foldText(value).includes(wanted),
    );
  }
  const { before, after } = comparisons;
  if (before !== undefined) {
    const limitMs = parseMoment(before) ?? Number.NaN;
    tests.push((value) => (parseMoment(value) ?? Number.NaN) < limitMs);
  }
  if (after !== undefined) {
    const limitMs = parseMoment(after) ?? Number.NaN;
    tests.push((value) => (parseMoment(value) ?? Number.NaN) > limitMs);
  }
  if (atLeast !== undefined) tests.push((value) => isNumber(value) && value >= atLeast);
  if (moreThan !== undefined) tests.push((value) => isNumber(value) && value > moreThan);
  if (atMost !== undefined) tests.push((value) => isNumber(value) && value <= atMost);
  if (lessThan !== undefined) tests.push((value) => isNumber(value) && value < lessThan);
  const [first] = tests;
  if (tests.length === 1 && first !== undefined) return first;
  return (value) => tests.every((test) => test(value));
}
