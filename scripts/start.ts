/**
 * Builds everything and runs it on this machine: worker, objects, dashboard and the demo sites.
 *
 *     PORT=8787 STATE_DIR=.scoreline npm start
 *
 * Ends cleanly on Ctrl-C; what happened is still there at the next start.
 */
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { demoSites, type DemoName } from "../worker/demo-sites.ts";
import { build } from "./build.ts";
import { startServer } from "./server.ts";

/** The demo sites, and the other language of each. */
const demos: readonly { name: DemoName; language: string; folder: string }[] = [
  { name: "dealer", language: "Turkish", folder: "tr" },
  { name: "shop", language: "Polish", folder: "pl" },
  { name: "saas", language: "Romanian", folder: "ro" },
];

const port = Number(process.env["PORT"] ?? 8787);
const stateFolder = process.env["STATE_DIR"] ?? ".scoreline";

if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`PORT must be a number from 1 to 65535, not "${process.env["PORT"]}"`);
  process.exit(1);
}
if (!(await isFree(port))) {
  console.error(`Port ${port} is taken. Choose another: PORT=${port + 1} npm start`);
  process.exit(1);
}

/** What another script has to be told to find this one's worker. */
const settings = (["PORT", "STATE_DIR"] as const)
  .filter((name) => process.env[name] !== undefined)
  .map((name) => `${name}=${process.env[name]} `)
  .join("");

const startedAtMs = Date.now();
console.log("Building the SDK, the dashboard and the demo sites ...");
await build({ withDemo: true });
let server = await startServer({ port, stateFolder });
const { url } = server;

console.log(`
Scoreline is running (${((Date.now() - startedAtMs) / 1000).toFixed(1)} s). State is kept in ${stateFolder}.

${demos.map(describeDemo).join("\n\n")}

Make a site of your own, in another terminal; it prints the snippet for its pages and its dashboard:

  ${settings}npm run site -- my-site http://localhost:3000

Ctrl-C ends it.`);

const run = { isStopping: false };
/** How often it is looked whether the worker still answers, and how long it may take. Milliseconds. */
const lookMs = 3_000;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    run.isStopping = true;
    console.log("\nStopping ...");
    void server.stop().then(() => process.exit(0));
  });
}

for (let misses = 0; !run.isStopping;) {
  await wait(lookMs);
  misses = (await isAnswering()) ? 0 : misses + 1;
  if (misses < 2 || run.isStopping) continue;
  console.error(`The worker has stopped answering (its log is ${server.logFile}). Starting it again ...`);
  await server.stop();
  server = await startServer({ port, stateFolder });
  misses = 0;
  console.error(`It is back at ${url}; what was accepted is kept in ${stateFolder}.`);
}

/** Where a demo site is, where it is watched, and what its keys are. */
function describeDemo({ name, language, folder }: (typeof demos)[number]): string {
  const { basePath, keys } = demoSites[name];
  return `  ${`Demo ${name}`.padEnd(12)} ${url}${basePath}/   (${language}: ${url}${basePath}/${folder}/)
  Dashboard    ${url}/dashboard/#token=${keys.admin}
  Keys         write key ${keys.write}, secret key ${keys.secret}, admin token ${keys.admin}`;
}

async function isAnswering(): Promise<boolean> {
  try {
    return (await fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(lookMs) })).ok;
  } catch {
    return false;
  }
}

async function isFree(candidate: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(candidate, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
