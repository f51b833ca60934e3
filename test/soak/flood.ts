/**
 * Floods the worker with one visitor's events, with new visitors and with addresses that hold personal
 * data, in production mode with its rate limiters, and counts what was taken and what is stored.
 *
 *     npm run soak:flood -- --requests 100000 --json
 *
 * First, a thousand visits to pages whose addresses hold an e-mail address and a token: neither of them,
 * and no address of the network, may be in any file afterwards. Then one visitor's events at a thousand a
 * second, from many addresses, while others go on: what is taken has to end at the limit, everything else
 * has to be told when to come again. Then requests without an id from one address block: no more than
 * its cap may be kept. Then the retention time passes, in a build whose clock is ahead: nothing may be left
 * of any of them.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { limits } from "../../shared/limits.ts";
import { deployment } from "../bench/deployment.ts";
import { startEdgeServer, type EdgeServer } from "../bench/edge-server.ts";
import { headers, siteOrigins } from "../bench/traffic.ts";
import { countObjects, scan, weighObjects } from "./flood/scan.ts";
import { Sender } from "./flood/sender.ts";

const { values } = parseArgs({
  options: {
    /** Requests without an id. */
    requests: { type: "string", default: "100000" },
    /** Visits with personal data in the page's address. */
    visits: { type: "string", default: "1000" },
    /** Requests of the one visitor in a second. */
    rate: { type: "string", default: "1000" },
    json: { type: "boolean", default: false },
  },
});
const [requests, visits, rate] = [values.requests, values.visits, values.rate].map(Number) as [
  number,
  number,
  number,
];

/** The time that the visitor's limit counts in. */
const floodMs = 10_000;
/** What the limits let pass on top. */
const tolerance = 1.05;
const othersCount = 5;
const othersEachMs = 200;
/** What waits in a visitor's outbox for the lead book leaves within a minute. */
const settleMs = 75_000;
const sweepPatienceMs = 600_000;
/** Where Miniflare counts for its rate limiters, by address. Cloudflare's count is no file of ours. */
const emulated = ["ratelimit"];

function say(text: string): void {
  console.error(text);
}

const rootToken = randomBytes(32).toString("base64url");
const variables = {
  SCORELINE_MODE: "production",
  SCORELINE_SECRET: randomBytes(32).toString("base64url"),
  SCORELINE_ROOT_TOKEN: rootToken,
};

function start(folder: string, entry: string): Promise<EdgeServer> {
  const { objects, namespaces, limiters } = deployment;
  return startEdgeServer({ entry, objects, namespaces, limiters, variables, folder });
}

interface Keys {
  writeKey: string;
  adminToken: string;
}

async function asAdmin(
  server: EdgeServer,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  // eslint-disable-next-line typescript/no-explicit-any -- a soak looks into it
): Promise<any> {
  const response = await fetch(`${server.url}admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** A browser's request from an address. */
async function report(
  server: EdgeServer,
  writeKey: string,
  address: string,
  event: Record<string, unknown>,
  visitor?: string,
): Promise<{ status: number; visitor: string | undefined }> {
  const response = await fetch(`${server.url}v1/batch`, {
    method: "POST",
    headers: { ...headers, "cf-connecting-ip": address, "x-forwarded-for": address },
    body: JSON.stringify({
      writeKey,
      visitor,
      batch: [{ type: "page", messageId: crypto.randomUUID(), ...event }],
    }),
  });
  const answer = (await response.json()) as { visitor?: string };
  return { status: response.status, visitor: answer.visitor };
}

/** Visits to pages whose addresses hold what nobody wants stored, from an address each. */
async function visitWithSecrets(server: EdgeServer, { writeKey }: Keys, mark: string): Promise<number> {
  let [next, taken] = [0, 0];
  const walk = async (): Promise<void> => {
    while (next < visits) {
      const index = next++;
      const address = `198.18.${index % 250}.${1 + Math.floor(index / 250)}`;
      const search = `?email=${mark}${index}%40b.example&token=${mark}x${index}&utm_campaign=kept-${mark.slice(0, 8)}`;
      const url = `${siteOrigins[0]}/models/${search}#${mark}`;
      const { visitor } = await report(server, writeKey, address, {
        anonymousId: crypto.randomUUID(),
        properties: { path: "/models/", url, search, referrer: url },
        context: { ip: address, page: { url, search, referrer: url, path: `/models/${search}` } },
      });
      if (visitor !== undefined) taken += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, walk));
  return taken;
}

