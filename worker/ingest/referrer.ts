import type { ReferrerClass, VisitContext } from "../../shared/schema/event.ts";
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

/**
 * Class of a referrer. Paid wins over everything (a click id or a paid medium says so), then e-mail,
 * then what the host is known for.
 *
 * @param referrer Address of the page before.
 * @param pageHost Host of the page itself, so that the site's own pages are `internal`.
 */
export function referrerOf(
  referrer: string,
  pageHost: string | undefined,
  { campaign, clickIds }: Pick<VisitContext, "campaign" | "clickIds">,
): VisitContext["referrer"] {
  const medium = campaign?.["medium"]?.toLowerCase() ?? "";
  const host = URL.canParse(referrer) ? new URL(referrer).hostname.replace(/^www\./, "") : "";
  const isPaid = clickIds !== undefined || /^(cpc|ppc|paid|display|retargeting|paid[_-].*)$/.test(medium);
  const marked: ReferrerClass | undefined = isPaid
    ? "paid"
    : medium === "email" || medium === "e-mail"
      ? "email"
      : undefined;
  if (host === "") return marked === undefined ? undefined : { host: "", class: marked };
  if (host === pageHost?.replace(/^www\./, "")) return { host, class: marked ?? "internal" };
  return { host, class: marked ?? (mailHost.test(host) ? "email" : (listedClass(host) ?? "other")) };
}
