import { base64, bytes, type SourceFixture } from "./fixture.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" };

async function newPair() {
  const pair = (await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
  const spki = (await crypto.subtle.exportKey("spki", pair.publicKey)) as ArrayBuffer;
  return { privateKey: pair.privateKey, publicKey: base64(spki) };
}
const ours = await newPair();
const theirs = await newPair();

/** An INTEGER of DER: no needless leading zeros, and one where the number would be negative. */
function derInteger(half: Uint8Array): number[] {
  const digits = [...half];
  while (digits.length > 1 && digits[0] === 0) digits.shift();
  if ((digits[0] ?? 0) >= 0x80) digits.unshift(0);
  return [0x02, digits.length, ...digits];
}

/** ECDSA as SendGrid sends it: DER in base64. */
async function sign(privateKey: CryptoKey, text: string): Promise<string> {
  const raw = new Uint8Array(
    await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, privateKey, bytes(text)),
  );
  const body = [...derInteger(raw.slice(0, 32)), ...derInteger(raw.slice(32))];
  return base64(Uint8Array.from([0x30, body.length, ...body]));
}

let count = 0;

/** One event as https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event shows it. */
export function sendgridEvent(
  event: string,
  email: string,
  atMs: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  count += 1;
  return {
    email,
    timestamp: Math.floor(atMs / 1000),
    "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
    event,
    category: ["follow_up"],
    sg_event_id: `sg-event-${count}-${crypto.randomUUID()}`,
    sg_message_id: "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
    ...more,
  };
}

const browser =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

export const sendgrid: SourceFixture = {
  settings: { verificationKey: ours.publicKey },
  foreign: { verificationKey: theirs.publicKey },
  payload: (email, nowMs) => [
    sendgridEvent("processed", email, nowMs - 700_000),
    sendgridEvent("deferred", email, nowMs - 660_000, { response: "400 try again later", attempt: "5" }),
    sendgridEvent("delivered", email, nowMs - 600_000, { response: "250 OK" }),
    sendgridEvent("open", email, nowMs - 500_000, {
      sg_machine_open: false,
      useragent: browser,
      ip: "255.255.255.255",
    }),
    sendgridEvent("click", email, nowMs - 400_000, {
      useragent: browser,
      ip: "255.255.255.255",
      url: "https://dealer.example.com/models/aurora/",
      url_offset: { index: 0, type: "html" },
    }),
    sendgridEvent("group_unsubscribe", email, nowMs - 300_000, {
      useragent: browser,
      ip: "255.255.255.255",
      url: "http://www.sendgrid.com/",
      asm_group_id: 10,
    }),
    sendgridEvent("spamreport", email, nowMs - 200_000),
    sendgridEvent("bounce", email, nowMs - 100_000, {
      reason: "500 unknown recipient",
      status: "5.0.0",
      type: "bounce",
    }),
  ],
  events: [
    "email_delivered",
    "email_opened",
    "email_link_clicked",
    "email_unsubscribed",
    "email_marked_as_spam",
    "email_bounced",
  ],
  silent: {
    payload: [
      sendgridEvent("processed", "nobody@example.com", 0),
      sendgridEvent("dropped", "nobody@example.com", 0),
      sendgridEvent("processed", "nobody@example.com", 0),
      sendgridEvent("a_kind_of_tomorrow", "nobody@example.com", 0),
    ],
    ignored: { processed: 2, dropped: 1, a_kind_of_tomorrow: 1 },
  },
  withBad: (payload) => [
    ...(payload as unknown[]),
    { event: "open" },
    null,
    "text",
    { event: "click", email: "not an address", timestamp: 1, sg_event_id: "bad" },
    { event: "open", email: { $ne: null }, __proto__: { polluted: true } },
  ],
  hostile: (email, nowMs, text) => [
    sendgridEvent("click", email, nowMs - 1000, {
      url: text,
      useragent: text,
      category: [text],
      reason: text,
      [text]: text,
    }),
  ],
  sign: async ({ body }, settings, nowMs) => {
    const timestamp = String(Math.floor(nowMs / 1000));
    const { privateKey } = settings["verificationKey"] === ours.publicKey ? ours : theirs;
    return {
      "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
      "X-Twilio-Email-Event-Webhook-Signature": await sign(privateKey, timestamp + body),
    };
  },
  signatureHeader: "X-Twilio-Email-Event-Webhook-Signature",
  signsBody: true,
  hasTime: true,
};
