import { unstable_readConfig } from "wrangler";

/** What the benchmarks need of `wrangler.toml`. */
interface Deployment {
  /** File of the worker. */
  main: string;
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** Durable Objects by binding: name of the class. */
  objects: Record<string, string>;
  /** KV namespaces, by binding. */
  namespaces: string[];
  /** Rate limiters by binding. */
  limiters: Record<string, Limiter>;
}

/** A rate limiter: so many in a period of so many seconds. */
export interface Limiter {
  namespace: string;
  simple: { limit: number; period: 10 | 60 };
}

/** The fields read below. wrangler's own type of its configuration leads to packages that are not installed. */
interface Config {
  main?: string;
  compatibility_date?: string;
  compatibility_flags: string[];
  durable_objects: { bindings: { name: string; class_name: string }[] };
  kv_namespaces: { binding: string }[];
  ratelimits: { name: string; namespace_id: string; simple: Limiter["simple"] }[];
}

function read(): Deployment {
  const config = unstable_readConfig({ config: "wrangler.toml" }) as Config;
  const { main, compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags } = config;
  if (main === undefined || compatibilityDate === undefined)
    throw new Error("wrangler.toml names no worker or no compatibility date");
  return {
    main,
    compatibilityDate,
    compatibilityFlags,
    objects: Object.fromEntries(
      config.durable_objects.bindings.map(({ name, class_name }) => [name, class_name]),
    ),
    namespaces: config.kv_namespaces.map(({ binding }) => binding),
    limiters: Object.fromEntries(
      config.ratelimits.map(({ name, namespace_id, simple }) => [name, { namespace: namespace_id, simple }]),
    ),
  };
}

/** What `wrangler.toml` says, with which all subjects run. */
export const deployment = read();
