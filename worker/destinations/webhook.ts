import * as v from "valibot";
import type { HandOffPayload } from "../../shared/schema/destination.ts";
import { failureOf } from "./answer.ts";
import { defineDestination, type DeliveryContext } from "./contract.ts";
import type { SettingMetadata } from "./setting-entries.ts";
import { signWebhook } from "./standard-webhooks.ts";

/** Body of a webhook, after Standard Webhooks: what happened, when, and the hand-off. */
export interface WebhookBody {
  type: string;
  timestamp: string;
  data: HandOffPayload;
}

/** Signs a body and posts it. */
async function post(
  body: string,
  { settings, signingSecrets, idempotencyKey, nowMs, request }: DeliveryContext<{ url: string }>,
): Promise<number> {
  const timestampSeconds = Math.floor(nowMs / 1000);
  const signatures = await Promise.all(
    signingSecrets.map((secret) => signWebhook(secret, idempotencyKey, timestampSeconds, body)),
  );
  const response = await request(settings.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "Scoreline-Webhooks/1.0",
      "webhook-id": idempotencyKey,
      "webhook-timestamp": String(timestampSeconds),
      "webhook-signature": signatures.join(" "),
    },
    body,
  });
  // What the receiver says is not shown to anybody: it is read only so that the connection ends.
  await response.body?.cancel();
  if (response.ok) return response.status;
  const { status } = response;
  throw failureOf(response, nowMs, "", { [status]: status === 410 ? "gone" : "retry" });
}

/**
 * A webhook signed after Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). As it
 * says: any 2xx is a delivery, 410 switches the destination off, everything else is tried again; a
 * receiver of one's own that answers 400 or 401 is one that is being mended.
 */
export const webhook = defineDestination({
  name: "webhook",
  label: "Webhook",
  description: "Posts the whole hand-off as JSON to an address of yours, signed after Standard Webhooks.",
  settings: v.strictObject({
    url: v.pipe(
      v.string(),
      v.maxLength(2048),
      v.url("must be an address"),
      v.title("Address"),
      v.description(
        "Where the hand-offs go: https, a host name, port 443. In local mode loopback addresses too.",
      ),
      v.metadata({ example: "https://example.com/hooks/scoreline" } satisfies SettingMetadata),
    ),
  }),
  isSigned: true,
  hosts: "chosen",
  // Of our own choice: nobody has documented what a stranger's server takes.
  limit: { requests: 50, perMs: 1_000, perDelivery: 1 },
  address: ({ url }) => url,
  erase: {
    deliver: async ({ id, type, site, atMs, erased }, context) =>
      post(
        JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data: { id, site, ...erased } }),
        context,
      ),
  },
  erasedByHand: "",
  map: (handOff): WebhookBody => ({
    type: handOff.type,
    timestamp: new Date(handOff.atMs).toISOString(),
    data: handOff,
  }),
  deliver: async (mapped, context) => post(JSON.stringify(mapped), context),
});
