import type { Condition, EventCondition, Test } from "../../../schema/condition.ts";
import { isKnown } from "../../condition/tests.ts";
import { serverOnlyEvents } from "../names/events.ts";
import { listed, quoted } from "../words.ts";
import { demandsOf, wholeAmount, type BehaviourTest, type Demand, type ModelFacts } from "./demands.ts";
import { anything, domainWords, hasValues, narrow, widen, type Domain } from "./domain.ts";
import { keyOf } from "./normal-form.ts";

/** Why something can never hold. */
export interface Conflict {
  path: string;
  message: string;
}

/** What is known of the values that a condition speaks of, if it holds. */
export interface Solution {
  /** Set when it cannot hold. */
  conflict: Conflict | null;
  /** By the key of the value; what is not in it may be anything. */
  domains: Map<string, Domain>;
  /** Branches of an `any` that cannot hold, while others can. */
  deadBranches: readonly Conflict[];
}

/** Key of the mark that a server has to report something. */
const serverKey = "server";
/** How many touchpoints there are: form, email, chat, social, site, ad, phone. */
const touchpoints = 7;

/** Shared by all solutions without dead branches: nearly all. Never changed. */
const none: readonly Conflict[] = [];

function possible(domains: Map<string, Domain>, deadBranches: readonly Conflict[]): Solution {
  return { conflict: null, domains, deadBranches };
}

function impossible(conflict: Conflict): Solution {
  return { conflict, domains: new Map(), deadBranches: none };
}

/**
 * Finds out what must be so if a condition holds: a bounded look that follows the size of the
 * condition, with no search. `all` narrows, `any` widens, `not` is pushed down to the tests. What it
 * calls impossible is; what it does not may still be.
 *
 * @example solve(all(event is a, event is b), "rules[0].when", facts).conflict?.message
 *   === 'the event\'s name would have to be "b" and "a" at once'
 */
export function solve(condition: Condition, path: string, facts: ModelFacts): Solution {
  return solveBranch(condition, path, false, facts);
}

/** Whether a server has to report something before this can hold. */
export function needsServer({ domains }: Solution): boolean {
  return domains.has(serverKey);
}

function solveBranch(condition: Condition, path: string, isNegated: boolean, facts: ModelFacts): Solution {
  if ("not" in condition) return solveBranch(condition.not, `${path}.not`, !isNegated, facts);
  if ("test" in condition) return solveTest(condition, path, isNegated, facts);
  const [word, branches] =
    "all" in condition ? (["all", condition.all] as const) : (["any", condition.any] as const);
  const solutions = branches.map((branch, index) =>
    solveBranch(branch, `${path}.${word}[${index}]`, isNegated, facts),
  );
  return (word === "all") === isNegated ? oneOf(solutions) : allOf(solutions);
}

function allOf(solutions: readonly Solution[]): Solution {
  const failed = solutions.find(({ conflict }) => conflict !== null);
  if (failed !== undefined) return failed;
  let domains = new Map<string, Domain>();
  for (const solution of solutions) {
    const [small, large] =
      solution.domains.size > domains.size ? [domains, solution.domains] : [solution.domains, domains];
    domains = large;
    const conflict = narrowAll(domains, small);
    if (conflict !== null) return impossible(conflict);
  }
  const hasDead = solutions.some(({ deadBranches }) => deadBranches.length > 0);
  return finished(domains, hasDead ? solutions.flatMap(({ deadBranches }) => deadBranches) : none);
}

function oneOf(solutions: readonly Solution[]): Solution {
  const alive = solutions.filter(({ conflict }) => conflict === null);
  const [first] = alive;
  if (first === undefined) return solutions[0] ?? impossible({ path: "", message: "there is no branch" });
  const deadBranches = solutions.flatMap((solution) =>
    solution.conflict === null ? solution.deadBranches : [solution.conflict],
  );
  const domains = new Map<string, Domain>();
  const fewest = alive.reduce((a, b) => (b.domains.size < a.domains.size ? b : a), first);
  for (const key of fewest.domains.keys()) {
    const same = alive.flatMap((solution) => solution.domains.get(key) ?? []);
    const [domain, ...others] = same;
    if (domain !== undefined && same.length === alive.length) domains.set(key, widen([domain, ...others]));
  }
  return possible(domains, deadBranches);
}

/** Narrows domains, which it changes, by others. */
function narrowAll(domains: Map<string, Domain>, by: Iterable<Demand>): Conflict | null {
  for (const [key, domain] of by) {
    const known = domains.get(key);
    if (known === undefined) {
      domains.set(key, domain);
      // A domain can be empty from the start: a score asked for above its maximum.
      if (hasValues(domain)) continue;
      return { path: domain.path, message: `${domain.what} cannot be ${domainWords(domain)}` };
    }
    const words = [domainWords(known), domainWords(domain)];
    if (narrow(known, domain)) continue;
    return {
      path: domain.path,
      message:
        words.every((word) => word !== "") && words[0] !== words[1]
          ? `${domain.what} would have to be ${words[0]}, and ${words[1]} at once`
          : `${domain.what} cannot be all that is asked of it`,
    };
  }
  return null;
}

