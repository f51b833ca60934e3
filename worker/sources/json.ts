import * as v from "valibot";
import { newWebhookSecret, verifyWebhook } from "../destinations/standard-webhooks.ts";
import { textOf } from "../json-value.ts";
import type { Mapped, SourceKind } from "./contract.ts";
import { occurrenceId } from "./occurrence-id.ts";
import { base64Bytes, hexBytes, isFresh, refusals, signedBytes, verifyHmac } from "./signature.ts";

const PathSchema = v.pipe(
  v.string(),
  v.maxLength(256),
  v.regex(
    /^[\w$-]+(\.[\w$-]+|\[\d{1,3}\])*$/,
    "must be a path into the payload, such as data.customer.email or items[0].id",
  ),
);

const HeaderName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,64}$/, "must be the name of a header"));

const VerificationSchema = v.variant("scheme", [
  v.strictObject({ scheme: v.literal("standard_webhooks") }),
  v.strictObject({
    scheme: v.literal("hmac_sha256"),
    header: HeaderName,
    encoding: v.picklist(["hex", "base64"]),
    prefix: v.optional(v.pipe(v.string(), v.maxLength(32)), ""),
    timestampHeader: v.optional(HeaderName),
  }),
]);

const SettingsSchema = v.strictObject({
  verification: v.pipe(
    v.optional(VerificationSchema, { scheme: "standard_webhooks" }),
    v.title("Verification"),
    v.description(
      '{"scheme": "standard_webhooks"}, or {"scheme": "hmac_sha256", "header": "X-Signature", "encoding": "hex", "prefix": "sha256="}. With timestampHeader the signature is over the time in seconds, a point and the body.',
    ),
  ),
  secret: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(16, "must have 16 characters or more"), v.maxLength(256))),
    v.title("Secret"),
    v.description("What the sender signs with. One is made when none is given."),
  ),
  items: v.pipe(
    v.optional(PathSchema),
    v.title("Events"),
    v.description("Path to the list of events. Left out: the body is one event, or a list of them."),
  ),
  event: v.pipe(
    v.union([
      v.strictObject({ path: PathSchema }),
      v.strictObject({ is: v.pipe(v.string(), v.minLength(1), v.maxLength(128)) }),
    ]),
    v.title("Event name"),
    v.description(
      '{"path": "type"} where it stands in the payload, or {"is": "demo_held"} for always the same.',
    ),
  ),
  names: v.pipe(
    v.optional(v.record(v.string(), v.pipe(v.string(), v.minLength(1), v.maxLength(128)))),
    v.title("Names"),
    v.description(
      'What the sender\'s event names are called here: {"deal.closed": "won"}. Where it is given, other events are ignored.',
    ),
  ),
  id: v.pipe(
    PathSchema,
    v.title("Id"),
    v.description("Path to the sender's id of the event: a redelivery has the same one and counts once."),
  ),
  email: v.pipe(
    v.optional(PathSchema),
    v.title("E-mail"),
    v.description("Path to the person's e-mail address."),
  ),
  userId: v.pipe(
    v.optional(PathSchema),
    v.title("User id"),
    v.description("Path to the site's own user id."),
  ),
  timestamp: v.pipe(
    v.optional(PathSchema),
    v.title("Time"),
    v.description(
      "Path to the time: ISO 8601, or seconds or milliseconds since 1970. Left out: the time of receipt.",
    ),
  ),
  properties: v.pipe(
    v.optional(
      v.record(v.pipe(v.string(), v.regex(/^[A-Za-z_][\w]{0,63}$/, "must be a name")), PathSchema),
      {},
    ),
    v.title("Properties"),
    v.description('What else is kept, by name and path: {"value": "data.amount"}. Nothing else is.'),
  ),
});
type Settings = v.InferOutput<typeof SettingsSchema>;

