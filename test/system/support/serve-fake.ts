import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { FakeProvider } from "../../fakes/misbehave.ts";

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}

/** A fake that listens on a port of this machine. */
export interface ServedFake {
  url: string;
  close: () => Promise<void>;
}

/**
 * Lets a fake provider be reached by HTTP. What it throws breaks the connection off.
 *
 * @param port One that nobody listens on when left out.
 */
export async function serveFake(fake: FakeProvider, port = 0): Promise<ServedFake> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const body = await readAll(request);
      const headers = Object.entries(request.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      );
      const {
        status,
        headers: answered,
        ...rest
      } = await fake
        .fetch(`http://fake${request.url ?? "/"}`, {
          method: request.method ?? "GET",
          headers,
          ...(body !== "" && { body }),
        })
        .then(async (given) => ({ status: given.status, headers: given.headers, text: await given.text() }));
      response.writeHead(status, Object.fromEntries(answered)).end(rest.text);
    };
    answer().catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
