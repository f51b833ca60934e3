import type { ReferrerClass, VisitContext } from "../../shared/schema/event.ts";

/** Parameters of a campaign, Google's utm names. */
export const campaignParameters = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "utm_id",
] as const;

/**
 * Click ids that networks put into links, each with the class that it proves. Those of advertising
 * systems are on paid links alone. Facebook's and Pinterest's are on every link that leaves them: they
 * say from where somebody came, not that it was paid for. Mailchimp's is a newsletter's.
 */
export const clickIdClasses = {
  gclid: "paid",
  gbraid: "paid",
  wbraid: "paid",
  dclid: "paid",
  msclkid: "paid",
  ttclid: "paid",
  twclid: "paid",
  li_fat_id: "paid",
  yclid: "paid",
  rdt_cid: "paid",
  fbclid: "social",
  epik: "social",
  mc_cid: "email",
} as const satisfies Readonly<Record<string, ReferrerClass>>;

/** Parameters that hold a click id. */
export const clickIdParameters = Object.keys(clickIdClasses) as (keyof typeof clickIdClasses)[];

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
