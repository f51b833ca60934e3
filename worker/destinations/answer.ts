import { DeliveryFailure, type FailureKind } from "./contract.ts";
import { retryAfterMs } from "./retry-after.ts";

/** Statuses of an API that say more than "try again later". */
const kindsByStatus: Readonly<Record<number, FailureKind>> = {
  400: "rejected",
  401: "attention",
  403: "attention",
  404: "rejected",
  405: "rejected",
  410: "gone",
  413: "rejected",
  415: "rejected",
  422: "rejected",
};

/**
 * What a provider's answer other than 2xx means. Everything that is not known to be final is tried
 * again: conflicts, limits, server errors, and redirects, which are never followed.
 *
 * @param reason The provider's own words, if it gave any.
 * @param special Statuses that mean something else at this provider.
 * @example throw failureOf(response, Date.now(), "INVALID_EMAIL")
 */
export function failureOf(
  response: Response,
  nowMs: number,
  reason = "",
  special: Readonly<Record<number, FailureKind>> = {},
): DeliveryFailure {
  const { status } = response;
  const kind = special[status] ?? kindsByStatus[status] ?? "retry";
  const words = `the receiver answered ${status}${reason === "" ? "" : `: ${reason}`}`;
  return new DeliveryFailure(kind, status, words, retryAfterMs(response.headers.get("retry-after"), nowMs));
}