interface Times {
  requests: number;
  refused: number;
  p50: number;
  p99: number;
}

/** Other visitors of the site, each a few requests a second for as long as the flood lasts. */
async function others(server: EdgeServer, { writeKey }: Keys): Promise<Times> {
  const times: number[] = [];
  let refused = 0;
  const answers: Promise<void>[] = [];
  const look = async (address: string, visitor: string | undefined): Promise<void> => {
    const sentAt = performance.now();
    const { status } = await report(server, writeKey, address, { properties: { path: "/models/" } }, visitor);
    times.push(performance.now() - sentAt);
    if (status !== 200) refused += 1;
  };
  const visitors = Array.from({ length: othersCount }, async (_, index) => {
    const address = `192.0.2.${index + 1}`;
    const { visitor } = await report(server, writeKey, address, { properties: { path: "/" } });
    if (visitor === undefined) throw new Error("another visitor was not kept");
    await wait((othersEachMs / othersCount) * index);
    for (let sent = 0; sent < floodMs / othersEachMs; sent += 1) {
      answers.push(look(address, visitor));
      await wait(othersEachMs);
    }
  });
  await Promise.all(visitors);
  await Promise.all(answers);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN);
  return { requests: times.length, refused, p50: at(0.5), p99: at(0.99) };
}

async function oneVisitor(server: EdgeServer, sender: Sender, keys: Keys) {
  const without = await others(server, keys);
  // The one whose flood it is: known before, and quiet until then.
  const { visitor } = await report(server, keys.writeKey, "192.0.2.200", { properties: { path: "/" } });
  if (visitor === undefined) throw new Error("the visitor was not kept");
  await wait(floodMs);
  const [flood, beside] = await Promise.all([
    sender.run({
      url: server.url,
      writeKey: keys.writeKey,
      visitor,
      block: "203.0.113",
      rate,
      milliseconds: floodMs,
      inFlight: 64,
    }),
    others(server, keys),
  ]);
  const lead = await asAdmin(server, keys.adminToken, "GET", `/leads/${visitor.split(".")[0]}`);
  return {
    requests: flood.sent,
    perSecond: Math.round(flood.sent / flood.seconds),
    limitInTenSeconds: limits.requestsPerVisitor,
    takenInTenSeconds: flood.takenAtMs.filter((atMs) => atMs < floodMs).length,
    taken: flood.takenAtMs.length,
    // The first one was before the flood.
    stored: (lead.events as number) - 1,
    statuses: flood.statuses,
    withoutRetryAfter: flood.withoutRetryAfter,
    others: { without, beside },
  };
}

async function withoutIds(server: EdgeServer, sender: Sender, { writeKey }: Keys, folder: string) {
  const before = countObjects(folder, "VisitorObject");
  const flood = await sender.run({ url: server.url, writeKey, block: "198.51.100", requests, inFlight: 32 });
  return {
    requests: flood.sent,
    perSecond: Math.round(flood.sent / flood.seconds),
    statuses: flood.statuses,
    cap: limits.newVisitorsPerBlock,
    kept: flood.kept,
    objectsStored: countObjects(folder, "VisitorObject") - before,
  };
}

