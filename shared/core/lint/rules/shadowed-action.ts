import type { Action } from "../../../schema/action.ts";
import { placeOf } from "../../place.ts";
import { everyTest } from "../condition/every-test.ts";
import { requiredKeys } from "../condition/normal-form.ts";
import type { Finding, LintRule } from "../finding.ts";

const code = "shadowed_action";

/** Days an action stays away after it was closed or followed, when the model does not say: then others have a turn. */
const defaultAwayDays = 30;

interface Rival {
  action: Action;
  keys: ReadonlySet<string>;
}

/** An action that another one, with the higher priority at the same place, always keeps away. */
export const shadowedAction: LintRule = {
  code,
  description: "An action never has its turn: one of higher priority takes the same place whenever it could.",
  check(model) {
    const places = new Map<string, [number, Action][]>();
    const cappedKinds = new Set(Object.keys(model.frequency?.perKind ?? {}));
    for (const [index, action] of (model.actions ?? []).entries()) {
      const place = placeOf(action);
      const list = places.get(place);
      if (list === undefined) places.set(place, [[index, action]]);
      else list.push([index, action]);
    }
    const findings = [...places.values()].flatMap((actions) => shadowedIn(actions, cappedKinds));
    return findings.sort((a, b) => a.index - b.index).map(({ finding }) => finding);
  },
};

/**
 * Whether the action is there whenever its condition holds and nobody has closed or followed it. A
 * recommendation is not: of the products none may be left that the visitor is not looking at.
 */
function isAlwaysThere({ cap, schedule, holdoutPercent, products }: Action): boolean {
  return (
    cap === undefined && schedule === undefined && holdoutPercent === undefined && products === undefined
  );
}

function isNeverAway({
  afterDismissDays = defaultAwayDays,
  afterSelectDays = defaultAwayDays,
}: Action): boolean {
  return afterDismissDays === 0 && afterSelectDays === 0;
}

/** Only an action that asks about disqualification is shown to the disqualified. */
function asksDisqualified({ when }: Action): boolean {
  return everyTest(when, "").some(({ test }) => test.test === "disqualified");
}

function isShadowedBy(
  action: Action,
  keys: ReadonlySet<string>,
  rival: Rival,
  cappedKinds: ReadonlySet<string>,
): boolean {
  // A cap that is used up keeps the whole kind away, and only that kind.
  const isThere = !cappedKinds.has(rival.action.kind) || rival.action.kind === action.kind;
  return (
    isThere &&
    [...rival.keys].every((key) => keys.has(key)) &&
    (asksDisqualified(rival.action) || !asksDisqualified(action))
  );
}

function shadowedIn(
  actions: readonly [number, Action][],
  cappedKinds: ReadonlySet<string>,
): { index: number; finding: Finding }[] {
  const ranked = [...actions].sort(([, a], [, b]) => (b.priority ?? 0) - (a.priority ?? 0));
  // A rival stands under one of its branches only; whoever is narrower has that branch too.
  const rivals = new Map<string, Rival[]>();
  return ranked.flatMap(([index, action]) => {
    const keys = requiredKeys(action.when);
    const candidates = [...keys].flatMap((key) => rivals.get(key) ?? []);
    const isShadow = (other: Rival) => isShadowedBy(action, keys, other, cappedKinds);
    const rival =
      candidates.find((other) => isNeverAway(other.action) && isShadow(other)) ?? candidates.find(isShadow);
    const [key] = keys;
    if (key !== undefined && isAlwaysThere(action)) {
      const list = rivals.get(key);
      if (list === undefined) rivals.set(key, [{ action, keys }]);
      else list.push({ action, keys });
    }
    return rival === undefined ? [] : [{ index, finding: findingOf(index, action, rival.action) }];
  });
}

function findingOf(index: number, action: Action, rival: Action): Finding {
  const isFinal = isNeverAway(rival);
  return {
    path: `actions[${index}]`,
    severity: isFinal ? "warning" : "hint",
    code,
    message: `whenever the condition of action "${action.id}" holds, that of "${rival.id}" does too, which takes the place first; "${action.id}" is ${isFinal ? "never shown" : "shown only after that one was closed or followed"}`,
    fix: `Give "${action.id}" the higher priority, or narrow the condition of "${rival.id}".`,
  };
}
