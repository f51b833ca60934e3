import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { deployment } from "./deployment.ts";
import { startEdgeServer, type EdgeServer, type Replaced } from "./edge-server.ts";
import { siteOrigins, type Traffic } from "./traffic.ts";

/** Something that is measured: a worker, and what it is sent. */
export interface Subject {
  name: string;
  server: EdgeServer;
  traffic: Traffic;
}

/** Everything measured by one run, the baselines first. */
export const subjectNames = [
  "raw worker",
  "bare Hono",
  "bare Durable Object",
  "bare Durable Object, new visitor",
  "scoreline",
  "scoreline, 6 events a request",
  "scoreline, G1 batch",
  "scoreline, lead handed off",
  "scoreline, one visitor",
  "scoreline, scored 1,001 times",
] as const;
export type SubjectName = (typeof subjectNames)[number];

const onePage: Traffic = { kind: "pages", events: 1, writeKey: "pub_nobody", isScored: false };

/**
 * Starts a subject, with its state in a folder of its own.
 *
 * @throws {Error} When it does not come up.
 */
export async function startSubject(name: SubjectName, folder: string): Promise<Subject> {
  const baseline = (file: string, objects: Record<string, string> = {}) =>
    startEdgeServer({
      entry: join(import.meta.dirname, "subjects", file),
      objects,
      namespaces: [],
      variables: {},
      folder,
    });
  switch (name) {
    case "raw worker":
      return { name, server: await baseline("raw-worker.ts"), traffic: onePage };
    case "bare Hono":
      return { name, server: await baseline("bare-hono.ts"), traffic: onePage };
    case "bare Durable Object":
      return { name, server: await baseline("bare-object.ts", { VISITOR: "Visitor" }), traffic: onePage };
    case "bare Durable Object, new visitor":
      return {
        name,
        server: await baseline("bare-object.ts", { VISITOR: "Visitor" }),
        traffic: { ...onePage, kind: "lead" },
      };
    case "scoreline":
      return startScoreline(name, folder, { kind: "pages", events: 1 });
    case "scoreline, 6 events a request":
      return startScoreline(name, folder, { kind: "pages", events: 6 });
    case "scoreline, G1 batch":
      return startScoreline(name, folder, { kind: "lead", events: 0 });
    case "scoreline, lead handed off":
      return startScoreline(name, folder, { kind: "hand-off", events: 0 });
    case "scoreline, one visitor":
      return startScoreline(name, folder, { kind: "one", events: 1 });
    case "scoreline, scored 1,001 times":
      return startScoreline(name, folder, { kind: "pages", events: 1 }, repeatedCore);
  }
}

/** Lets the visitor's object fold and decide a thousand times more than it has to. */
const repeatedCore: Replaced = {
  imported: "shared/core/index.ts",
  importer: join("worker", "objects", "visitor", "visitor.ts"),
  by: join(import.meta.dirname, "subjects", "repeated-core.ts"),
};

/**
 * The worker as it is deployed: in production mode, with secrets of its own, and a site that was made
 * over HTTP, with a destination that takes every hand-off. It is paused: what is measured is
 * the way into its queue, not how fast some receiver is. Only the rate limiters are not bound: their emulation is a Durable
 * Object, which the platform's is not.
 */
export async function startScoreline(
  name: string,
  folder: string,
  { kind, events }: Pick<Traffic, "kind" | "events">,
  replaced?: Replaced,
  entry = deployment.main,
): Promise<Subject> {
  const rootToken = randomBytes(32).toString("base64url");
  const server = await startEdgeServer({
    entry,
    objects: deployment.objects,
    namespaces: deployment.namespaces,
    variables: {
      SCORELINE_MODE: "production",
      SCORELINE_SECRET: randomBytes(32).toString("base64url"),
      SCORELINE_ROOT_TOKEN: rootToken,
    },
    folder,
    ...(replaced !== undefined && { replaced }),
  });
  const response = await fetch(`${server.url}admin/v1/sites`, {
    method: "POST",
    headers: { authorization: `Bearer ${rootToken}`, "content-type": "application/json" },
    body: JSON.stringify({ id: "bench", name: "Benchmark", origins: siteOrigins, pack: "dealer" }),
  });
  const text = await response.text();
  if (response.status !== 201) {
    await server.stop();
    throw new Error(`the site was not created: ${response.status} ${text}`);
  }
  const { writeKey, adminToken } = JSON.parse(text) as { writeKey: string; adminToken: string };
  await requireOk(server, adminToken, "PATCH", "/site", { caps: { handOffsPerHour: 100_000 } });
  const made = await requireOk(server, adminToken, "POST", "/destinations", {
    kind: "webhook",
    url: "https://crm.example.com/hook",
    purposes: ["sales", "marketing"],
  });
  await requireOk(server, adminToken, "PATCH", `/destinations/${String(made["id"])}`, { enabled: false });
  return { name, server, traffic: { kind, events, writeKey, isScored: true } };
}

/** @throws {Error} When the administration does not take it. */
async function requireOk(
  { url, stop }: EdgeServer,
  token: string,
  method: string,
  path: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return (await response.json()) as Record<string, unknown>;
  const text = await response.text();
  await stop();
  throw new Error(`${method} ${path} answered ${response.status} ${text}`);
}
