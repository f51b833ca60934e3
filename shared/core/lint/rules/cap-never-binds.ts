import type { Model } from "../../../schema/model.ts";
import type { Cap, EventRule } from "../../../schema/rule.ts";
import { branchesOfAll, keyOf } from "../condition/normal-form.ts";
import type { Finding, LintRule } from "../finding.ts";
import { isForLife } from "../reach.ts";
import { counted } from "../words.ts";

const code = "cap_never_binds";

/** A cap that something else reaches first, always. */
export const capNeverBinds: LintRule = {
  code,
  description: "A cap is never used up, because a tighter limit always comes first.",
  check: (model) => [...ofRules(model), ...ofActions(model), ...ofHandOffs(model)],
};

function finding(path: string, message: string): Finding {
  return { path, severity: "hint", code, message, fix: "Lower the cap, or leave it out." };
}

function ofRules(model: Model): Finding[] {
  const giving = onlyGivingGroups(model);
  return model.rules.flatMap((rule, index) => {
    if (rule.type !== "event" || rule.cap === undefined) return [];
    const { times } = rule.cap;
    const path = `rules[${index}].cap.times`;
    const max = rule.group === undefined ? undefined : giving.get(rule.group);
    if (max !== undefined && rule.points > 0 && times > Math.ceil(max / rule.points)) {
      const message = `rule "${rule.id}" may pay ${counted(times, "time")}, and its group "${rule.group}" is full after ${Math.ceil(max / rule.points)}`;
      return [finding(path, message)];
    }
    const occasions = mostOccasions(rule);
    return times > occasions
      ? [
          finding(
            path,
            `rule "${rule.id}" may pay ${counted(times, "time")}, and its condition holds ${occasions} at most`,
          ),
        ]
      : [];
  });
}

/** Maxima of groups from which no rule takes points: what is used of those never comes back. */
function onlyGivingGroups(model: Model): Map<string, number> {
  const maxima = new Map<string, number>();
  for (const { id, max } of model.groups ?? []) if (max !== undefined && max >= 0) maxima.set(id, max);
  for (const rule of model.rules) {
    if (rule.type === "event" && rule.points < 0 && rule.group !== undefined) maxima.delete(rule.group);
  }
  return maxima;
}

/**
 * How often a condition can hold in a visitor's life, when it says so itself: it asks for an event, and
 * that there were so many of those at most. The event being scored counts.
 */
function mostOccasions({ when }: EventRule): number {
  const branches = branchesOfAll(when);
  const hasCount = branches.some(
    (branch) => "test" in branch && branch.test === "count" && branch.atMost !== undefined,
  );
  if (!hasCount) return Infinity;
  const keys = new Set(branches.map(keyOf));
  return branches.reduce((most, branch) => {
    if (!("test" in branch) || branch.test !== "count") return most;
    if (branch.atMost === undefined || branch.withinDays !== undefined) return most;
    const isCounted = branchesOfAll(branch.of).every((part) => keys.has(keyOf(part)));
    return isCounted ? Math.min(most, Math.max(0, Math.floor(branch.atMost))) : most;
  }, Infinity);
}

/** Whether the window of one cap always lies inside that of another. */
function isWindowInside(inner: Cap, outer: Cap): boolean {
  if (isForLife(outer)) return true;
  if (isForLife(inner)) return false;
  if (inner.per !== undefined) {
    // A calendar day has up to 25 hours; how long a visit lasts nobody knows.
    return inner.per === outer.per || (inner.per === "day" && (outer.withinDays ?? 0) >= 2);
  }
  return outer.withinDays !== undefined && (inner.withinDays ?? Infinity) <= outer.withinDays;
}

function ofActions(model: Model): Finding[] {
  const { global, perKind } = model.frequency ?? {};
  return (model.actions ?? []).flatMap(({ id, kind, cap }, index) => {
    if (cap === undefined) return [];
    const limits: [string, Cap | undefined][] = [
      ["all actions together", global],
      [`all of the kind "${kind}" together`, perKind?.[kind]],
    ];
    const tighter = limits.find(
      ([, limit]) => limit !== undefined && limit.times < cap.times && isWindowInside(cap, limit),
    );
    if (tighter === undefined) return [];
    const [name, limit] = tighter;
    const message = `action "${id}" may be seen ${counted(cap.times, "time")}, and ${name} ${counted(limit?.times ?? 0, "time")} in no less a window`;
    return [finding(`actions[${index}].cap.times`, message)];
  });
}

/** A stage with a cool-down is entered only so often. */
function ofHandOffs(model: Model): Finding[] {
  const coolDowns = new Map(model.stages.map(({ id, coolDownDays }) => [id, coolDownDays]));
  return (model.handOffs ?? []).flatMap(({ id, trigger, cap }, index) => {
    const coolDownDays = trigger.on === "stage" ? coolDowns.get(trigger.stage) : undefined;
    if (cap?.withinDays === undefined || coolDownDays === undefined) return [];
    const entries = Math.ceil(cap.withinDays / coolDownDays);
    if (cap.times <= entries) return [];
    const message = `hand-off "${id}" may leave ${counted(cap.times, "time")} in ${counted(cap.withinDays, "day")}, and its stage with a cool-down of ${counted(coolDownDays, "day")} is entered ${entries} at most`;
    return [finding(`handOffs[${index}].cap.times`, message)];
  });
}
