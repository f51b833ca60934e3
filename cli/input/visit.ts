import type { VisitContext } from "../../shared/schema/event.ts";
import { campaignOf } from "../../worker/ingest/campaign.ts";
import type { Landing } from "../../worker/ingest/landing.ts";
import { referrerOf } from "../../worker/ingest/referrer.ts";
import { readUserAgent } from "../../worker/ingest/user-agent.ts";
import { isRecord, textOf } from "../../worker/json-value.ts";

/** What Segment's context says of a visit: as the edge finds it out from a request, less its place. */
export function visitOf(
  context: Readonly<Record<string, unknown>> | undefined,
  { url, referrer: before }: Landing,
): VisitContext | undefined {
  const userAgent = textOf(context?.["userAgent"]);
  const locale = textOf(context?.["locale"]);
  const attribution = url === undefined ? {} : campaignOf(url);
  const told = campaignTold(context?.["campaign"]);
  const campaign = attribution.campaign ?? told;
  // An archive does not tell the site's origins.
  const page = { url, origins: [] };
  const referrer = referrerOf(before, page, {
    ...attribution,
    ...(campaign !== undefined && { campaign }),
  });
  const { device, bot } = userAgent === undefined ? {} : readUserAgent(userAgent);
  const visit: VisitContext = {
    ...(locale !== undefined && { locale }),
    ...(device !== undefined && { device }),
    ...(referrer !== undefined && { referrer }),
    ...attribution,
    ...(campaign !== undefined && { campaign }),
    ...(bot !== undefined && { bot }),
  };
  return Object.keys(visit).length > 0 ? visit : undefined;
}

function campaignTold(value: unknown): Record<string, string> | undefined {
  if (!isRecord(value)) return undefined;
  const texts = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
  return texts.length > 0 ? Object.fromEntries(texts) : undefined;
}
