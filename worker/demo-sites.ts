/** A demo site of a developer's machine: what the worker, the start script and the tests know of it. */
export interface DemoSite {
  id: string;
  name: string;
  /** Where its pages stand, without a slash at the end; the root when empty. */
  basePath: string;
  /** Fixed, and known to everybody: they open nothing but a developer's machine. */
  keys: Readonly<Record<"write" | "secret" | "admin", string>>;
}

/** The demo sites by the name of their folder in `examples/`. All of them share one origin. */
export const demoSites = {
  dealer: {
    id: "demo-dealer",
    name: "Meridian Motors (demo)",
    basePath: "",
    keys: { write: "pub_demo_dealer", secret: "sec_demo_dealer", admin: "adm_demo_local" },
  },
  shop: {
    id: "demo-shop",
    name: "Dusk (demo)",
    basePath: "/shop",
    keys: { write: "pub_demo_shop", secret: "sec_demo_shop", admin: "adm_demo_shop" },
  },
  saas: {
    id: "demo-saas",
    name: "Weekwise (demo)",
    basePath: "/saas",
    keys: { write: "pub_demo_saas", secret: "sec_demo_saas", admin: "adm_demo_saas" },
  },
} as const satisfies Readonly<Record<string, DemoSite>>;
export type DemoName = keyof typeof demoSites;
