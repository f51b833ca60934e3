import type { ReferrerClass, VisitContext } from "../../shared/schema/event.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import { clickIdClasses, clickIdParameters } from "./campaign.ts";
import table from "./referrer-hosts.json" with { type: "json" };

type ListedClass = "search" | "social" | "ai_assistant";

const byHost = new Map<string, ListedClass>();
/** `google.*`: the host without its country. */
const byStem = new Map<string, ListedClass>();
// AI assistants last: gemini.google.com is one, although google is a search engine.
for (const listed of ["search", "social", "ai_assistant"] as const) {
  for (const host of table[listed]) {
    if (host.endsWith(".*")) byStem.set(host.slice(0, -2), listed);
    else byHost.set(host, listed);
  }
}

const mailHost = /^(mail|webmail|outlook|poczta)\./;

function listedClass(host: string): ListedClass | undefined {
  const labels = host.split(".");
  for (let from = 0; from < labels.length - 1; from += 1) {
    const suffix = labels.slice(from).join(".");
    const listed =
      byHost.get(suffix) ??
      byStem.get(labels.slice(from, -1).join(".")) ??
      byStem.get(labels.slice(from, -2).join("."));
    if (listed !== undefined) return listed;
  }
  return undefined;
}

const urlOf = (address = ""): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);
const hostOf = (url: URL | undefined): string => url?.hostname.replace(/^www\./, "") ?? "";

const paidMedium = /^(cpc|ppc|paid|display|retargeting|paid[_-].*)$/;
const mailMedium = /^e-?mail$/;

/**
 * Class of a referrer. Paid wins over everything (an advertisement's click id or a paid medium says so),
 * then e-mail, then what the host is known for, then the network whose click id is in the address.
 *
 * @param referrer Address of the page before.
 * @param page Address of the page itself, and the site's origins: what comes from either is `internal`.
 */
export function referrerOf(
  referrer: string | undefined,
  page: { url: string | undefined; origins: readonly string[] },
  { campaign, clickIds = {} }: Pick<VisitContext, "campaign" | "clickIds">,
): VisitContext["referrer"] {
  const medium = campaign?.["medium"]?.toLowerCase() ?? "";
  const before = urlOf(referrer);
  const host = hostOf(before);
  const proven = new Set<ReferrerClass>(
    clickIdParameters.filter((id) => clickIds[id] !== undefined).map((id) => clickIdClasses[id]),
  );
  const marked: ReferrerClass | undefined =
    proven.has("paid") || paidMedium.test(medium)
      ? "paid"
      : proven.has("email") || mailMedium.test(medium)
        ? "email"
        : undefined;
  const network: ReferrerClass | undefined = proven.has("social") ? "social" : undefined;
  if (before === undefined || host === "") {
    const only = marked ?? network;
    return only === undefined ? undefined : { host: "", class: only };
  }
  const isOwn = host === hostOf(urlOf(page.url)) || isAllowedOrigin(page.origins, before.origin);
  if (isOwn) return { host, class: marked ?? "internal" };
  const known = mailHost.test(host) ? "email" : (listedClass(host) ?? network ?? "other");
  return { host, class: marked ?? known };
}
