import type { Finding, PageCheck } from "../../shared/schema/setup.ts";
import type { ConsentMode } from "../../shared/schema/site.ts";
import type { KeyGrant } from "../snapshots.ts";
import { fetchPage } from "./fetch-page.ts";
import { gravity } from "./gravity.ts";
import { policyFindings } from "./policy-findings.ts";
import { readPage, type Copy, type PageFacts } from "./read-page.ts";
import { scriptFindings } from "./script-findings.ts";
import { siteFindings } from "./site-findings.ts";

/** What a page is held against. */
export interface CheckedSite {
  id: string;
  origins: readonly string[];
  consent: ConsentMode;
  /** Null when it is not known. */
  writeKey: string | null;
  /** This worker's own address. */
  host: URL;
  isLocalMode: boolean;
  /** What a key opens, or null when nobody knows it. */
  grantOf: (key: string) => Promise<KeyGrant | null>;
}

/** A page that was read, and the site it should belong to. */
export interface CheckedPage {
  page: URL;
  facts: PageFacts;
  /** The copy that runs: the first. Undefined when the page has none. */
  copy: Copy | undefined;
  site: CheckedSite;
}

const unreadable: Finding = {
  code: "page_unreadable",
  severity: "error",
  message: "The page began to answer and could not be read to its end.",
  fix: "Try again. A page in another encoding than UTF-8 may be the reason; the lights above turn green all the same.",
};

/** Reads one page, and says what keeps Scoreline from working there and what to do. */
export async function checkPage(address: string, site: CheckedSite): Promise<PageCheck> {
  const fetched = await fetchPage(address, site.isLocalMode);
  const { url: page } = fetched;
  if ("finding" in fetched) return { url: page.href, findings: [fetched.finding] };
  const facts = await readPage(fetched.response, page).catch(() => null);
  if (facts === null) return { url: page.href, findings: [unreadable] };
  const checked: CheckedPage = { page, facts, copy: facts.copies[0], site };
  const findings = [
    ...(await scriptFindings(checked)),
    ...siteFindings(checked),
    ...policyFindings(checked),
  ].sort((a, b) => gravity[a.severity] - gravity[b.severity]);
  return { url: page.href, findings };
}
