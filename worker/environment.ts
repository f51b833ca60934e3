import type { DestinationObject } from "./objects/destination/destination.ts";
import type { IdentityObject } from "./objects/identity/identity.ts";
import type { SiteObject } from "./objects/site/site.ts";
import type { SweepObject } from "./objects/sweep/sweep.ts";
import type { VisitorObject } from "./objects/visitor/visitor.ts";

/** What `wrangler.toml` binds. */
export interface Environment {
  VISITOR: DurableObjectNamespace<VisitorObject>;
  IDENTITY: DurableObjectNamespace<IdentityObject>;
  SITE: DurableObjectNamespace<SiteObject>;
  DESTINATION: DurableObjectNamespace<DestinationObject>;
  SWEEP: DurableObjectNamespace<SweepObject>;
  /** Site and key snapshots, which every request reads. */
  SNAPSHOTS: KVNamespace;
  ASSETS: Fetcher;
  /** Requests of one address with one key; absent in some tests. */
  RATE_LIMITER?: RateLimit;
  /** New visitors of one address block; absent in some tests. */
  NEWCOMER_LIMITER?: RateLimit;
  /** Wrong admin tokens of one address; absent in some tests. */
  GUESS_LIMITER?: RateLimit;
  /** `local` accepts the demo keys and loopback receivers; a deployed build is `production`. */
  SCORELINE_MODE: "local" | "production";
  /** Shortens the waiting between tries of a hand-off, from 0 to 1: for tests. Read in local mode only. */
  SCORELINE_LOCAL_RETRY_SCALE?: string;
  /** At least 32 characters: signs visitor ids, hashes identities, seals stored secrets. */
  SCORELINE_SECRET?: string;
  /** The token that may create sites. At least 32 characters; without it no site can be created. */
  SCORELINE_ROOT_TOKEN?: string;
  /** The team of Cloudflare Access that signs administrators in: `my-team` or `my-team.cloudflareaccess.com`. */
  SCORELINE_ACCESS_TEAM?: string;
  /** The audience tag of the Access application that stands before /admin. */
  SCORELINE_ACCESS_AUDIENCE?: string;
}

/** Whether this is a developer's machine. */
export function isLocal(environment: Pick<Environment, "SCORELINE_MODE">): boolean {
  return environment.SCORELINE_MODE === "local";
}

/** By how much the waiting between tries of a hand-off is shortened: 1, but for tests on a developer's machine. */
export function retryScale(
  environment: Pick<Environment, "SCORELINE_MODE" | "SCORELINE_LOCAL_RETRY_SCALE">,
): number {
  const scale = Number(environment.SCORELINE_LOCAL_RETRY_SCALE ?? "1");
  return isLocal(environment) && scale > 0 && scale < 1 ? scale : 1;
}

const secretCharacters = 32;

/**
 * The deployment's secret.
 *
 * @throws {Error} When it is not set: nothing may be signed with an empty key.
 */
export function secretOf(environment: Pick<Environment, "SCORELINE_SECRET">): string {
  const secret = environment.SCORELINE_SECRET ?? "";
  if (secret.length < secretCharacters) {
    throw new Error(
      `SCORELINE_SECRET is missing or shorter than ${secretCharacters} characters: set it with "npx wrangler secret put SCORELINE_SECRET"`,
    );
  }
  return secret;
}
