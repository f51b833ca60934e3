/**
 * Makes `worker/ingest/referrer-hosts.json` from Matomo's list of search engines, social networks
 * and AI assistants (CC0). Run by hand when the list is renewed:
 *
 *     SCORELINE_DATA=<folder that holds referrers/*.yml> npx node scripts/generate-referrers.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(process.env["SCORELINE_DATA"] ?? "../shared/data", "referrers");

/** Hosts in a list: the items that look like one; `google.{}` (any country) becomes `google.*`. */
function hostsIn(file: string): string[] {
  const hosts = new Set<string>();
  for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
    const host = /^\s+- '?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,}|\{\}))'?\s*$/.exec(line)?.[1];
    if (host !== undefined) hosts.add(host.replace("{}", "*").replace(/^www\./, ""));
  }
  return [...hosts].sort();
}

const table = {
  $comment: "From matomo-org/searchengine-and-social-list, CC0 1.0. Made by scripts/generate-referrers.ts.",
  search: hostsIn("SearchEngines.yml"),
  social: hostsIn("Socials.yml"),
  ai_assistant: hostsIn("AIAssistants.yml"),
};
writeFileSync("worker/ingest/referrer-hosts.json", `${JSON.stringify(table)}\n`);
console.log(
  `${table.search.length} search, ${table.social.length} social, ${table.ai_assistant.length} AI assistants`,
);
