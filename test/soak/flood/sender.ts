import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { parentPort, Worker } from "node:worker_threads";
import { headers } from "../../bench/traffic.ts";

/** A flood: page views from many addresses of one block. */
export interface Flood {
  url: string;
  writeKey: string;
  /** The signed id that each request carries; without one each is somebody new. */
  visitor?: string;
  /** First three numbers of the addresses that it comes from: `198.51.100`. */
  block: string;
  /** Requests in a second; as many as there are answers to when left out. */
  rate?: number;
  /** Ends after so many requests, or so long. */
  requests?: number;
  milliseconds?: number;
  /** Requests without an answer at most. */
  inFlight: number;
}

/** What came of it. */
export interface Flooded {
  sent: number;
  seconds: number;
  statuses: Record<number, number>;
  /** Refused without saying when to come again. */
  withoutRetryAfter: number;
  /** Answers that gave an id, so that somebody was kept. */
  kept: number;
  /** When the answers came that took a request, milliseconds after the first was sent: no earlier than the worker counted it. */
  takenAtMs: number[];
}

/** Sends floods from a thread of its own, so that they do not delay whoever measures. */
export class Sender {
  readonly #thread = new Worker(new URL(import.meta.url));

  run(flood: Flood): Promise<Flooded> {
    return new Promise((resolve, reject) => {
      this.#thread.once("error", reject);
      this.#thread.once("message", (flooded: Flooded) => {
        this.#thread.off("error", reject);
        resolve(flooded);
      });
      this.#thread.postMessage(flood);
    });
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}

const addressesPerBlock = 250;

async function send(flood: Flood): Promise<Flooded> {
  const { url, writeKey, visitor, block, rate, inFlight } = flood;
  const { requests = Infinity, milliseconds = Infinity } = flood;
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight });
  const target = new URL(url);
  const found: Flooded = {
    sent: 0,
    seconds: 0,
    statuses: {},
    withoutRetryAfter: 0,
    kept: 0,
    takenAtMs: [],
  };
  const start = performance.now();
  const elapsedMs = (): number => performance.now() - start;

  const one = (index: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({
        writeKey,
        visitor,
        sentAt: new Date().toISOString(),
        batch: [
          { type: "page", messageId: `flood-${crypto.randomUUID()}`, properties: { path: "/models/" } },
        ],
      });
      const sent = request(
        {
          agent,
          host: target.hostname,
          port: target.port,
          path: "/v1/batch",
          method: "POST",
          headers: {
            ...headers,
            "content-length": Buffer.byteLength(body),
            "cf-connecting-ip": `${block}.${1 + (index % addressesPerBlock)}`,
          },
        },
        (response) => {
          const status = response.statusCode ?? 0;
          found.statuses[status] = (found.statuses[status] ?? 0) + 1;
          if (status === 200) found.takenAtMs.push(elapsedMs());
          if (status === 429 && !(Number(response.headers["retry-after"]) >= 1)) found.withoutRetryAfter += 1;
          let text = "";
          response.setEncoding("utf8");
          response.on("data", (part: string) => (text += part));
          response.once("error", reject);
          response.once("end", () => {
            if (text.includes('"visitor":"')) found.kept += 1;
            resolve();
          });
        },
      );
      sent.once("error", reject);
      sent.end(body);
    });

  let next = 0;
  const walk = async (): Promise<void> => {
    while (next < requests) {
      const index = next++;
      const earlyMs = rate === undefined ? 0 : (index / rate) * 1_000 - elapsedMs();
      if (earlyMs > 0) await wait(earlyMs);
      if (elapsedMs() >= milliseconds) return;
      found.sent += 1;
      await one(index);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, walk));
  found.seconds = elapsedMs() / 1_000;
  agent.destroy();
  return found;
}

parentPort?.on("message", (flood: Flood) => {
  // A rejection ends the thread, and the other side hears of it as an error.
  void send(flood).then((flooded) => parentPort?.postMessage(flooded));
});
