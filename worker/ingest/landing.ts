import type { Batch } from "../../shared/schema/batch.ts";
import type { VisitContext } from "../../shared/schema/event.ts";
import { isRecord, textOf } from "../json-value.ts";
import { campaignOf } from "./campaign.ts";
import { referrerOf } from "./referrer.ts";

/** A page that somebody came to, and the one before it, by their addresses. */
export interface Landing {
  url: string | undefined;
  referrer: string | undefined;
}

/**
 * What brought somebody to a page.
 *
 * @param origins The site's own, whose pages are `internal`.
 */
export function attributionOf(
  { url, referrer }: Landing,
  origins: readonly string[],
): Pick<VisitContext, "referrer" | "campaign" | "clickIds"> {
  const attribution = url === undefined ? {} : campaignOf(url);
  const found = referrerOf(referrer, { url, origins }, attribution);
  return { ...(found !== undefined && { referrer: found }), ...attribution };
}

/** Whether somebody came to a page from elsewhere: by a campaign, or by a link of another site. */
function isArrival(page: Landing, origins: readonly string[]): boolean {
  const { campaign, clickIds, referrer } = attributionOf(page, origins);
  return campaign !== undefined || clickIds !== undefined || (referrer?.class ?? "internal") !== "internal";
}

/** The pages of a batch's events, in its order. */
function* pagesOf({ batch, context: head }: Batch): Generator<Landing> {
  for (const event of batch) {
    if (!isRecord(event)) continue;
    const properties = isRecord(event["properties"]) ? event["properties"] : {};
    const context = { ...head, ...(isRecord(event["context"]) ? event["context"] : {}) };
    const page = isRecord(context["page"]) ? context["page"] : {};
    const url = textOf(properties["url"]) ?? textOf(page["url"]);
    if (url !== undefined)
      yield { url, referrer: textOf(properties["referrer"]) ?? textOf(page["referrer"]) };
  }
}

/**
 * Where the visit of a batch landed: the last page that somebody came to from elsewhere, else the first
 * that is told. The first alone would not do: what an earlier page could not deliver goes first in a
 * request, and so does the yes of a visitor who was asked after they had gone on.
 *
 * @param origins The site's own.
 */
export function landingOf(batch: Batch, origins: readonly string[]): Landing {
  const pages = [...pagesOf(batch)];
  const arrival = pages.findLast((page) => isArrival(page, origins));
  return arrival ?? pages[0] ?? { url: undefined, referrer: undefined };
}
