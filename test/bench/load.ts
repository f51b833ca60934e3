import { Agent, request } from "node:http";
import { parentPort, Worker } from "node:worker_threads";
import { headers, Walk, type Traffic } from "./traffic.ts";

/** One slice of load. */
export interface Slice {
  url: string;
  traffic: Traffic;
  milliseconds: number;
}

/** What came of a slice. */
export interface Measured {
  requests: number;
  /** From the first request to the last answer. */
  milliseconds: number;
  /** Median and 99th percentile of the time to the whole answer, milliseconds. */
  p50: number;
  p99: number;
}

/** Connections, each with one request at a time. */
export const concurrency = 16;

/** Sends load from a thread of its own, so that nothing else of this process delays it. */
export class Load {
  readonly #thread = new Worker(new URL(import.meta.url));

  /** @throws {Error} When an answer is not what it has to be. */
  run(slice: Slice): Promise<Measured> {
    return new Promise((resolve, reject) => {
      const onMessage = (measured: Measured) => {
        this.#thread.off("error", onError);
        resolve(measured);
      };
      const onError = (error: unknown) => {
        this.#thread.off("message", onMessage);
        reject(error);
      };
      this.#thread.once("message", onMessage);
      this.#thread.once("error", onError);
      this.#thread.postMessage(slice);
    });
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}

function post(
  agent: Agent,
  url: URL,
  body: string,
  visitor: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: url.hostname,
        port: url.port,
        path: "/v1/batch",
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body), "x-visitor": visitor },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.once("error", reject);
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function send({ url, traffic, milliseconds }: Slice): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const target = new URL(url);
  const times: number[] = [];
  const start = performance.now();
  const walkUntilEnd = async () => {
    const walk = new Walk(traffic);
    while (performance.now() - start < milliseconds) {
      const { body, visitor } = walk.next();
      const sentAt = performance.now();
      const { status, text } = await post(agent, target, body, visitor);
      times.push(performance.now() - sentAt);
      walk.take(status, text);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, walkUntilEnd));
  const elapsed = performance.now() - start;
  agent.destroy();
  const sorted = Float64Array.from(times).sort();
  return {
    requests: times.length,
    milliseconds: elapsed,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
  };
}

parentPort?.on("message", (slice: Slice) => {
  // A rejection ends the thread, and the other side hears of it as an error.
  void send(slice).then((measured) => parentPort?.postMessage(measured));
});
