import * as v from "valibot";
import { textOf } from "../json-value.ts";
import type { Mapped, SourceKind } from "./contract.ts";
import { needed, readItem, told } from "./item.ts";
import { machineProperties } from "./mail.ts";
import { occurrenceId } from "./occurrence-id.ts";
import { base64Bytes, isFresh, refusals, signedBytes } from "./signature.ts";

const SettingsSchema = v.strictObject({
  verificationKey: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.trim(),
        v.maxLength(1024),
        v.regex(
          /^(-----BEGIN PUBLIC KEY-----)?[A-Za-z0-9+/=\s]+(-----END PUBLIC KEY-----)?$/,
          "must be the key in base64, as SendGrid shows it",
        ),
      ),
    ),
    v.title("Verification key"),
    v.description(
      "SendGrid shows it when Signed Event Webhook is switched on and saved. Until it is here, every delivery is refused.",
    ),
  ),
});
type Settings = v.InferOutput<typeof SettingsSchema>;

const signatureHeader = "x-twilio-email-event-webhook-signature";
const timestampHeader = "x-twilio-email-event-webhook-timestamp";

/** What SendGrid's events are called here. The others say how the e-mail fared, not what somebody did. */
const names: Readonly<Record<string, string>> = {
  delivered: "email_delivered",
  open: "email_opened",
  click: "email_link_clicked",
  bounce: "email_bounced",
  unsubscribe: "email_unsubscribed",
  group_unsubscribe: "email_unsubscribed",
  spamreport: "email_marked_as_spam",
};

const halfBytes = 32;

/**
 * The two numbers of an ECDSA signature, 32 bytes each, as WebCrypto wants them; SendGrid sends them as DER
 * (SEQUENCE of two INTEGERs, RFC 3279 section 2.2.3). Undefined for what is not that.
 */
function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const raw = new Uint8Array(2 * halfBytes);
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  let offset = 2;
  for (const half of [0, 1]) {
    const length = der[offset + 1] ?? 0;
    const number = der.subarray(offset + 2, offset + 2 + length);
    if (der[offset] !== 0x02 || length === 0 || number.length !== length) return undefined;
    // A leading zero keeps a number positive; it is not one of its 32 bytes.
    const digits = number.subarray(
      Math.max(
        0,
        number.findIndex((byte) => byte !== 0),
      ),
    );
    if (digits.length > halfBytes) return undefined;
    raw.set(digits, (half + 1) * halfBytes - digits.length);
    offset += 2 + length;
  }
  return offset === der.length ? raw : undefined;
}

async function importKey(text: string): Promise<CryptoKey | undefined> {
  const bytes = base64Bytes(text.replaceAll(/-----(BEGIN|END) PUBLIC KEY-----|\s/g, ""));
  if (bytes === undefined) return undefined;
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  return crypto.subtle.importKey("spki", bytes, algorithm, false, ["verify"]).catch(() => undefined);
}

const KindSchema = v.looseObject({ event: needed });

/** Seconds since 1970; the ids are SendGrid's own. */
const EventSchema = v.looseObject({
  event: needed,
  email: needed,
  timestamp: v.optional(v.number()),
  sg_event_id: told,
  sg_message_id: told,
  url: told,
  reason: told,
  type: told,
  useragent: told,
  campaign_id: told,
  singlesend_id: told,
  marketing_campaign_id: told,
  singlesend_name: told,
  marketing_campaign_name: told,
});
type SendgridEvent = v.InferOutput<typeof EventSchema>;

function mapEvent(given: unknown): Mapped {
  const known = readItem(KindSchema, given, "the event");
  if ("problem" in known) return known;
  const kind = known.item.event;
  const event = Object.hasOwn(names, kind) ? names[kind] : undefined;
  if (event === undefined) return { ignored: kind };
  const read = readItem(EventSchema, given, "the event");
  if ("problem" in read) return read;
  const { item } = read;
  const { email, timestamp, url, reason, type } = item;
  const isActed = event === "email_opened" || event === "email_link_clicked";
  const messageId = item.sg_message_id;
  return {
    events: [
      {
        event,
        messageId: occurrenceId(
          "sendgrid",
          item.sg_event_id ?? [kind, email, messageId, String(timestamp), url].join(" "),
        ),
        ...(timestamp !== undefined && { timestamp: timestamp * 1000 }),
        email,
        properties: {
          // What the filters and receivers add on the way differs between events of one e-mail.
          ...(messageId !== undefined && { email_id: messageId.replace(/\.(filter|recvd).*$/s, "") }),
          ...campaignOf(item),
          ...(url !== undefined && { link_url: url }),
          ...(reason !== undefined && { reason }),
          ...(event === "email_bounced" && type !== undefined && { bounce_type: type }),
          ...(isActed && machineProperties(item.useragent, item["sg_machine_open"] === true)),
        },
      },
    ],
  };
}

/** The campaign: of Marketing Campaigns, else the first category, which is where senders write it. */
function campaignOf(item: SendgridEvent): Record<string, unknown> {
  const { category } = item;
  const first = textOf(Array.isArray(category) ? category[0] : category);
  const id = item.campaign_id ?? item.singlesend_id ?? item.marketing_campaign_id;
  const name = item.singlesend_name ?? item.marketing_campaign_name;
  return {
    ...((id ?? first) !== undefined && { campaign_id: id ?? first }),
    ...((name ?? first) !== undefined && { campaign_name: name ?? first }),
  };
}

/**
 * SendGrid's Event Webhook: up to some thousand events of many people in one delivery, signed with
 * ECDSA P-256 over the timestamp and the bytes of the body.
 *
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export const sendgrid: SourceKind<Settings> = {
  name: "sendgrid",
  title: "SendGrid",
  documentation:
    "https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook",
  steps: [
    "In SendGrid open Settings, Mail Settings, Event Webhooks and choose Create new webhook.",
    "Post URL: {address}",
    "Choose Delivered, Opened, Clicked, Bounced, Unsubscribed, Group Unsubscribes and Spam Reports. The others do no harm.",
    "Under Security features switch Signed Event Webhook on and save.",
    "Open the webhook again, copy its verification key, and put it into the settings here.",
    "Choose Test Your Integration; the delivery shows up here.",
  ],
  settings: SettingsSchema,
  secrets: { verificationKey: "given" },
  verify: async ({ headers, body, receivedAtMs }, { verificationKey }) => {
    if (verificationKey === undefined) return refusals.noSecret("verificationKey");
    const signature = headers.get(signatureHeader);
    const timestamp = headers.get(timestampHeader);
    if (signature === null || timestamp === null) return refusals.unsigned(signatureHeader);
    if (!/^\d{1,12}$/.test(timestamp) || !isFresh(Number(timestamp) * 1000, receivedAtMs))
      return refusals.stale;
    const key = await importKey(verificationKey);
    if (key === undefined) return "verificationKey is not the public key of a P-256 pair";
    const raw = rawSignature(base64Bytes(signature) ?? new Uint8Array(0));
    const isRight =
      raw !== undefined &&
      (await crypto.subtle.verify(
        { name: "ECDSA", hash: "SHA-256" },
        key,
        raw,
        signedBytes(timestamp, body),
      ));
    return isRight ? undefined : refusals.mismatch;
  },
  map: mapEvent,
};
