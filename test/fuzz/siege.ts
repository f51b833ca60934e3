import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { readRoutes, type DocumentedRoute } from "../../scripts/generate/read-routes.ts";
import { deployment } from "../bench/deployment.ts";
import { startEdgeServer, type EdgeServer } from "../bench/edge-server.ts";
import { BadRequests, type BadRequest, type Credentials } from "./bad-request.ts";
import { leakOf, type Answered } from "./judge.ts";

/** What came of a siege. */
export interface SiegeReport {
  inputs: number;
  /** Answers by status; `none` for connections that were closed without one. */
  answers: Record<string, number>;
  /** 5xx but 503, which says that there was too much at once. */
  serverErrors: number;
  overloaded: number;
  /** How often the worker did not answer a plain question any more. */
  deadIsolates: number;
  leaks: number;
  /** What of the watched visitor and the watched site was not as before. */
  effects: number;
  /** Requests and answers that are wrong, the first few of each kind. */
  findings: string[];
}

interface SiegeOptions {
  runs: number;
  seed: number;
  texts: readonly string[];
  corpus: readonly Buffer[];
  /** Hears how far it is. */
  progress?: (done: number) => void;
}

const connections = 24;
const mostPerHand = 50;
const findingsKept = 10;
const attackedVisitors = 200;
/** How often an open route has its turn for each turn of one below /admin. */
const openShare = 6;

