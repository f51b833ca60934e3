import { limits } from "../../shared/limits.ts";
import type { Environment } from "../environment.ts";
import { Problem } from "../problem.ts";
import { sha256Hex } from "../security/digest.ts";

/** Wrong tokens that this isolate has counted, by address and hash. A token that somebody forgot to change is one guess. */
const counted = new Set<string>();
const countedItems = 10_000;

/**
 * Counts a wrong token against the address that sent it. Guessing 256 bits is hopeless anyway; this keeps it
 * from being a load, and makes it show. A right token is let through whatever its neighbours send.
 *
 * @throws {Problem} 429 when the address has tried too many different ones within a minute.
 */
export async function countGuess(environment: Environment, address: string, token: string): Promise<void> {
  if (environment.GUESS_LIMITER === undefined) return;
  const guess = `${address} ${await sha256Hex(token)}`;
  if (counted.has(guess)) return;
  if (counted.size >= countedItems) counted.clear();
  // Before the limiter answers: the same token many times at once is one guess too.
  counted.add(guess);
  const { success } = await environment.GUESS_LIMITER.limit({ key: address });
  if (success) return;
  counted.delete(guess);
  throw new Problem(
    429,
    "too_many_guesses",
    `too many wrong tokens from this address; try again in ${limits.guessSeconds} seconds`,
    { headers: { "retry-after": String(limits.guessSeconds) } },
  );
}
