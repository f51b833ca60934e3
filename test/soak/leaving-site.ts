import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A small site, and the way from it to the worker, which can be slow or broken. */
export interface LeavingSite {
  url: string;
  /** How long `/s.js` takes. Milliseconds. */
  scriptDelayMs: number;
  /** Events do not get through; the script is in the browser's cache. */
  isDown: boolean;
  /** Visitors that the answers since `begin` were given to, without their signatures. */
  visitors: Set<string>;
  /** Events since `begin` that had been answered before. */
  sentTwice: number;
  /** Forgets what was seen. */
  begin(): void;
  /** Waits until no request is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const stub = async (host: string) =>
  (await readFile(new URL("../../dist/assets/s/stub.js", import.meta.url), "utf8"))
    .replace("HOST/", host + "/")
    .replace('"KEY"', '"pub_demo_dealer"');

const text = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

/** Starts the site: pages on `localhost`, and the worker behind `127.0.0.1` on the same port. */
export async function startSite(worker: string): Promise<LeavingSite> {
  const underWay = new Set<IncomingMessage>();
  const answered = new Set<string>();

  const bodies: Record<string, string> = {
    "/page": "",
    "/bare": "",
    "/click": `<button id="code">Code</button> <a id="marked" href="/bare" data-score-event="">Marked</a>
      <a id="file">File</a>
      <script>
        const number = Number(new URLSearchParams(location.search).get("n"));
        document.getElementById("marked").dataset.scoreEvent = "trial_" + number;
        document.getElementById("file").href = "/bare/trial_" + number + ".pdf";
        document.getElementById("code").onclick = () => { scoreline.track("trial", { number }); location.href = "/bare"; };
      </script>`,
    "/form": `<form action="/bare"><input type="email" name="email" value="jane@example.com">
      <input type="number" name="number"><button>Send</button></form>
      <script>
        const [form] = document.forms;
        form.elements.number.value = new URLSearchParams(location.search).get("n");
        form.id = "trial_" + form.elements.number.value;
      </script>`,
  };

  const forward = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const body = request.method === "POST" ? await text(request) : undefined;
    if (site.isDown && path === "/v1/batch") return void request.socket.destroy();
    if (path === "/s.js") await new Promise((done) => setTimeout(done, site.scriptDelayMs));
    const headers = { "content-type": "text/plain", "user-agent": request.headers["user-agent"] ?? "" };
    const answer = await fetch(worker + path, {
      method: request.method ?? "GET",
      headers: { ...headers, ...(request.headers.origin && { origin: request.headers.origin }) },
      ...(body !== undefined && { body }),
    });
    const result = await answer.text();
    if (path === "/v1/batch" && body !== undefined && answer.ok) note(body, JSON.parse(result));
    response
      .writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "text/plain",
        "access-control-allow-origin": "*",
      })
      .end(result);
  };

  const note = (body: string, answer: { visitor?: string }) => {
    const { batch = [] } = JSON.parse(body) as { batch?: { messageId: string }[] };
    if (answer.visitor) site.visitors.add(answer.visitor.split(".")[0] ?? "");
    for (const { messageId } of batch) {
      if (answered.has(messageId)) site.sentTwice += 1;
      answered.add(messageId);
    }
  };

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const body = bodies[path.replace(/^\/bare\/.*/, "/bare")];
    if (body !== undefined) {
      const head = path.startsWith("/bare")
        ? ""
        : `<script>${inline}</script><script async src="${host}/s.js" data-site="pub_demo_dealer"></script>`;
      response
        .writeHead(200, { "content-type": "text/html" })
        .end(`<!doctype html><title>Page</title>${head}<body>${body}`);
      return;
    }
    underWay.add(request);
    forward(request, response, path)
      .catch(() => response.destroy())
      .finally(() => underWay.delete(request));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const host = `http://127.0.0.1:${port}`;
  const inline = await stub(host);

  const site: LeavingSite = {
    url: `http://localhost:${port}`,
    scriptDelayMs: 0,
    isDown: false,
    visitors: new Set(),
    sentTwice: 0,
    begin() {
      site.visitors = new Set();
      site.sentTwice = 0;
    },
    async settled() {
      do await new Promise((done) => setTimeout(done, 500));
      while (underWay.size > 0);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return site;
}
