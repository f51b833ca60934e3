/**
 * A receiver of hand-offs: it verifies each webhook, acts once on an id, and says who came and why.
 * No dependency; take what you need of it.
 *
 *     SECRET=whsec_... node examples/webhook-receiver.mjs 9000
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

/** Whether a webhook is genuine. `body` is the text as it came, before any parsing. */
export function isGenuine(secret, headers, body) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((signature) => {
    const [version, value = ""] = signature.split(",");
    const given = Buffer.from(value, "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const port = Number(process.argv[2] ?? 9000);
const secret = process.env.SECRET ?? "";
// Anybody can sign with an empty key; Standard Webhooks asks for 24 bytes.
if (Buffer.from(secret.replace(/^whsec_/, ""), "base64").length < 24) {
  console.error("Set SECRET to the one that was shown when the destination was added: whsec_...");
  process.exit(1);
}
const done = new Set();

async function receive(request, response) {
  let body = "";
  for await (const part of request.setEncoding("utf8")) body += part;
  const id = String(request.headers["webhook-id"]);
  if (!isGenuine(secret, request.headers, body)) {
    console.log(`${id}: refused, it is not signed with this SECRET`);
    response.writeHead(401).end();
    return;
  }
  // A try whose answer was lost comes again, under the same id.
  if (!done.has(id)) {
    done.add(id);
    const { who, why, what, where, isTest } = JSON.parse(body).data;
    const name = `${who.name ?? "somebody"} <${who.email ?? who.phone ?? "unknown"}>`;
    console.log(
      `${isTest ? "A test: " : ""}${name}, ${why.stage} with ${why.total} points, asks about ${what.model ?? "nothing in particular"}`,
    );
    if (where.lead) console.log(`  ${where.lead}`);
  }
  response.writeHead(204).end();
}

const server = createServer((request, response) => {
  receive(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(port, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}/hook`);
});