/** What stands at a path, own properties only; undefined when there is nothing. */
function at(root: unknown, path: string | undefined): unknown {
  if (path === undefined) return undefined;
  let value = root;
  for (const key of path.split(/[.[\]]+/)) {
    if (key === "") continue;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function textAt(root: unknown, path: string | undefined): string | undefined {
  const value = at(root, path);
  return typeof value === "number" ? String(value) : textOf(value);
}

/** Times before this, in milliseconds, were in 1973: a sender who counts so low counts seconds. */
const firstMilliseconds = 100_000_000_000;

function timeAt(root: unknown, path: string | undefined): string | number | undefined {
  const value = at(root, path);
  if (typeof value === "number") return value < firstMilliseconds ? value * 1000 : value;
  return textOf(value);
}

function mapItem(item: unknown, settings: Settings): Mapped {
  const said = "is" in settings.event ? settings.event.is : textAt(item, settings.event.path);
  if (said === undefined) return { problem: "the event has no name at the path of event" };
  const { names } = settings;
  if (names !== undefined && !Object.hasOwn(names, said)) return { ignored: said };
  const id = textAt(item, settings.id);
  if (id === undefined) return { problem: `there is no id at ${settings.id}` };
  const email = textAt(item, settings.email);
  const userId = textAt(item, settings.userId);
  if (email === undefined && userId === undefined)
    return { problem: "the event names nobody: email and userId are empty" };
  const timestamp = timeAt(item, settings.timestamp);
  const kept = Object.entries(settings.properties)
    .map(([name, path]) => [name, at(item, path)] as const)
    .filter(([, value]) => value !== undefined);
  return {
    events: [
      {
        event: names?.[said] ?? said,
        messageId: occurrenceId("json", said, id),
        ...(timestamp !== undefined && { timestamp }),
        ...(email !== undefined && { email }),
        ...(userId !== undefined && { userId }),
        properties: Object.fromEntries(kept),
      },
    ],
  };
}

/**
 * Any service that posts JSON: where things stand in its payload is said by paths, and nothing else;
 * there are no expressions. Verified after Standard Webhooks, or with an HMAC-SHA-256 in a header.
 *
 * @see https://www.standardwebhooks.com
 */
export const json: SourceKind<Settings> = {
  name: "json",
  title: "Any JSON webhook",
  documentation: "https://www.standardwebhooks.com",
  steps: [
    "Say in the settings where the name, the person and the id stand in the payload.",
    "Let the service post to {address}",
    "Let it sign with {secret}: after Standard Webhooks, or as the verification in the settings says.",
    "Send one; the delivery shows up here.",
  ],
  settings: SettingsSchema,
  secrets: { secret: newWebhookSecret },
  verify: async ({ headers, body, receivedAtMs }, { verification, secret }) => {
    if (secret === undefined) return refusals.noSecret("secret");
    if (verification.scheme === "standard_webhooks") {
      const signature = headers.get("webhook-signature");
      const id = headers.get("webhook-id");
      const timestamp = headers.get("webhook-timestamp") ?? "";
      if (signature === null || id === null) return refusals.unsigned("webhook-signature");
      if (!/^\d{1,12}$/.test(timestamp) || !isFresh(Number(timestamp) * 1000, receivedAtMs))
        return refusals.stale;
      if (base64Bytes(secret.replace(/^whsec_/, "")) === undefined)
        return "secret is not one of Standard Webhooks";
      const text = new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(body);
      const isRight = await verifyWebhook(secret, id, Number(timestamp), text, signature, receivedAtMs);
      return isRight ? undefined : refusals.mismatch;
    }
    const { header, encoding, prefix, timestampHeader } = verification;
    const sent = headers.get(header);
    if (sent === null || !sent.startsWith(prefix)) return refusals.unsigned(header);
    let time = "";
    if (timestampHeader !== undefined) {
      time = headers.get(timestampHeader) ?? "";
      if (!/^\d{1,12}$/.test(time) || !isFresh(Number(time) * 1000, receivedAtMs)) return refusals.stale;
    }
    const value = sent.slice(prefix.length).trim();
    const signature = encoding === "hex" ? hexBytes(value) : base64Bytes(value);
    const signed = time === "" ? body : signedBytes(`${time}.`, body);
    return (await verifyHmac(secret, signature, signed)) ? undefined : refusals.mismatch;
  },
  items: (payload, { items }) => {
    const list = items === undefined ? payload : at(payload, items);
    return Array.isArray(list) ? list : [list];
  },
  map: mapItem,
};