/** Draws what follows from several values together. */
function finished(domains: Map<string, Domain>, deadBranches: readonly Conflict[]): Solution {
  const event = domains.get("event");
  const source = domains.get("source")?.only;
  // A longer list holds something else as well.
  const isServers =
    event?.only?.size !== undefined &&
    event.only.size <= serverOnlyEvents.size &&
    [...event.only].every((name) => serverOnlyEvents.has(String(name)));
  if (isServers && source?.size === 1 && source.has("browser")) {
    const names = listed([...(event.only ?? [])].map(quoted), "and");
    return impossible({
      path: event.path,
      message: `${names} is taken from servers only, and the source would have to be a browser`,
    });
  }
  const identity = domains.get("identity");
  for (const name of ["email", "phone"]) {
    const trait = domains.get(`trait:${name}`);
    if (trait === undefined || identity?.only?.has("known") !== false) continue;
    // Only an address or a number that can be one makes somebody known: of a value that is not told nobody can say.
    const isTold = [...(trait.only ?? [])].every((value) =>
      isKnown({ traits: { [name]: value }, userId: null }),
    );
    if (trait.only === null || !isTold) continue;
    return impossible({
      path: trait.path,
      message: `whoever has such a trait "${name}" is known, and the visitor would have to be anonymous`,
    });
  }
  if (isServers || (source?.size === 1 && source.has("server"))) {
    const path = event?.path ?? "";
    domains.set(serverKey, anything("a server's word", path, { only: new Set([true]) }));
  }
  return { conflict: null, domains, deadBranches };
}

function solveTest(test: Test, path: string, isNegated: boolean, facts: ModelFacts): Solution {
  if (isBehaviour(test)) return solveBehaviour(test, path, isNegated, facts);
  const domains = new Map<string, Domain>();
  const conflict = narrowAll(domains, demandsOf(test, path, isNegated, facts));
  if (conflict !== null) return impossible(conflict);
  // Of a single test, only what it says of the event or its source draws anything after it.
  return test.test === "event" || test.test === "source" ? finished(domains, none) : possible(domains, none);
}

const behaviours: Record<BehaviourTest["test"], true> = {
  count: true,
  distinct: true,
  sum: true,
  sequence: true,
  last: true,
};

function isBehaviour(test: Test): test is BehaviourTest {
  return Object.hasOwn(behaviours, test.test);
}

/** Behaviour is asked about other events than the one being scored: what is inside is a question of its own. */
function solveBehaviour(test: BehaviourTest, path: string, isNegated: boolean, facts: ModelFacts): Solution {
  const inner = (condition: EventCondition, step: string) => solve(condition, `${path}${step}`, facts);
  if (test.test === "sequence" || test.test === "last") {
    const parts =
      test.test === "sequence"
        ? test.steps.map((step, index) => inner(step, `.steps[${index}]`))
        : [inner(test.of, ".of"), inner(test.followedBy, ".followedBy")];
    if (isNegated) return possible(new Map(), none);
    const failed = parts.find(({ conflict }) => conflict !== null);
    return failed ?? withServer(new Map(), parts.some(needsServer), path);
  }

  const of = inner(test.of, ".of");
  const key = `${test.test}|${test.withinDays ?? ""}|${behaviourKey(test)}|${keyOf(test.of)}`;
  const isSum = test.test === "sum";
  const what = isSum
    ? `the sum of "${test.property}"`
    : test.test === "count"
      ? "the count"
      : "the number of different ones";
  const domains = new Map<string, Domain>();
  const highest = of.conflict === null ? mostOf(test, of) : 0;
  const base = anything(what, path, {
    isNumber: true,
    highest,
    ...((!isSum || highest === 0) && { lowest: 0 }),
  });
  const bounds = isSum
    ? sumDemands(key, what, path, test, isNegated)
    : wholeAmount(key, what, path, test, isNegated);
  const conflict = narrowAll(domains, [[key, base], ...bounds]);
  if (conflict !== null) {
    const reason = of.conflict === null ? conflict.message : `nothing can be counted: ${of.conflict.message}`;
    return impossible({ path: of.conflict?.path ?? conflict.path, message: reason });
  }
  const isAsked = (domains.get(key)?.lowest ?? 0) > 0;
  return withServer(domains, isAsked && needsServer(of), path);
}

function behaviourKey(test: Extract<BehaviourTest, { withinDays?: unknown; of: unknown }>): string {
  if (test.test === "sum") return test.property;
  return test.test === "distinct" ? `${test.by}|${test.property ?? ""}` : "";
}

/** A sum need not be whole, and it may be below 0. */
function sumDemands(
  key: string,
  what: string,
  path: string,
  { atLeast, atMost }: { atLeast?: number | undefined; atMost?: number | undefined },
  isNegated: boolean,
): Demand[] {
  if (isNegated) return [];
  const demand = (more: Partial<Domain>): Demand => [key, anything(what, path, { isNumber: true, ...more })];
  return [
    ...(atLeast === undefined ? [] : [demand({ lowest: atLeast })]),
    ...(atMost === undefined ? [] : [demand({ highest: atMost })]),
  ];
}

/** How much there can be at most. */
function mostOf(test: Extract<BehaviourTest, { test: "count" | "distinct" | "sum" }>, of: Solution): number {
  if (test.test !== "distinct") return Infinity;
  if (test.by === "touchpoint") return touchpoints;
  return test.by === "name" ? (of.domains.get("event")?.only?.size ?? Infinity) : Infinity;
}

function withServer(domains: Map<string, Domain>, isNeeded: boolean, path: string): Solution {
  if (isNeeded) domains.set(serverKey, anything("a server's word", path, { only: new Set([true]) }));
  return possible(domains, none);
}