/** Lets the retention time pass: the same folder under the same worker, some days later. */
async function later(folder: string, { adminToken }: Keys) {
  const server = await start(folder, join(import.meta.dirname, "flood", "worker-later.js"));
  try {
    await asAdmin(server, adminToken, "PATCH", "/site", { retentionDays: 1 });
    const untilMs = performance.now() + sweepPatienceMs;
    for (;;) {
      const { sweeps } = await asAdmin(server, adminToken, "GET", "/sweeps");
      const job = sweeps.find(({ kind }: { kind: string }) => kind === "retention");
      if (job?.state === "done") {
        const { leads } = await asAdmin(server, adminToken, "GET", "/leads");
        return {
          visited: job.visited as number,
          failed: job.failed as number,
          leadsLeft: leads.length as number,
        };
      }
      if (performance.now() > untilMs) throw new Error(`the sweep is at ${JSON.stringify(job)}`);
      await wait(500);
    }
  } finally {
    await server.stop();
  }
}

async function soak(folder: string) {
  const mark = randomBytes(8).toString("hex");
  const wanted = {
    // The address, the token and what stands behind the #, which all begin with it.
    secrets: new RegExp(mark),
    networkAddresses: /198\.18\.\d{1,3}\.\d{1,3}/,
    // What shall be there: otherwise it was not looked where things are stored.
    campaigns: new RegExp(`kept-${mark.slice(0, 8)}(?!${mark.slice(8)})`),
  };
  const server = await start(folder, deployment.main);
  const sender = new Sender();
  try {
    const site = { id: "flooded", name: "Flooded", origins: siteOrigins, pack: "dealer" };
    const keys: Keys = await asAdmin(server, rootToken, "POST", "/sites", site);
    say("visits with personal data in the page's address");
    const visitsKept = await visitWithSecrets(server, keys, mark);
    const whileRunning = scan(folder, wanted, emulated);
    say("one visitor");
    const visitor = await oneVisitor(server, sender, keys);
    say(`${requests} requests without an id`);
    const newcomers = await withoutIds(server, sender, keys, folder);
    await wait(settleMs);
    const logged = server.logged.slice(0, 3);
    await server.stop();
    const afterwards = scan(folder, wanted, emulated);
    const stored = weighObjects(folder, "VisitorObject");
    say("some days later");
    const swept = await later(folder, keys);
    return {
      visits: { visits, kept: visitsKept, whileRunning, afterwards },
      visitor,
      newcomers,
      retention: { before: stored, ...swept, after: weighObjects(folder, "VisitorObject") },
      logged,
    };
  } finally {
    await sender.stop();
    await server.stop();
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "scoreline-flood-")));
try {
  const found = await soak(folder);
  const { visits: seen, visitor, newcomers, retention } = found;
  const scans = [seen.whileRunning, seen.afterwards];
  const holds = {
    nothingPersonalStored: scans.every(
      ({ filesWith }) => filesWith["secrets"] === 0 && filesWith["networkAddresses"] === 0,
    ),
    scanSeesWhatIsStored:
      seen.kept === visits && scans.every(({ filesWith }) => (filesWith["campaigns"] ?? 0) > 0),
    visitorEndsAtTheLimit:
      visitor.takenInTenSeconds <= visitor.limitInTenSeconds * tolerance && visitor.stored === visitor.taken,
    othersAreTaken: visitor.others.beside.refused === 0 && visitor.others.without.refused === 0,
    refusedAreToldWhen:
      visitor.withoutRetryAfter === 0 &&
      Object.keys(visitor.statuses).every((status) => status === "200" || status === "429"),
    newcomersEndAtTheCap:
      newcomers.objectsStored <= newcomers.cap &&
      newcomers.kept === newcomers.objectsStored &&
      newcomers.statuses[200] === newcomers.requests,
    nothingLeftAfterRetention:
      retention.before.notEmpty > 0 && retention.after.notEmpty === 0 && retention.leadsLeft === 0,
  };
  console.log(
    values.json ? JSON.stringify({ ...found, holds }) : JSON.stringify({ ...found, holds }, null, 2),
  );
  if (Object.values(holds).includes(false)) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
