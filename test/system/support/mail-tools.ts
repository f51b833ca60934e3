import { createPrivateKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import type { House, Json } from "./house.ts";

const reader =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";
const page = "https://dealer.example.com/models/aurora/";

/** Something that was done with an e-mail. */
export type MailEvent = "open" | "click";

/** A webhook of a mail tool, ready to be posted as often as the test likes. */
export interface MailWebhook {
  body: string;
  headers: Record<string, string>;
}

/** A mail tool that is connected to a house. */
export interface MailTool {
  /** Where its webhooks go. */
  address: string;
  /** What it posts when this has happened to an e-mail to that person now. */
  webhook: (event: MailEvent, email: string) => MailWebhook;
  /** The same from somebody who has not the secret. */
  forged: (event: MailEvent, email: string) => MailWebhook;
}

/** Posts a webhook and gives the status and the answer. */
export async function post(
  { address }: MailTool,
  { body, headers }: MailWebhook,
): Promise<{ status: number; answer: Json }> {
  const init = { method: "POST", body, headers: { "content-type": "application/json", ...headers } };
  const response = await fetch(address, init);
  return { status: response.status, answer: await response.json() };
}

function keyPair() {
  return generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

/**
 * SendGrid's signed event webhook: ECDSA over the time and the body, DER in base64.
 * https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features
 */
export async function connectSendGrid(house: House): Promise<MailTool> {
  const [ours, theirs] = [keyPair(), keyPair()];
  const verificationKey = ours.publicKey.toString("base64");
  const { address } = await house.admin("/sources", { kind: "sendgrid", settings: { verificationKey } });
  const signed = (privateKey: string, event: MailEvent, email: string): MailWebhook => {
    const seconds = Math.floor(Date.now() / 1000);
    const happened = {
      email,
      timestamp: seconds,
      "smtp-id": "<14c5d75ce93.dfd.64b469@ismtpd-555>",
      event,
      category: ["follow_up"],
      sg_event_id: `sg-${randomUUID()}`,
      sg_message_id: "14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0",
      useragent: reader,
      ip: "255.255.255.255",
      ...(event === "open"
        ? { sg_machine_open: false }
        : { url: page, url_offset: { index: 0, type: "html" } }),
    };
    const body = JSON.stringify([happened]);
    const signature = sign("sha256", Buffer.from(`${seconds}${body}`), createPrivateKey(privateKey));
    return {
      body,
      headers: {
        "X-Twilio-Email-Event-Webhook-Timestamp": String(seconds),
        "X-Twilio-Email-Event-Webhook-Signature": signature.toString("base64"),
      },
    };
  };
  return {
    address,
    webhook: (event, email) => signed(ours.privateKey, event, email),
    forged: (event, email) => signed(theirs.privateKey, event, email),
  };
}

/**
 * Postmark's open and click webhooks, with the password in Basic authentication.
 * https://postmarkapp.com/developer/webhooks/open-tracking-webhook
 */
export async function connectPostmark(house: House): Promise<MailTool> {
  const { address, secrets } = await house.admin("/sources", { kind: "postmark", settings: {} });
  const posted = (password: string, event: MailEvent, email: string): MailWebhook => ({
    body: JSON.stringify({
      RecordType: event === "open" ? "Open" : "Click",
      MessageStream: "outbound",
      MessageID: "883953f4-6105-42a2-a16a-77a8eac79483",
      Metadata: {},
      Tag: "follow_up",
      Recipient: email,
      ReceivedAt: new Date().toISOString(),
      Platform: "WebMail",
      UserAgent: reader,
      ...(event === "open"
        ? { FirstOpen: true, ReadSeconds: 5 }
        : { ClickLocation: "HTML", OriginalLink: page }),
    }),
    headers: { authorization: `Basic ${btoa(`scoreline:${password}`)}` },
  });
  return {
    address,
    webhook: (event, email) => posted(secrets.password, event, email),
    forged: (event, email) => posted("not the password", event, email),
  };
}
