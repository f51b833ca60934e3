/**
 * A way in which a provider can fail. `cut`: it does what was asked, and the answer is lost.
 * `unreachable`: its name leads nowhere, of which workerd says nothing but a reference to its log.
 */
export type Misbehaviour =
  | { status: number; retryAfter?: string; body?: unknown }
  | "cut"
  | "reset"
  | "unreachable"
  | { slowMs: number };

/** What a fake saw of a request. */
export interface SeenRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: unknown;
  atMs: number;
}

/** An answer of a fake: a status and JSON, or a text. */
export interface FakeAnswer {
  status: number;
  body: unknown;
}

/**
 * A provider's API as its documentation describes it, as a function from request to answer. It
 * checks what it is sent, remembers what came of it, and fails as it is told, a misbehaviour a
 * request, in turn.
 */
export abstract class FakeProvider {
  readonly seen: SeenRequest[] = [];
  /** Faults of requests against the documentation, in words; must stay empty. */
  readonly faults: string[] = [];
  readonly misbehave: (Misbehaviour | "well")[] = [];

  /** The provider's own answer. */
  protected abstract answer(request: SeenRequest): FakeAnswer | Promise<FakeAnswer>;

  /** How it words an error. */
  protected errorBody(status: number): unknown {
    return { message: `fake error ${status}` };
  }

  protected fault(text: string): void {
    this.faults.push(text);
  }

  /** Takes the place of `fetch`. */
  readonly fetch = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const text = typeof init.body === "string" ? init.body : null;
    const request: SeenRequest = {
      method: init.method ?? "GET",
      url: new URL(address),
      headers: new Headers(init.headers),
      body: text === null ? null : parse(text),
      atMs: Date.now(),
    };
    this.seen.push(request);
    const how = this.misbehave.shift() ?? "well";
    if (how === "reset") throw new TypeError("connection reset");
    if (how === "unreachable") throw new Error("internal error; reference = q86fe3iotccpj365flbbj7st");
    if (typeof how === "object" && "status" in how) {
      return respond(
        { status: how.status, body: how.body ?? this.errorBody(how.status) },
        how.retryAfter === undefined ? {} : { "retry-after": how.retryAfter },
      );
    }
    const answer = await this.answer(request);
    if (how === "cut") throw new TypeError("connection cut while the answer was awaited");
    if (typeof how === "object") await new Promise((resolve) => setTimeout(resolve, how.slowMs));
    return respond(answer, {});
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function respond({ status, body }: FakeAnswer, headers: Record<string, string>): Response {
  const isText = typeof body === "string";
  const hasBody = status !== 204 && status !== 304;
  return new Response(hasBody ? (isText ? body : JSON.stringify(body)) : null, {
    status,
    headers: { "content-type": isText ? "text/plain" : "application/json", ...headers },
  });
}

/** A field of a body, looked up by its path. */
export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (rest, key) =>
      typeof rest === "object" && rest !== null ? (rest as Record<string, unknown>)[key] : undefined,
    value,
  );
}
