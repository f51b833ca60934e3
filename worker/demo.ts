import dealer from "../shared/packs/dealer/model.json";
import type { Model } from "../shared/schema/model.ts";
import type { Site } from "../shared/schema/site.ts";
import type { Environment } from "./environment.ts";

/** Keys of the demo site. Fixed, and known to everybody: they open nothing but a developer's machine. */
export const demoKeys = {
  write: "pub_demo_dealer",
  secret: "sec_demo_dealer",
  admin: "adm_demo_local",
} as const;

const demoSite: Site = {
  id: "demo-dealer",
  name: "Meridian Motors (demo)",
  origins: ["http://localhost:*", "http://127.0.0.1:*", "http://*.localhost:*", "http://*.test:*"],
  leadUrl: "/dashboard/",
  scoreTools: true,
  showScores: true,
};

const keySet = new Set<string>(Object.values(demoKeys));

/** Whether a key is one of the demo's. */
export function isDemoKey(key: string): boolean {
  return keySet.has(key);
}

/** Environments whose demo site this isolate has made sure of. */
const ensured = new WeakMap<object, Promise<unknown>>();

/**
 * Makes the demo site, or brings it up to the pack of this build. Only for local mode; the caller
 * checks.
 */
export async function ensureDemoSite(environment: Environment): Promise<void> {
  const { SITE } = environment;
  const ready = ensured.get(SITE) ?? makeDemoSite(SITE);
  ensured.set(SITE, ready);
  try {
    await ready;
  } catch (error) {
    // A failure is no reason to fail for ever.
    ensured.delete(SITE);
    throw error;
  }
}

async function makeDemoSite(sites: Environment["SITE"]): Promise<void> {
  await sites.get(sites.idFromName(demoSite.id)).createDemo(demoSite, dealer as Model, demoKeys);
}
