import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A webhook as it came in. */
export interface ReceivedWebhook {
  id: string;
  /** Whether the signature is right, checked by hand after the specification. */
  isSigned: boolean;
  atMs: number;
  // eslint-disable-next-line typescript/no-explicit-any -- tests look into it
  body: any;
}

/**
 * A receiver of webhooks after Standard Webhooks, with a signature check of its own. It can be told
 * how to answer, and it can be shut and opened again on the same port.
 */
export class Receiver {
  readonly received: ReceivedWebhook[] = [];
  secret = "";
  /** Answers by turn; 204 when there are none left. */
  readonly answers: { status: number; headers?: Record<string, string> }[] = [];
  #server: Server | null = null;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  async open(): Promise<void> {
    this.#server = createServer((request, response) => {
      void readAll(request).then((text) => {
        const id = String(request.headers["webhook-id"]);
        this.received.push({
          id,
          isSigned: this.#isSigned(id, request, text),
          atMs: Date.now(),
          body: JSON.parse(text),
        });
        const { status, headers } = this.answers.shift() ?? { status: 204 };
        response.writeHead(status, headers).end();
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise<void>((resolve) => this.#server?.close(() => resolve()));
    this.#server = null;
  }

  #isSigned(id: string, request: IncomingMessage, body: string): boolean {
    const timestamp = String(request.headers["webhook-timestamp"]);
    if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
    const key = Buffer.from(this.secret.replace(/^whsec_/, ""), "base64");
    const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
    // More than one while the secret is being replaced.
    return String(request.headers["webhook-signature"])
      .split(" ")
      .some((signature) => {
        const [version, value = ""] = signature.split(",");
        const given = Buffer.from(value, "base64");
        return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
      });
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
