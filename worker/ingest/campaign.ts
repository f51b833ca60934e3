import type { VisitContext } from "../../shared/schema/event.ts";

/** Parameters of a campaign, Google's utm names. */
export const campaignParameters = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "utm_id",
] as const;

/** Click ids that advertising networks put into links. */
export const clickIdParameters = [
  "gclid",
  "gbraid",
  "wbraid",
  "dclid",
  "fbclid",
  "msclkid",
  "ttclid",
  "twclid",
  "li_fat_id",
  "mc_cid",
  "yclid",
  "epik",
  "rdt_cid",
] as const;

/** Names by which Segment's context calls them: `utm_campaign` is `name` there. */
function withoutPrefix(parameter: string): string {
  const name = parameter.slice("utm_".length);
  return name === "campaign" ? "name" : name;
}

/**
 * Campaign and click ids of an address.
 *
 * @example campaignOf("https://x.test/?utm_source=mail").campaign // { source: "mail" }
 */
export function campaignOf(address: string): Pick<VisitContext, "campaign" | "clickIds"> {
  if (!address.includes("?") || !URL.canParse(address)) return {};
  const { searchParams } = new URL(address);
  const campaign: Record<string, string> = {};
  const clickIds: Record<string, string> = {};
  for (const parameter of campaignParameters) {
    const value = searchParams.get(parameter);
    if (value !== null && value !== "") campaign[withoutPrefix(parameter)] = value.slice(0, 200);
  }
  for (const parameter of clickIdParameters) {
    const value = searchParams.get(parameter);
    if (value !== null && value !== "") clickIds[parameter] = value.slice(0, 200);
  }
  return {
    ...(Object.keys(campaign).length > 0 && { campaign }),
    ...(Object.keys(clickIds).length > 0 && { clickIds }),
  };
}
