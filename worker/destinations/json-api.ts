import type { DeliveryContext, FailureKind } from "./contract.ts";
import { failureOf } from "./answer.ts";

/** An answer of a provider: its status, and its body where that was JSON. */
export interface ApiAnswer {
  status: number;
  body: Readonly<Record<string, unknown>>;
}

interface JsonApi {
  /** Base address, without a slash at the end. */
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
  /** Finds the provider's words for what went wrong in its answer. */
  reasonOf: (body: Readonly<Record<string, unknown>>) => unknown;
  /** Statuses that mean something else at this provider. */
  special?: Readonly<Record<number, FailureKind>>;
}

const reasonCharacters = 500;

/** Asks a provider: `POST` or `PATCH` with a body, `GET` or `DELETE` without. Statuses in `expected` are answers, not failures. */
export type AskApi = (
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  expected?: readonly number[],
) => Promise<ApiAnswer>;

async function readJson(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await response.json();
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/**
 * A client of a provider's JSON API, for the length of one delivery. Its words are shown in the
 * delivery log: its host is fixed, so they cannot be those of a neighbour in a private network.
 */
export function jsonApi(
  { request, nowMs }: Pick<DeliveryContext<unknown>, "request" | "nowMs">,
  { baseUrl, headers, reasonOf, special }: JsonApi,
): AskApi {
  return async (method, path, body, expected = []) => {
    const response = await request(baseUrl + path, {
      method,
      headers: {
        accept: "application/json",
        "user-agent": "Scoreline/1.0",
        ...headers,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await readJson(response);
    if (response.ok || expected.includes(response.status)) return { status: response.status, body: answer };
    const reason = reasonOf(answer);
    throw failureOf(
      response,
      nowMs,
      typeof reason === "string" ? reason.slice(0, reasonCharacters) : "",
      special,
    );
  };
}
