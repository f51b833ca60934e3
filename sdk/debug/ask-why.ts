import type { VisitorDebug } from "../../shared/schema/debug.ts";
import type { ClientOptions } from "../client.ts";

/** The token of the debug link by which the page was opened; empty without one. */
const linkToken = (): string => new URLSearchParams(location.search).get("scoreline_debug") ?? "";

/**
 * Asks the endpoint why the visitor's score is what it is.
 *
 * @returns What it says, or a sentence why it says nothing. Never rejects.
 * @example const why = await askWhy({ site: "pub_1", endpoint: "https://host" }, visitor);
 */
export async function askWhy(
  { site, endpoint }: ClientOptions,
  visitor: string | undefined,
): Promise<VisitorDebug | string> {
  if (!visitor) return "There is no visitor yet whose points could be shown.";
  try {
    const response = await fetch(endpoint + "/v1/debug", {
      method: "POST",
      body: JSON.stringify({ writeKey: site, visitor, token: linkToken(), language: navigator.language }),
    });
    const answer = (await response.json()) as VisitorDebug & { error?: { message: string } };
    return answer.error?.message ?? answer;
  } catch {
    return "The endpoint does not answer, or a policy of this page forbids to ask it.";
  }
}
