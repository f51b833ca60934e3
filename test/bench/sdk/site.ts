import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pageOf } from "./page.ts";
import type { Arrival, Installed, Subject } from "./subjects/subject.ts";

/** Something that was asked of the collector's origin. */
export interface Request extends Arrival {
  /** The file that it got. */
  file?: string;
  /** When it had come, by the clock of `performance.now()`. Milliseconds. */
  atMs: number;
}

/** The page with a subject on one origin, and the subject's collector on another, which is another site too. */
export interface Site {
  subject: Subject;
  page: string;
  installed: Installed;
  /** Requests to the collector since they were last taken. */
  requests: Request[];
  lastRequestAtMs: number;
  /** When the page was asked for last, by the clock of `performance.now()`. Milliseconds. */
  pageAtMs: number;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const typeOf = (path: string) => (path.endsWith(".js") ? "text/javascript" : "application/json");

/** What every collector allows, for as long as it can: a preflight is asked once for each address. */
const corsOf = ({ headers }: IncomingMessage) => ({
  "access-control-allow-origin": headers.origin ?? "*",
  "access-control-allow-credentials": "true",
  "access-control-allow-headers": headers["access-control-request-headers"] ?? "content-type",
  "access-control-allow-methods": "GET, POST",
  "access-control-max-age": "86400",
});

function listen(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
}

/** Serves a subject. Names under `localhost` need no list of hosts, and count as secure. */
export async function serveSite(subject: Subject): Promise<Site> {
  const serveCollector = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    const arrival = {
      method: request.method ?? "GET",
      path: pathname,
      query: searchParams,
      body: await bodyOf(request),
      atMs: performance.now(),
    };
    const file = site.installed.files[pathname];
    site.requests.push(file === undefined ? arrival : { ...arrival, file });
    site.lastRequestAtMs = Date.now();
    const cors = corsOf(request);
    if (arrival.method === "OPTIONS") return void response.writeHead(204, cors).end();
    const { type = "application/json", body } =
      file === undefined ? subject.answer(arrival) : { type: typeOf(pathname), body: file };
    response.writeHead(200, { ...cors, "content-type": type }).end(body);
  };

  const server = createServer((request, response) => {
    if (request.headers.host?.startsWith("track.")) {
      serveCollector(request, response).catch(() => response.destroy());
    } else if (request.method === "POST") {
      // The form was sent, and the visitor stays where he is.
      request.resume();
      response.writeHead(204).end();
    } else {
      site.pageAtMs = performance.now();
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8" })
        .end(pageOf(site.installed.snippet));
    }
  });
  const port = await listen(server);
  const site: Site = {
    subject,
    page: `http://www.shop.localhost:${port}/`,
    installed: subject.install(`http://track.localhost:${port}`),
    requests: [],
    lastRequestAtMs: 0,
    pageAtMs: 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return site;
}
