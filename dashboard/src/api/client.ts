import type { ErrorAnswer } from "../../../shared/schema/batch.ts";

/** An answer that is not what was asked for: an error of the API, or no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  /** The field that the server found something wrong with; null when it named none. */
  readonly field: string | null;

  constructor(
    status: number,
    code: string,
    message: string,
    requestId: string | null,
    field: string | null = null,
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.field = field;
  }
}

interface Hooks {
  /** What the reader is signed in with; null when nobody is signed in. */
  token: () => string | null;
  /** Headers that say who asks. */
  headersOf: (token: string | null) => Record<string, string>;
  /** Called when the server refuses the token, with the server's words. */
  refused: (message: string, token: string | null) => void;
}

/** How long an answer may take before the reader is told. */
const patienceMs = 20_000;

let hooks: Hooks = { token: () => null, headersOf: () => ({}), refused: () => undefined };

/** Tells the client whose token to send; called once by `state/session.ts`. */
export function connectClient(to: Hooks): void {
  hooks = to;
}

function isErrorAnswer(body: unknown): body is ErrorAnswer {
  if (typeof body !== "object" || body === null || !("error" in body)) return false;
  const { error } = body;
  return (
    typeof error === "object" && error !== null && "message" in error && typeof error.message === "string"
  );
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

interface AskOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
}

/** Asks, and throws unless the answer is a good one. */
async function request(path: string, options: AskOptions): Promise<Response> {
  const token = hooks.token();
  // A file goes as it is, and brings its own type.
  const isFile = options.body instanceof Blob;
  const patience = AbortSignal.timeout(patienceMs);
  let response: Response;
  try {
    response = await fetch(`/admin/v1${path}`, {
      method: options.method ?? "GET",
      headers: {
        ...hooks.headersOf(token),
        ...(options.body !== undefined && !isFile && { "content-type": "application/json" }),
      },
      ...(options.body !== undefined && {
        body: options.body instanceof Blob ? options.body : JSON.stringify(options.body),
      }),
      cache: "no-store",
      credentials: "same-origin",
      signal: options.signal ? AbortSignal.any([options.signal, patience]) : patience,
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    if (patience.aborted) {
      throw new ApiError(
        0,
        "timeout",
        `The server did not answer within ${patienceMs / 1000} seconds.`,
        null,
      );
    }
    throw new ApiError(0, "unreachable", "The server cannot be reached. Check the connection.", null);
  }
  if (response.ok) return response;
  const body = await readJson(response);
  const error = isErrorAnswer(body)
    ? new ApiError(
        response.status,
        body.error.code,
        body.error.message,
        body.error.requestId ?? null,
        body.error.field ?? null,
      )
    : new ApiError(response.status, "http_error", `The server answered ${response.status}.`, null);
  if (response.status === 401) hooks.refused(error.message, token);
  throw error;
}

/**
 * Asks the admin API on the same origin.
 *
 * @throws {ApiError} always an ApiError, unless the signal was aborted (then its reason).
 */
export async function ask<Answer>(path: string, options: AskOptions = {}): Promise<Answer> {
  const response = await request(path, options);
  // Done, and nothing to say of it.
  if (response.status === 204) return undefined as Answer;
  const body = await readJson(response);
  if (body !== null) return body as Answer;
  throw new ApiError(response.status, "invalid_answer", "The server's answer is not JSON.", null);
}

/**
 * Asks for a file.
 *
 * @throws {ApiError} As `ask`.
 */
export async function askFile(path: string): Promise<Blob> {
  return (await request(path, {})).blob();
}
