import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { batchOfCalls } from "../../../worker/ingest/queued-calls.ts";
import { patienceMs } from "../../support/patience.ts";
import { wireEvents } from "../../support/wire-events.ts";
import { linkClick } from "../../../worker/ingest/link-click.ts";
import type { ActionPayload, Answer, WireBatch, WireEvent, WireProperties } from "../../../shared/wire.ts";

/** How the endpoint behaves: `well`, or one of the ways in which endpoints break. */
export type Mood = "well" | "error" | "html" | "hang" | "cut" | "refuse";

/** A page of the test site: its HTML, and headers beyond the usual ones. */
export interface SitePage {
  html: string;
  headers?: Record<string, string>;
}

const assets = new URL("../../../dist/assets/", import.meta.url);

/** One HTTP server, which plays the Scoreline worker on one origin and the visited site on another. */
export interface Endpoint {
  /** Origin of the site. */
  site: string;
  /** Origin of Scoreline. */
  host: string;
  /** Requests to `/v1/batch`, in their order of arrival, whatever was answered; each event with what the request says for all. */
  requests: WireBatch[];
  /** Content types of those requests, and their methods. */
  kinds: string[];
  mood: Mood;
  /** Stage and actions of the next answers. */
  stage: string;
  actions: ActionPayload[];
  /** How long `/s.js` takes. Milliseconds. */
  scriptDelayMs: number;
  pages: Map<string, SitePage>;
  /** Events of all requests that were taken, each messageId once. */
  events(): WireEvent[];
  /** Waits until a condition holds. */
  until(isTrue: () => boolean): Promise<void>;
  /** Waits until an event has arrived, and gives it. */
  arrival(isIt: (event: WireEvent) => boolean): Promise<WireEvent>;
  /** Forgets what has come and mends what was broken. */
  clear(): void;
  close(): Promise<void>;
}

/** The tag that a site puts into its pages. */
export const tag = (host: string, attributes = ""): string =>
  `<script async src="${host}/s.js" data-site="pub_test"${attributes && " " + attributes}></script>`;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

/** A click on a link under the name that the edge gives it; nothing where it leaves it out. */
function named(event: WireEvent): WireEvent[] {
  const { messageId, event: name = "", properties = {}, context } = event;
  const page = { path: "", url: context?.page.url ?? "" };
  const click = { messageId, type: "track", name, atMs: 0, source: "browser", properties, page } as const;
  const meant = linkClick(click, []);
  if (meant === click) return [event];
  return meant ? [{ ...event, event: meant.name, properties: meant.properties as WireProperties }] : [];
}

/** Starts the server. */
export async function startEndpoint(): Promise<Endpoint> {
  const known = new Set<string>();
  const taken: WireEvent[] = [];

  const answer = (batch: WireBatch): Answer => {
    const fresh = batch.batch.filter(({ messageId }) => !known.has(messageId));
    for (const event of fresh) known.add(event.messageId);
    taken.push(...fresh.flatMap(named));
    return {
      accepted: fresh.length,
      duplicates: batch.batch.length - fresh.length,
      rejected: [],
      ...(batch.context?.consent !== false && { visitor: "v1.signed" }),
      stage: endpoint.stage,
      actions: endpoint.actions,
    };
  };

  const serveBatch = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request).catch(() => "");
    endpoint.kinds.push(`${request.method} ${request.headers["content-type"]}`);
    if (!body) return void response.writeHead(204).end();
    const told = batchOfCalls(JSON.parse(body) as Record<string, unknown>) as unknown as WireBatch;
    const batch = { ...told, batch: wireEvents(told) };
    endpoint.requests.push(batch);
    const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
    switch (endpoint.mood) {
      case "well":
        return void response.writeHead(200, headers).end(JSON.stringify(answer(batch)));
      case "error":
        return void response.writeHead(500, headers).end("{}");
      case "html":
        return void response
          .writeHead(200, { ...headers, "content-type": "text/html" })
          .end("<h1>Welcome to our wifi</h1>");
      case "refuse":
        return void response
          .writeHead(401, headers)
          .end('{"error":{"code":"invalid_key","message":"","requestId":"1"}}');
      case "cut":
        return void request.socket.destroy();
      case "hang":
        return;
      default:
        endpoint.mood satisfies never;
    }
  };

  const serveFile = async (path: string, response: ServerResponse) => {
    if (path === "/s.js") await new Promise((resolve) => setTimeout(resolve, endpoint.scriptDelayMs));
    const file = await readFile(new URL("." + path, assets));
    // Modules from another origin are asked for with CORS.
    response
      .writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" })
      .end(file);
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const page = endpoint.pages.get(pathname);
    const run = async () => {
      if (pathname === "/v1/batch") return serveBatch(request, response);
      if (page) {
        response
          .writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers })
          .end(page.html);
      } else if (pathname.endsWith(".js")) await serveFile(pathname, response);
      else response.writeHead(404).end();
    };
    run().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  const endpoint: Endpoint = {
    site: `http://localhost:${port}`,
    host: `http://127.0.0.1:${port}`,
    requests: [],
    kinds: [],
    mood: "well",
    stage: "first_touch",
    actions: [],
    scriptDelayMs: 0,
    pages: new Map(),
    events: () => taken,
    async until(isTrue) {
      const deadlineMs = Date.now() + patienceMs;
      while (!isTrue()) {
        if (Date.now() > deadlineMs)
          throw new Error(`not within ${patienceMs} ms; events: ${JSON.stringify(taken)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async arrival(isIt) {
      let found: WireEvent | undefined;
      await endpoint.until(() => (found = taken.find(isIt)) !== undefined);
      return found as unknown as WireEvent;
    },
    clear() {
      Object.assign(endpoint, { mood: "well", stage: "first_touch", actions: [], scriptDelayMs: 0 });
      endpoint.requests.length = endpoint.kinds.length = taken.length = 0;
      endpoint.pages.clear();
      known.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return endpoint;
}
