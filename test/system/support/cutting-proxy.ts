import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it went through. */
export interface PassedRequest {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: Buffer;
  /** Status of the answer, whether or not the sender got it. */
  status: number;
  isCut: boolean;
}

/**
 * A bad line to a server: it carries requests there, and of those that it is told to cut the answer
 * never comes back, although the server has done what it was asked.
 */
export class CuttingProxy {
  readonly passed: PassedRequest[] = [];
  /** How many of the next requests lose their answer. */
  cuts = 0;
  /** Which requests may lose it. */
  readonly #isCuttable: (path: string) => boolean;
  readonly #target: string;
  #server: Server | null = null;
  #port = 0;

  constructor(target: string, isCuttable: (path: string) => boolean = () => true) {
    this.#target = target;
    this.#isCuttable = isCuttable;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async open(): Promise<void> {
    this.#server = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing));
    await new Promise<void>((resolve) => this.#server?.listen(0, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()));
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const { method = "GET", url: path = "/", headers } = incoming;
    const answer = await new Promise<{ message: IncomingMessage; text: Buffer }>((resolve, reject) => {
      const onward = request(this.#target + path, { method, headers }, (message) => {
        const received: Buffer[] = [];
        message.on("data", (part: Buffer) => received.push(part));
        message.on("end", () => resolve({ message, text: Buffer.concat(received) }));
      });
      onward.on("error", reject);
      onward.end(body);
    });
    const isCut = this.cuts > 0 && method === "POST" && this.#isCuttable(path);
    const status = answer.message.statusCode ?? 0;
    this.passed.push({ method, path, headers, body, status, isCut });
    if (isCut) {
      this.cuts -= 1;
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(status, answer.message.headers).end(answer.text);
  }
}
