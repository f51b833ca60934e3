import { parseMoment } from "../../moment.ts";
import type { LintRule } from "../finding.ts";

const code = "empty_schedule";

/** A schedule that ends before it begins. */
export const emptySchedule: LintRule = {
  code,
  description: "The schedule of an action ends before it begins.",
  check: (model) =>
    (model.actions ?? []).flatMap(({ id, schedule }, index) => {
      const from = parseMoment(schedule?.from);
      const until = parseMoment(schedule?.until);
      return from === undefined || until === undefined || from < until
        ? []
        : {
            path: `actions[${index}].schedule.until`,
            severity: "warning",
            code,
            message: `action "${id}" is never shown: its schedule ends ${schedule?.until ?? ""}, not after it begins, ${schedule?.from ?? ""}`,
            fix: "Swap the two, or move the end; a date means its first moment in UTC.",
          };
    }),
};
