import type { Test } from "../../schema/condition.ts";
import { matchGlob } from "../glob.ts";
import { foldPath, normalPath } from "../path.ts";

/** A test of a path, ready to be compared with paths in their normal form. */
export interface PathPattern {
  /** The whole path, when the pattern says it. */
  equals: string | undefined;
  /** What every path that is met begins with; empty when nothing is known. */
  start: string;
  isMet: (path: string) => boolean;
}

/** Compiles a test of a path. All that it says must hold. */
export function pathPatternOf(test: Extract<Test, { test: "path" }>): PathPattern {
  const equals = test.equals === undefined ? undefined : normalPath(test.equals);
  const prefix = test.prefix === undefined ? undefined : foldPath(test.prefix);
  const glob = test.glob === undefined ? undefined : normalPath(test.glob);
  return {
    equals,
    start: prefix === undefined ? literalStart(glob ?? "") : withoutSlash(prefix),
    isMet: (path) =>
      (equals === undefined || path === equals) &&
      (prefix === undefined || path.startsWith(prefix) || `${path}/` === prefix) &&
      (glob === undefined || matchGlob(glob, path)),
  };
}

/** "/models/" is a prefix of "/models" too, whose slash at the end is not compared. */
function withoutSlash(prefix: string): string {
  return prefix.endsWith("/") ? prefix.slice(0, -1) : prefix;
}

/** The beginning of a glob, up to its first wildcard. */
function literalStart(glob: string): string {
  const wildcard = glob.search(/[*?]/);
  return wildcard < 0 ? glob : glob.slice(0, wildcard);
}
