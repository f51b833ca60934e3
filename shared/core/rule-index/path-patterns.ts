import type { Test } from "../../schema/condition.ts";
import { pathPatternOf, type PathPattern } from "../condition/path-pattern.ts";
import { normalPath } from "../path.ts";
import { valueOr } from "../value-or.ts";

type PathTest = Extract<Test, { test: "path" }>;

/** Paths that are remembered at once. All are forgotten when there are more: a cache changes no answer. */
const pathsRemembered = 4_096;

const none: readonly number[] = [];

/** The path tests of a model, each once, however many rules share it. Their ordinals begin with 1. */
export class PathPatterns {
  readonly #patterns: PathPattern[] = [];
  readonly #ordinals = new Map<string, number>();
  readonly #byPath = new Map<string, number[]>();
  /** By what the path begins with, by its length. */
  readonly #byStart = new Map<number, Map<string, number[]>>();
  readonly #metBy = new Map<string, readonly number[]>();

  /** @returns Ordinal of the pattern. */
  add(test: PathTest): number {
    const key = JSON.stringify([test.equals, test.prefix, test.glob]);
    const known = this.#ordinals.get(key);
    if (known !== undefined) return known;
    const pattern = pathPatternOf(test);
    const ordinal = this.#patterns.push(pattern);
    this.#ordinals.set(key, ordinal);
    const { equals, start } = pattern;
    const places =
      equals === undefined
        ? valueOr(this.#byStart, start.length, () => new Map<string, number[]>())
        : this.#byPath;
    valueOr(places, equals ?? start, () => []).push(ordinal);
    return ordinal;
  }

  /**
   * Ordinals of the patterns that a path meets.
   *
   * @param path As the event has it.
   */
  metBy(path: string): readonly number[] {
    let met = this.#metBy.get(path);
    if (met === undefined) {
      met = this.#match(normalPath(path));
      if (this.#metBy.size >= pathsRemembered) this.#metBy.clear();
      this.#metBy.set(path, met);
    }
    return met;
  }

  #match(path: string): readonly number[] {
    const possible = [...(this.#byPath.get(path) ?? [])];
    for (const [length, starts] of this.#byStart) {
      if (length > path.length) continue;
      for (const ordinal of starts.get(path.slice(0, length)) ?? []) possible.push(ordinal);
    }
    const met = possible.filter((ordinal) => this.#patterns[ordinal - 1]?.isMet(path) === true);
    return met.length === 0 ? none : met;
  }
}
