import type { Test } from "../../schema/condition.ts";
import { matchGlob } from "../glob.ts";
import { withoutLastSlash } from "../page-kind.ts";
import { foldText } from "../text.ts";
import { compileComparisons, isPresent } from "./compare.ts";
import type { Predicate } from "./environment.ts";

/** Names in the model that a test may refer to, by ordinal. */
export interface Names {
  /** -1 for the total. */
  scoreOrdinal: (id: string | undefined) => number;
  stageOrdinal: (id: string) => number;
}

type TestOf<Kind extends Test["test"]> = Extract<Test, { test: Kind }>;
type Compilers = { [Kind in Test["test"]]: (test: TestOf<Kind>, names: Names) => Predicate };

function nameSet(names: string | readonly string[]): ReadonlySet<string> {
  return new Set(typeof names === "string" ? [names] : names);
}

/** A property that the object has itself; never one that it inherits. */
function own(record: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function normalPath(path: string): string {
  return withoutLastSlash(foldText(path));
}

function compilePath(test: TestOf<"path">): Predicate {
  const equals = test.equals === undefined ? undefined : normalPath(test.equals);
  const prefix = test.prefix === undefined ? undefined : foldText(test.prefix);
  const glob = test.glob === undefined ? undefined : normalPath(test.glob);
  return ({ page }) => {
    if (page === null) return false;
    const path = normalPath(page.path);
    return (
      (equals === undefined || path === equals) &&
      (prefix === undefined || path.startsWith(prefix) || `${path}/` === prefix) &&
      (glob === undefined || matchGlob(glob, path))
    );
  };
}

/** Whether a visitor has told who they are. */
export function isKnown(state: { traits: Record<string, unknown>; userId: string | null }): boolean {
  return (
    state.userId !== null || isPresent(own(state.traits, "email")) || isPresent(own(state.traits, "phone"))
  );
}

/** One compiler per kind of test. The type demands that none is forgotten. */
export const testCompilers: Compilers = {
  event: (test) => {
    const wanted = nameSet(test.is);
    return ({ event }) => event !== null && wanted.has(event.name);
  },
  property: (test) => {
    const holds = compileComparisons(test);
    return ({ event }) => event !== null && holds(own(event.properties, test.name));
  },
  page_kind: (test) => {
    const wanted = nameSet(test.is);
    return ({ page }) => typeof page?.kind === "string" && wanted.has(page.kind);
  },
  path: compilePath,
  trait: (test) => {
    const holds = compileComparisons(test);
    return ({ state }) => holds(own(state.traits, test.name));
  },
  identity: (test) => {
    const wanted = test.is === "known";
    return ({ state }) => isKnown(state) === wanted;
  },
  source: (test) => {
    const wanted = test.is;
    return ({ event }) => event?.source === wanted;
  },
  stage: (test, names) => {
    const is = test.is === undefined ? undefined : names.stageOrdinal(test.is);
    const atLeast = test.atLeast === undefined ? undefined : names.stageOrdinal(test.atLeast);
    return ({ stage }) => {
      const now = stage();
      return (is === undefined || now === is) && (atLeast === undefined || now >= atLeast);
    };
  },
  score: (test, names) => {
    const ordinal = names.scoreOrdinal(test.of);
    const { atLeast, lessThan } = test;
    return ({ score }) => {
      const now = score(ordinal);
      return (atLeast === undefined || now >= atLeast) && (lessThan === undefined || now < lessThan);
    };
  },
};
