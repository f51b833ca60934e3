import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Ways to fail, as a CRM on a bad day has them. `reset`: before it has read; `cut`: after it has acted. */
const failures = [
  { status: 500 },
  { status: 502 },
  { status: 503, retryAfter: "1" },
  { status: 429, retryAfter: "1" },
  { status: 408 },
  { status: 401 },
  { status: 400 },
  { status: 302 },
  "reset",
  "cut",
  "slow",
] as const;
type Failure = (typeof failures)[number];

const slowMs = 400;

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

/** A CRM that takes webhooks, acts once on an id, and fails by a script that comes from a seed. */
export class CrmReceiver {
  /** How often each id came. */
  readonly requests = new Map<string, number>();
  /** What was done, by id; what comes again is not done again. */
  readonly effects = new Map<string, { lead: string; atMs: number }>();
  /** When requests came, milliseconds. */
  readonly times: number[] = [];
  failed = 0;
  /** Part of the requests that fail. */
  failureRate = 0;
  readonly #random: () => number;
  #server: Server | null = null;
  #port = 0;

  /** @param random From 0 to 1: decides what fails, and how. */
  constructor(random: () => number) {
    this.#random = random;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => request.socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Shuts the port, as an outage does; `open` opens the same one. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = String(request.headers["webhook-id"]);
    this.times.push(Date.now());
    this.requests.set(id, (this.requests.get(id) ?? 0) + 1);
    const failure = this.#failure();
    if (failure === "reset") {
      request.socket.destroy();
      return;
    }
    const body = JSON.parse(await readAll(request)) as { data: { who: { visitorId: string } } };
    if (typeof failure === "object") {
      const { status, retryAfter } = { retryAfter: undefined, ...failure };
      response.writeHead(status, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end();
      return;
    }
    if (!this.effects.has(id)) this.effects.set(id, { lead: body.data.who.visitorId, atMs: Date.now() });
    if (failure === "cut") {
      request.socket.destroy();
      return;
    }
    if (failure === "slow") await new Promise((resolve) => setTimeout(resolve, slowMs));
    response.writeHead(204).end();
  }

  #failure(): Failure | undefined {
    if (this.#random() >= this.failureRate) return undefined;
    this.failed += 1;
    return failures[Math.floor(this.#random() * failures.length)];
  }
}

/** The most that came within any second. */
export function peakPerSecond(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  let first = 0;
  let peak = 0;
  for (const [index, atMs] of sorted.entries()) {
    while ((sorted[first] ?? 0) <= atMs - 1_000) first += 1;
    peak = Math.max(peak, index - first + 1);
  }
  return peak;
}
