import type { Segment } from "../../../../shared/schema/sweep.ts";
import type { SiteObject } from "../../site/site.ts";
import type { Page, SweepContext, SweepKind } from "../contract.ts";

/** The site's object; typed by its class, since the platform's type of a call is not one to read. */
export function siteOf({ environment: { SITE }, siteId }: SweepContext): SiteObject {
  return SITE.get(SITE.idFromName(siteId)) as unknown as SiteObject;
}

/**
 * The visitors of the lead book in the order of their ids, which are random and never change: whoever
 * comes in the meantime is in a page that is still to come, or is new under the new rules anyway.
 *
 * Not in the book are devices, which go with their lead, and those of whom only bots' events are
 * known, which have no score.
 */
export function everybody(
  segmentOf: (context: SweepContext) => Segment | Promise<Segment>,
): Pick<SweepKind, "count" | "page"> {
  return {
    count: async (context) => siteOf(context).countLeads(await segmentOf(context)),
    page: async (context, cursor, limit): Promise<Page> => {
      const items = await siteOf(context).leadIds(await segmentOf(context), cursor ?? "", limit);
      return { items, nextCursor: items.length < limit ? null : (items.at(-1) ?? null) };
    },
  };
}
