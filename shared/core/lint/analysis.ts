import type { Condition } from "../../schema/condition.ts";
import type { Model } from "../../schema/model.ts";
import { factsOf, type ModelFacts } from "./condition/demands.ts";
import { everyTest, type PlacedTest } from "./condition/every-test.ts";
import { placesOf, type Place } from "./condition/places.ts";
import { needsServer, solve, type Solution } from "./condition/solve.ts";
import { reachOf, type Reach, type Reporter } from "./reach.ts";

/** A test, where it stands and what it belongs to. */
export interface OwnedTest extends PlacedTest {
  owner: string;
}

/** What came of solving a condition, without what it says of each value: a large model has many. */
export interface Verdict extends Pick<Solution, "conflict" | "deadBranches"> {
  /** A server has to report something before it can hold. */
  isServers: boolean;
}

/** What several lint rules want to know of a model, each found out once. Nobody changes what it returns. */
export class Analysis {
  readonly facts: ModelFacts;
  readonly #model: Model;
  readonly #verdicts = new Map<string, Verdict>();
  readonly #reach = new Map<Reporter, Reach>();
  #places: readonly Place[] | undefined;
  #tests: readonly OwnedTest[] | undefined;

  constructor(model: Model) {
    this.#model = model;
    this.facts = factsOf(model);
  }

  /** Every condition of the model. */
  get places(): readonly Place[] {
    this.#places ??= placesOf(this.#model);
    return this.#places;
  }

  /** Every test of every condition, those about other events included. */
  get tests(): readonly OwnedTest[] {
    this.#tests ??= this.places.flatMap(({ condition, path, owner }) =>
      everyTest(condition, path).map(({ test, path: at }) => ({ test, path: at, owner })),
    );
    return this.#tests;
  }

  /** Whether the condition at a path can hold. */
  verdict(condition: Condition, path: string): Verdict {
    let verdict = this.#verdicts.get(path);
    if (verdict === undefined) {
      const solution = this.solution(condition, path);
      const { conflict, deadBranches } = solution;
      verdict = { conflict, deadBranches, isServers: needsServer(solution) };
      this.#verdicts.set(path, verdict);
    }
    return verdict;
  }

  /** What must be so if the condition at a path holds; made anew each time. */
  solution(condition: Condition, path: string): Solution {
    return solve(condition, path, this.facts);
  }

  /** What scores can reach. */
  reach(reporter: Reporter): Reach {
    let reach = this.#reach.get(reporter);
    if (reach === undefined) {
      reach = reachOf(this.#model, reporter, this.facts, (condition, path) => this.verdict(condition, path));
      this.#reach.set(reporter, reach);
    }
    return reach;
  }
}
