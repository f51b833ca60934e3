import { demoModels } from "./demo-models.ts";
import { demoSites, type DemoName } from "./demo-sites.ts";
import type { Environment } from "./environment.ts";

/** What each demo key opens. */
const siteOfKey: ReadonlyMap<string, DemoName> = new Map(
  (Object.keys(demoSites) as DemoName[]).flatMap((name) =>
    Object.values(demoSites[name].keys).map((key) => [key, name] as const),
  ),
);

/** Whether a key is one of the demo's. */
export function isDemoKey(key: string): boolean {
  return siteOfKey.has(key);
}

/** Environments, and the demo sites of each that this isolate has made sure of. */
const ensured = new WeakMap<object, Map<DemoName, Promise<unknown>>>();

/**
 * Makes the demo site that a demo key opens, or brings it up to the pack of this build. Only for
 * local mode; the caller checks.
 */
export async function ensureDemoSite(environment: Environment, key: string): Promise<void> {
  const name = siteOfKey.get(key);
  if (name === undefined) return;
  const { SITE } = environment;
  const sites = ensured.get(SITE) ?? new Map<DemoName, Promise<unknown>>();
  ensured.set(SITE, sites);
  const ready = sites.get(name) ?? makeDemoSite(SITE, name);
  sites.set(name, ready);
  try {
    await ready;
  } catch (error) {
    // A failure is no reason to fail for ever.
    sites.delete(name);
    throw error;
  }
}

async function makeDemoSite(sites: Environment["SITE"], demo: DemoName): Promise<void> {
  const { id, name, keys } = demoSites[demo];
  await sites.get(sites.idFromName(id)).createDemo(
    {
      id,
      name,
      origins: ["http://localhost:*", "http://127.0.0.1:*", "http://*.localhost:*", "http://*.test:*"],
      leadUrl: "/dashboard/",
      scoreTools: true,
      showScores: true,
    },
    demoModels[demo],
    keys,
  );
}
