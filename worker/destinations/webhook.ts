import type { HandOffPayload } from "../../shared/schema/destination.ts";
import type { DestinationKind } from "./contract.ts";
import { retryAfterMs } from "./retry-after.ts";
import { signWebhook } from "./standard-webhooks.ts";

/** Body of a webhook, after Standard Webhooks: what happened, when, and the hand-off. */
export interface WebhookBody {
  type: string;
  timestamp: string;
  data: HandOffPayload;
}

/** A webhook signed after Standard Webhooks. Any 2xx is a delivery, 410 switches the destination off, all else is tried again. */
export const webhook: DestinationKind<WebhookBody> = {
  name: "webhook",
  map: (handOff) => ({ type: handOff.type, timestamp: new Date(handOff.atMs).toISOString(), data: handOff }),
  deliver: async (mapped, { url, secret, idempotencyKey, nowMs, request }) => {
    const body = JSON.stringify(mapped);
    const timestampSeconds = Math.floor(nowMs / 1000);
    const response = await request(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "Scoreline-Webhooks/1.0",
        "webhook-id": idempotencyKey,
        "webhook-timestamp": String(timestampSeconds),
        "webhook-signature": await signWebhook(secret, idempotencyKey, timestampSeconds, body),
      },
      body,
    });
    // What the receiver says is not shown to anybody: it is read only so that the connection ends.
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return { outcome: "delivered", status };
    const error = `the receiver answered ${status}`;
    if (status === 410) return { outcome: "gone", status, error };
    const delayMs = retryAfterMs(response.headers.get("retry-after"), nowMs);
    return { outcome: "retry", status, error, ...(delayMs !== undefined && { retryAfterMs: delayMs }) };
  },
};
