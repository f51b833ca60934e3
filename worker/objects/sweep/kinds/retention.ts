import { dayMs } from "../../../../shared/core/index.ts";
import { erasePerson } from "../../../privacy/erase-person.ts";
import { visitorObject } from "../../../privacy/person.ts";
import type { SweepContext, SweepKind } from "../contract.ts";
import { everybody, siteOf } from "./everybody.ts";

/** Everything older than this is over; 0 when the site keeps visitors for ever. */
async function endMs(context: SweepContext): Promise<number> {
  const days = (await siteOf(context).retentionDays()) ?? null;
  return days === null ? 0 : context.startedAtMs - days * dayMs;
}

/** Visitors who have not come back for as long as the site keeps them. Receivers are not told: they keep leads by rules of their own. */
export const retention: SweepKind = {
  name: "retention",
  ...everybody(async (context) => ({ seenBeforeMs: await endMs(context) })),
  visit: async (visitorId, context) => {
    const { environment, siteId } = context;
    const visitor = visitorObject(environment, siteId, visitorId);
    const lastAtMs = await visitor.lastAtMs();
    // The line can be old: the visitor knows.
    if (lastAtMs !== null && lastAtMs >= (await endMs(context))) return { isChanged: false };
    if (lastAtMs === null) {
      // A line without a visitor behind it: what an erasure left that was cut.
      await siteOf(context).forget(visitorId);
      return { isChanged: true };
    }
    const erased = await erasePerson(environment, siteId, visitorId, { why: "retention" });
    return { isChanged: erased !== null };
  },
};
