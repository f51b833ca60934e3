import type { Site } from "../shared/schema/site.ts";
import { isAllowedOrigin } from "./allowed-origin.ts";
import type { Environment } from "./environment.ts";
import { loadSite } from "./snapshots.ts";

/** Sites that may share one origin pattern: a shop and its rehearsal, say. */
const sitesPerPattern = 5;
/** Labels of a host name that are looked at from the right: `a.b.example.com` has four. */
const labelsLookedAt = 5;

/** Publishes which origins are a site's, so that a page with a wrong key can be told to whom it concerns. */
export async function publishOrigins({ SNAPSHOTS }: Environment, { id, origins }: Site): Promise<void> {
  await Promise.all(origins.map((pattern) => SNAPSHOTS.put(`origin:${pattern} ${id}`, "")));
}

/** Takes back that origins are a site's. */
export async function withdrawOrigins({ SNAPSHOTS }: Environment, { id, origins }: Site): Promise<void> {
  await Promise.all(origins.map((pattern) => SNAPSHOTS.delete(`origin:${pattern} ${id}`)));
}

/** Every pattern that could cover an origin. */
function patternsOf(origin: string): string[] {
  if (!URL.canParse(origin)) return [];
  const { protocol, hostname, port } = new URL(origin);
  const labels = hostname.split(".");
  const parents = labels
    .slice(1)
    .map((_, index) => `*.${labels.slice(index + 1).join(".")}`)
    .slice(-labelsLookedAt);
  const ports = [port === "" ? "" : `:${port}`, ":*"];
  return [hostname, ...parents].flatMap((host) => ports.map((end) => `${protocol}//${host}${end}`));
}

/** The sites whose settings allow an origin. */
export async function sitesOfOrigin(environment: Environment, origin: string): Promise<string[]> {
  const lists = await Promise.all(
    patternsOf(origin).map((pattern) =>
      environment.SNAPSHOTS.list({ prefix: `origin:${pattern} `, limit: sitesPerPattern }),
    ),
  );
  const ids = new Set(lists.flatMap(({ keys }) => keys.map(({ name }) => name.split(" ")[1] ?? "")));
  const sites = await Promise.all([...ids].map((id) => loadSite(environment, id)));
  // Settings may have changed since: what they say now holds.
  return sites
    .filter((site) => site !== null && isAllowedOrigin(site.site.origins, origin))
    .map((site) => site?.site.id ?? "");
}