/** Sends bad requests to the worker in workerd, and looks whether anything is broken, told or changed that may not be. */
export async function besiege(options: SiegeOptions): Promise<SiegeReport> {
  const folder = mkdtempSync(join(tmpdir(), "scoreline-fuzz-"));
  const rootToken = randomBytes(32).toString("base64url");
  const server = await startEdgeServer({
    entry: deployment.main,
    objects: deployment.objects,
    namespaces: deployment.namespaces,
    variables: {
      SCORELINE_MODE: "production",
      SCORELINE_SECRET: randomBytes(32).toString("base64url"),
      SCORELINE_ROOT_TOKEN: rootToken,
    },
    folder,
  });
  try {
    return await new Siege(server, rootToken, options).run();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Siege {
  readonly #server: EdgeServer;
  readonly #rootToken: string;
  readonly #options: SiegeOptions;
  /** What strangers have told, for it to be told apart from what the worker tells. */
  readonly #told: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: connections });
  readonly #report: SiegeReport = {
    inputs: 0,
    answers: {},
    serverErrors: 0,
    overloaded: 0,
    deadIsolates: 0,
    leaks: 0,
    effects: 0,
    findings: [],
  };

  constructor(server: EdgeServer, rootToken: string, options: SiegeOptions) {
    this.#server = server;
    this.#rootToken = rootToken;
    this.#options = options;
    this.#told = [...options.texts, ...options.corpus.map((file) => file.toString("utf8"))].join("\n");
  }

  async run(): Promise<SiegeReport> {
    const { runs, seed, texts, corpus, progress } = this.#options;
    const watched = await this.#makeSite("watched");
    const attacked = await this.#makeSite("attacked");
    const visitors = await this.#visitorsOf(attacked);
    const bystander = await this.#lead(attacked, "bystander");
    const other = await this.#lead(watched, "other");
    const credentials: Credentials = { ...attacked, sources: await this.#sourcesOf(attacked), ...visitors };
    const before = await this.#state(watched, attacked, bystander, other);
    const routes = (await readRoutes()).filter(
      // A new route is besieged by itself; but what needs a good token and changes things is for its own tests.
      ({ access, path }) => access !== "root" && path !== "/admin/v1/live",
    );
    const requests = new BadRequests(texts, corpus, credentials);
    const plan = planOf(routes);
    // A short run has its turn with every route too.
    const perHand = Math.min(mostPerHand, Math.max(1, Math.floor(runs / plan.length)));
    let next = 0;
    const walk = async () => {
      while (next * perHand < runs) {
        const hand = next++;
        const route = plan[hand % plan.length];
        if (route === undefined) return;
        for (const bad of fc.sample(requests.of(route), { seed: seed + hand, numRuns: perHand }))
          await this.#throw(bad);
        progress?.(this.#report.inputs);
      }
    };
    await Promise.all(Array.from({ length: connections }, walk));
    if (!(await this.#isAlive())) this.#find("dead", "the worker does not answer at the end");
    const after = await this.#state(watched, attacked, bystander, other);
    for (const [name, text] of Object.entries(before)) {
      if (after[name] === text) continue;
      this.#report.effects += 1;
      this.#find("effect", `${name} was ${text.slice(0, 300)} and is ${after[name]?.slice(0, 300)}`);
    }
    this.#agent.destroy();
    return this.#report;
  }

  async #throw(bad: BadRequest): Promise<void> {
    this.#report.inputs += 1;
    const answer = await this.#send(bad).catch(() => undefined);
    const status = answer === undefined ? "none" : String(answer.status);
    this.#report.answers[status] = (this.#report.answers[status] ?? 0) + 1;
    if (answer === undefined) {
      if (await this.#isAlive()) return;
      this.#report.deadIsolates += 1;
      this.#find("dead", describe(bad));
      return;
    }
    if (answer.status === 503) this.#report.overloaded += 1;
    else if (answer.status >= 500) {
      this.#report.serverErrors += 1;
      const logged = this.#server.logged.findLast((line) => line.includes("request_failed"));
      this.#find("5xx", `${answer.status} ${logged?.slice(0, 400)} after ${describe(bad)}`);
    }
    const leak = leakOf(bad, answer, this.#told);
    if (leak === undefined) return;
    this.#report.leaks += 1;
    this.#find("leak", `${describe(bad)} -> ${leak}`);
  }

  #find(kind: string, what: string): void {
    const { findings } = this.#report;
    if (findings.filter((finding) => finding.startsWith(kind)).length < findingsKept)
      findings.push(`${kind}: ${what}`);
  }

  async #send({ method, path, headers, body }: BadRequest): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        new URL(this.#server.url),
        {
          method,
          path,
          agent: this.#agent,
          headers: { ...headers, "content-length": body?.length ?? 0 },
          timeout: 30_000,
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.on("error", reject);
          response.on("end", () => {
            resolve({
              status: response.statusCode ?? 0,
              headers: response.rawHeaders.join("\n"),
              body: Buffer.concat(parts).toString("utf8"),
            });
          });
        },
      );
      sent.on("timeout", () => sent.destroy(new Error("no answer in 30 seconds")));
      sent.on("error", reject);
      sent.end(body);
    });
  }

  async #isAlive(): Promise<boolean> {
    const health: BadRequest = { method: "GET", path: "/v1/health", headers: {}, body: undefined };
    return this.#send(health).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  // eslint-disable-next-line typescript/no-explicit-any -- answers are looked into
  async #ask(method: string, path: string, token: string, content?: unknown): Promise<any> {
    const { status, body } = await this.#send({
      method,
      path,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: content === undefined ? undefined : Buffer.from(JSON.stringify(content)),
    });
    if (status >= 300) throw new Error(`${method} ${path} was answered with ${status}: ${body}`);
    return JSON.parse(body);
  }

  async #makeSite(id: string): Promise<Omit<Credentials, "sources" | "visitors" | "devices">> {
    const origin = `https://${id}.example.com`;
    const site = { id, name: id, origins: [origin], pack: "dealer" };
    const { writeKey, secretKey, adminToken } = await this.#ask(
      "POST",
      "/admin/v1/sites",
      this.#rootToken,
      site,
    );
    return { writeKey, secretKey, adminToken, origin };
  }

  async #sourcesOf({ adminToken }: { adminToken: string }): Promise<string[]> {
    const json = {
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
      id: "uuid",
      event: { path: "kind" },
      email: "email",
    };
    const paths: string[] = [];
    for (const source of [
      { kind: "json", settings: json },
      ...["postmark", "calendly"].map((kind) => ({ kind, settings: {} })),
    ]) {
      const { address } = await this.#ask("POST", "/admin/v1/sources", adminToken, source);
      paths.push(new URL(address).pathname);
    }
    return paths;
  }

  /** People of the attacked site, whom the bad requests are about: known ones, so that not each makes an object. */
  async #visitorsOf(site: {
    writeKey: string;
    origin: string;
  }): Promise<Pick<Credentials, "visitors" | "devices">> {
    const devices = Array.from(
      { length: attackedVisitors },
      (_, index) => `fuzzed-device-${String(index).padStart(8, "0")}`,
    );
    const visitors = await Promise.all(
      devices.map(
        async (device) => (await this.#tell(site, [pageView(`page-of-${device}`, device)])).visitor as string,
      ),
    );
    return { devices, visitors };
  }

  async #lead(site: { writeKey: string; origin: string }, name: string): Promise<string> {
    const { visitor } = await this.#tell(site, [
      pageView(`page-of-${name}`, `device-of-the-${name}`),
      {
        type: "identify",
        messageId: `identify-of-${name}`,
        traits: { email: `${name}@watched.example`, name: "Ada" },
      },
    ]);
    return String(visitor).split(".")[0] ?? "";
  }

  // eslint-disable-next-line typescript/no-explicit-any -- answers are looked into
  async #tell({ writeKey, origin }: { writeKey: string; origin: string }, batch: unknown[]): Promise<any> {
    const { status, body } = await this.#send({
      method: "POST",
      path: "/v1/batch",
      headers: {
        origin,
        "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0",
      },
      body: Buffer.from(JSON.stringify({ writeKey, batch })),
    });
    if (status !== 200) throw new Error(`a good batch was answered with ${status}: ${body}`);
    return JSON.parse(body);
  }

  /** What may not change: everything of the watched site, and the bystander of the attacked one. */
  async #state(
    watched: { adminToken: string },
    attacked: { adminToken: string },
    bystander: string,
    other: string,
  ): Promise<Record<string, string>> {
    const state: Record<string, string> = {};
    const read = async (token: string, path: string) => {
      const { body } = await this.#send({
        method: "GET",
        path: `/admin/v1${path}`,
        headers: { authorization: `Bearer ${token}` },
        body: undefined,
      });
      state[path] = body;
    };
    await read(attacked.adminToken, `/leads/${bystander}`);
    const ofSite = [
      "/leads",
      "/accounts",
      "/site",
      "/model",
      "/destinations",
      "/sources",
      "/keys",
      "/members",
      "/audit",
    ];
    for (const path of [`/leads/${other}`, ...ofSite]) await read(watched.adminToken, path);
    return state;
  }
}

function pageView(messageId: string, anonymousId: string): unknown {
  return {
    type: "page",
    messageId,
    anonymousId,
    properties: { path: "/models/", url: "https://x.example/models/" },
  };
}

/** Which route is next: those that anybody may call most often, those below /admin once each. */
function planOf(routes: readonly DocumentedRoute[]): DocumentedRoute[] {
  const open = routes.filter(({ access }) => access !== "admin");
  const admin = routes.filter(({ access, method }) => access === "admin" && method === "GET");
  const guarded = routes.filter(({ access, method }) => access === "admin" && method !== "GET");
  return [...Array<readonly DocumentedRoute[]>(openShare).fill(open).flat(), ...admin, ...guarded];
}

function describe({ method, path, headers, body }: BadRequest): string {
  return `${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 300)} ${body?.toString("utf8").slice(0, 600) ?? ""}`;
}
