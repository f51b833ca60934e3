import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export interface ServerOptions {
  port: number;
  /** Where objects, KV and the secret are kept. */
  stateFolder: string;
  /** More variables for the worker, for tests. */
  variables?: Readonly<Record<string, string>>;
}

export interface Server {
  url: string;
  process: ChildProcess;
  /** Where the worker's log is. */
  logFile: string;
  /** Settles when the server has ended, for whatever reason. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

const readyWithinMs = 60_000;

/** A secret of this state folder, 256 random bits; made on first use. */
function secretIn(stateFolder: string, name: string): string {
  const file = join(stateFolder, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** The file in a state folder that holds the token which makes sites there. */
export const rootTokenFile = "root-token";

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/**
 * Starts the worker in workerd through wrangler, in local mode, with everything kept on disk. Needs
 * what `npm run build` makes, no network and no account.
 *
 * @throws {Error} When it does not answer within a minute, with the end of its log.
 */
export async function startServer({ port, stateFolder, variables = {} }: ServerOptions): Promise<Server> {
  mkdirSync(stateFolder, { recursive: true });
  const logFile = join(stateFolder, "worker.log");
  const environmentFile = join(stateFolder, "local.env");
  const set = {
    SCORELINE_MODE: "local",
    SCORELINE_SECRET: secretIn(stateFolder, "secret"),
    SCORELINE_ROOT_TOKEN: secretIn(stateFolder, rootTokenFile),
    ...variables,
  };
  const lines = Object.entries(set).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(environmentFile, lines.join(""), { mode: 0o600 });
  const child = spawn(
    join("node_modules", ".bin", "wrangler"),
    [
      "dev",
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--inspector-port=0",
      `--persist-to=${stateFolder}`,
      `--env-file=${environmentFile}`,
      "--show-interactive-dev-session=false",
    ],
    {
      // A group of its own: a Ctrl-C in the terminal reaches us first, and we end it in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        CI: "1",
        NO_COLOR: "1",
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_WRITE_LOGS: "false",
        CLOUDFLARE_CF_FETCH_ENABLED: "false",
      },
    },
  );
  const log = createWriteStream(logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  const server: Server = {
    url,
    process: child,
    logFile,
    ended,
    stop: async () => {
      signalGroup(child, "SIGTERM");
      await Promise.race([ended, wait(5_000)]);
      signalGroup(child, "SIGKILL");
      await ended;
    },
  };
  await waitUntilReady(server);
  return server;
}

/** Signals wrangler and the workerd below it. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

async function waitUntilReady(server: Server): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (Date.now() < untilMs && server.process.exitCode === null) {
    try {
      const response = await fetch(`${server.url}/v1/health`, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
    } catch {
      // Not listening yet.
    }
    await wait(100);
  }
  const tail = existsSync(server.logFile)
    ? readFileSync(server.logFile, "utf8").split("\n").slice(-30).join("\n")
    : "";
  await server.stop();
  throw new Error(`the worker did not start; the end of ${server.logFile}:\n${tail}`);
}
