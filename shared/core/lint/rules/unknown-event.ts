import { Analysis } from "../analysis.ts";
import type { LintRule } from "../finding.ts";
import { knownEvents, renamedEvents, snakeCase } from "../names/events.ts";
import { firstEventUses } from "../names/event-uses.ts";
import { nearMiss } from "../names/near-miss.ts";

const code = "unknown_event";

/** An event that nothing is known to send: a slip of the pen, or one of the site's own. Each is named once. */
export const unknownEvent: LintRule = {
  code,
  description: "An event is asked for that neither GA4, Segment nor Scoreline sends.",
  check(model, analysis = new Analysis(model)) {
    const near = nearMiss(knownEvents);
    return [...firstEventUses(analysis)].flatMap(([name, { path, owner }]) => {
      // Names that change on arrival have a rule of their own.
      if (knownEvents.has(name) || renamedEvents.has(name) || snakeCase(name) !== name) return [];
      const meant = near(name);
      return {
        path,
        severity: "hint",
        code,
        message: `${owner} asks for the event "${name}", which neither GA4, Segment nor Scoreline sends`,
        fix:
          meant === undefined
            ? `Nothing, if your site sends "${name}" itself.`
            : `Did you mean "${meant}"? Nothing to do if your site sends "${name}" itself.`,
      };
    });
  },
};
