import { isLocal, type Environment } from "../environment.ts";
import { Problem } from "../problem.ts";

const retryAfterSeconds = 10;

/**
 * Lets an address make so many requests with a site's write key in ten seconds, and no more. Counted
 * by the platform in each of its places, approximately. A developer's machine is one address, so
 * local mode does not count.
 *
 * @throws {Problem} 429 with Retry-After.
 */
export async function requireRate(environment: Environment, request: Request, siteId: string): Promise<void> {
  if (environment.RATE_LIMITER === undefined || isLocal(environment)) return;
  const address = request.headers.get("cf-connecting-ip") ?? "unknown";
  const { success } = await environment.RATE_LIMITER.limit({ key: `${siteId}:${address}` });
  if (success) return;
  throw new Problem(
    429,
    "too_many_requests",
    `too many requests from this address; try again in ${retryAfterSeconds} seconds`,
    {
      headers: { "retry-after": String(retryAfterSeconds) },
    },
  );
}
