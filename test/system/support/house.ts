import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, startServer, type Server } from "../../../scripts/server.ts";
import { patienceMs } from "../../support/patience.ts";
import { demoSites, type DemoName } from "../../../worker/demo-sites.ts";

// eslint-disable-next-line typescript/no-explicit-any -- tests look into it
export type Json = any;

/** The whole house, as `npm start` runs it: wrangler, workerd, objects on disk. */
export class House {
  readonly port: number;
  readonly stateFolder: string;
  /** The demo site whose keys the calls are made with. */
  readonly #site: DemoName;
  readonly #variables: Readonly<Record<string, string>>;
  #server: Server | null = null;

  private constructor(port: number, site: DemoName, variables: Readonly<Record<string, string>>) {
    this.port = port;
    this.#site = site;
    this.#variables = variables;
    this.stateFolder = mkdtempSync(join(tmpdir(), "scoreline-"));
  }

  /** @param variables More variables for the worker. */
  static async open(
    site: DemoName = "dealer",
    variables: Readonly<Record<string, string>> = {},
  ): Promise<House> {
    const house = new House(await freePort(), site, variables);
    await house.start();
    return house;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Process id of wrangler, whose group workerd belongs to. */
  get pid(): number {
    return this.#server?.process.pid ?? 0;
  }

  async start(): Promise<void> {
    this.#server = await startServer({
      port: this.port,
      stateFolder: this.stateFolder,
      variables: this.#variables,
    });
  }

  /** Ends everything at once, as a power cut would end the processes. */
  async kill(): Promise<void> {
    process.kill(-this.pid, "SIGKILL");
    await this.#server?.ended;
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    rmSync(this.stateFolder, { recursive: true, force: true });
  }

  async call(path: string, init: RequestInit = {}): Promise<{ status: number; body: Json }> {
    const response = await fetch(this.url + path, init);
    return { status: response.status, body: await response.json() };
  }

  /** A batch with the write key. */
  async batch(events: readonly unknown[], visitor?: string): Promise<Json> {
    const body = {
      writeKey: demoSites[this.#site].keys.write,
      sentAt: new Date().toISOString(),
      visitor,
      batch: events,
    };
    return (await this.call("/v1/batch", { method: "POST", body: JSON.stringify(body) })).body;
  }

  /** A track call with the secret key, as a mail tool's server makes it. */
  async serverTrack(event: string, properties: Record<string, unknown>): Promise<Json> {
    const { body } = await this.call("/v1/track", {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${demoSites[this.#site].keys.secret}:`)}` },
      body: JSON.stringify({ event, messageId: crypto.randomUUID(), properties }),
    });
    return body;
  }

  async admin(path: string, body?: unknown): Promise<Json> {
    const headers = {
      authorization: `Bearer ${demoSites[this.#site].keys.admin}`,
      "content-type": "application/json",
    };
    const init = body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(body) };
    return (await this.call(`/admin/v1${path}`, init)).body;
  }

  /** Waits until the lead with this address is so, and gives the whole of it. */
  async lead(email: string, isSo: (lead: Json) => boolean = () => true): Promise<Json> {
    return eventually(async () => {
      const { leads } = await this.admin(`/leads?q=${encodeURIComponent(email)}`);
      const lead = leads[0] && (await this.admin(`/leads/${leads[0].id}`));
      return lead !== undefined && isSo(lead) && lead;
    });
  }
}

/** Waits until something is so, and gives it back. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false>,
  withinMs = patienceMs,
): Promise<T> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > untilMs) throw new Error(`did not become so within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
