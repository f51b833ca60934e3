import { limits } from "../../shared/limits.ts";
import { isLocal, type Environment } from "../environment.ts";
import { Problem } from "../problem.ts";

/** What `limits.requestsPerAddress` and `limits.requestsPerVisitor` count in, milliseconds. */
export const rateWindowMs = 10_000;

/**
 * Whether requests are counted here. A developer's machine is one address and one visitor, and a
 * deployment without the binding wants no limits.
 */
export function hasLimits(environment: Environment): boolean {
  return environment.RATE_LIMITER !== undefined && !isLocal(environment);
}

/** The address that a request came from; everybody's that has none. */
export function addressOf(request: Request): string {
  return request.headers.get("cf-connecting-ip") ?? "unknown";
}

/** 429 with Retry-After. */
export function tooMany(whose: string, afterMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(afterMs / 1_000));
  const wait = seconds === 1 ? "1 second" : `${seconds.toLocaleString("en")} seconds`;
  return new Problem(429, "too_many_requests", `too many requests ${whose}; try again in ${wait}`, {
    headers: { "retry-after": String(seconds) },
  });
}

/**
 * Lets an address make so many requests with a site's write key in ten seconds, and no more. Counted
 * by the platform in each of its places, approximately.
 *
 * @throws {Problem} 429 with Retry-After.
 */
export async function requireRate(environment: Environment, request: Request, siteId: string): Promise<void> {
  if (!hasLimits(environment)) return;
  const key = `${siteId}:${addressOf(request)}`;
  const { success } = (await environment.RATE_LIMITER?.limit({ key })) ?? { success: true };
  if (!success) throw tooMany("from this address", rateWindowMs);
}

/** How many requests of one visitor are taken in ten seconds; undefined where none are counted. */
export function visitorPace(environment: Environment): number | undefined {
  return hasLimits(environment) ? limits.requestsPerVisitor : undefined;
}
