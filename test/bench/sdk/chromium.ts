import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

type Parameters = Record<string, unknown>;

/** One page's, or the browser's own, side of the DevTools protocol. */
export interface Session {
  /** Sends a command, and gives its result. */
  send(method: string, parameters?: Parameters): Promise<Parameters>;
  /** Waits for the next event of a name. Ask before you do what causes it. */
  next(event: string): Promise<Parameters>;
}

/** Chromium, spoken to directly. */
export interface Chromium {
  version: string;
  browser: Session;
  /** Opens an empty page in a context of its own: nothing is in any cache. */
  open(): Promise<{ page: Session; close: () => Promise<void> }>;
  close(): Promise<void>;
}

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Some SDKs are silent where the browser says that nobody sits in front of it.
  "--disable-blink-features=AutomationControlled",
  // A page of a measurement is in nobody's background.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--remote-debugging-port=0",
];

interface Message {
  id?: number;
  method?: string;
  params?: Parameters;
  sessionId?: string;
  result?: Parameters;
  error?: { message: string };
}

/** @throws {Error} When Chromium ends before it listens. */
async function start(profile: string) {
  const child = spawn(
    process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    [...flags, `--user-data-dir=${profile}`, "about:blank"],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on("line", (line) => {
      const [, found] = /^DevTools listening on (.*)$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("error", reject);
    child.once("exit", () => reject(new Error("Chromium did not start; CHROMIUM_PATH says where it is")));
  });
  return { child, ended, address };
}

/**
 * Starts Chromium. Not by Playwright: what it switches on in each page takes down the stack of every
 * request, for which V8 parses the functions on it once more, in the middle of what is measured.
 */
export async function startChromium(): Promise<Chromium> {
  const profile = mkdtempSync(join(tmpdir(), "scoreline-bench-"));
  const { child, ended, address } = await start(profile);
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener("error", () => reject(new Error("Chromium does not answer")), { once: true });
  });

  let lastId = 0;
  const asked = new Map<number, { resolve: (result: Parameters) => void; reject: (error: Error) => void }>();
  const awaited = new Map<string, ((parameters: Parameters) => void)[]>();
  socket.addEventListener("message", ({ data }) => {
    const {
      id,
      method,
      params = {},
      sessionId = "",
      result = {},
      error,
    } = JSON.parse(String(data)) as Message;
    if (id === undefined) {
      const name = `${sessionId} ${method}`;
      const waiting = awaited.get(name) ?? [];
      awaited.delete(name);
      for (const resolve of waiting) resolve(params);
      return;
    }
    const { resolve, reject } = asked.get(id) ?? {};
    asked.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  });
  const session = (sessionId?: string): Session => ({
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        asked.set((lastId += 1), { resolve, reject });
        socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
      }),
    next: (event) =>
      new Promise((resolve) => {
        const name = `${sessionId ?? ""} ${event}`;
        awaited.set(name, [...(awaited.get(name) ?? []), resolve]);
      }),
  });

  const browser = session();
  const { product, userAgent } = await browser.send("Browser.getVersion");
  const version = String(product).split("/").at(-1) ?? "";
  const major = version.split(".")[0] ?? "";
  const visitor = {
    userAgent: String(userAgent).replace("Headless", ""),
    userAgentMetadata: {
      brands: ["Chromium", "Google Chrome"].map((brand) => ({ brand, version: major })),
      platform: "Linux",
      platformVersion: "",
      architecture: "x86",
      model: "",
      mobile: false,
    },
  };
  return {
    version,
    browser,
    async open() {
      const { browserContextId } = await browser.send("Target.createBrowserContext");
      const { targetId } = await browser.send("Target.createTarget", {
        url: "about:blank",
        browserContextId,
      });
      const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
      const page = session(String(sessionId));
      await page.send("Emulation.setUserAgentOverride", visitor);
      await page.send("Emulation.setFocusEmulationEnabled", { enabled: true });
      return {
        page,
        close: async () => void (await browser.send("Target.disposeBrowserContext", { browserContextId })),
      };
    },
    async close() {
      socket.close();
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}
