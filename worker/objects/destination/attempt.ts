import type { Exchange, HandOffPayload } from "../../../shared/schema/destination.ts";
import { DeliveryFailure, type DestinationKind, type FailureKind } from "../../destinations/contract.ts";
import { secretNames, type Settings } from "../../destinations/settings.ts";

/** How a try ended; the outcome decides what follows. */
export type AttemptResult =
  | { outcome: "delivered"; status: number; retryAfterMs?: undefined }
  | { outcome: FailureKind; status: number | null; error: string; retryAfterMs: number | undefined };

export interface Attempt {
  result: AttemptResult;
  /** The requests that it made. */
  exchanges: Exchange[];
}

interface AttemptInput {
  kind: DestinationKind;
  settings: Settings;
  signingSecrets: readonly string[];
  payload: HandOffPayload;
  idempotencyKey: string;
  /** 1 on the first try. */
  attempt: number;
  turn: number;
  request: (url: string, init: RequestInit) => Promise<Response>;
}

const hidden = "(hidden)";
const bodyCharacters = 16_384;

/** Texts that may not be seen in the log: the secrets, and of a secret address its path, wherever it is sent to. */
function secretTexts({ kind, settings, signingSecrets }: AttemptInput): string[] {
  const secrets = secretNames(kind).flatMap((name) => {
    const value = settings[name];
    if (typeof value !== "string") return [];
    const path = URL.canParse(value) ? new URL(value).pathname : "";
    return path.length > 1 ? [path, value] : [value];
  });
  return [...secrets, ...signingSecrets];
}

function recorded(url: string, init: RequestInit, hide: (text: string) => string, nowMs: number): Exchange {
  const headers = Object.entries((init.headers ?? {}) as Record<string, string>);
  return {
    method: init.method ?? "GET",
    url: hide(url),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, hide(value)])),
    body: typeof init.body === "string" ? hide(init.body).slice(0, bodyCharacters) : null,
    status: null,
    atMs: nowMs,
    durationMs: 0,
  };
}

function resultOf(error: unknown): AttemptResult {
  if (error instanceof DeliveryFailure) {
    const { kind, status, message, retryAfterMs } = error;
    return { outcome: kind, status, error: message, retryAfterMs };
  }
  const message = error instanceof Error ? error.message : "unknown error";
  // All that the runtime says when a host has no address, or nothing can be connected to there.
  const reason = message.startsWith("internal error") ? "its host could not be reached" : message;
  return { outcome: "retry", status: null, error: `no answer: ${reason}`, retryAfterMs: undefined };
}

/** Tries a delivery once and takes down what was sent, with the secrets hidden. Never throws. */
export async function attemptDelivery(input: AttemptInput): Promise<Attempt> {
  const { kind, settings, signingSecrets, payload, idempotencyKey, attempt, turn, request } = input;
  const exchanges: Exchange[] = [];
  const secrets = secretTexts(input);
  const hide = (text: string) => secrets.reduce((rest, secret) => rest.replaceAll(secret, hidden), text);
  const recording = async (url: string, init: RequestInit) => {
    const exchange = recorded(url, init, hide, Date.now());
    exchanges.push(exchange);
    try {
      const response = await request(url, init);
      exchange.status = response.status;
      return response;
    } finally {
      exchange.durationMs = Date.now() - exchange.atMs;
    }
  };
  try {
    // A notice of an erasure that an earlier release has delivered, kept nothing of, and let be replayed.
    if ((payload as Partial<HandOffPayload>).id === undefined)
      throw new DeliveryFailure("rejected", null, "nothing is left of it that could be sent");
    const context = {
      settings,
      signingSecrets,
      idempotencyKey,
      attempt,
      nowMs: Date.now(),
      request: recording,
    };
    const status =
      payload.erased !== undefined && kind.erase !== undefined
        ? await kind.erase.deliver(payload, context)
        : await kind.deliver(kind.map(payload, settings, turn), context);
    return { result: { outcome: "delivered", status }, exchanges };
  } catch (error) {
    const result = resultOf(error);
    // A receiver may say back what it was told.
    return { result: "error" in result ? { ...result, error: hide(result.error) } : result, exchanges };
  }
}
