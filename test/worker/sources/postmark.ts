import type { SourceFixture } from "./fixture.ts";

const browser =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/** A record as https://postmarkapp.com/developer/webhooks/open-tracking-webhook and its sisters show it. */
export function postmarkRecord(
  type: "Open" | "Click" | "Delivery" | "Bounce" | "SpamComplaint" | "SubscriptionChange",
  email: string,
  atMs: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const at = new Date(atMs).toISOString();
  const common = {
    RecordType: type,
    MessageStream: "outbound",
    MessageID: "883953f4-6105-42a2-a16a-77a8eac79483",
    Metadata: {},
    Tag: "follow_up",
  };
  const client = {
    Client: { Name: "Chrome 156", Company: "Google", Family: "Chrome" },
    OS: { Name: "OS X 10", Company: "Apple Computer, Inc.", Family: "OS X 10" },
    UserAgent: browser,
    Geo: {
      CountryISOCode: "RS",
      Country: "Serbia",
      City: "Novi Sad",
      Coords: "45.2517,19.8369",
      IP: "188.2.95.4",
    },
    Platform: "WebMail",
  };
  switch (type) {
    case "Open":
      return {
        ...common,
        ...client,
        FirstOpen: true,
        ReadSeconds: 5,
        ReceivedAt: at,
        Recipient: email,
        ...more,
      };
    case "Click":
      return {
        ...common,
        ...client,
        ClickLocation: "HTML",
        OriginalLink: "https://dealer.example.com/models/aurora/",
        ReceivedAt: at,
        Recipient: email,
        ...more,
      };
    case "Delivery":
      return { ...common, ServerID: 23, Recipient: email, DeliveredAt: at, Details: "Test", ...more };
    case "Bounce":
    case "SpamComplaint":
      return {
        ...common,
        ID: 42,
        Type: type === "Bounce" ? "HardBounce" : "SpamComplaint",
        TypeCode: 1,
        Description: "The server was unable to deliver your message",
        Email: email,
        From: "sender@example.com",
        BouncedAt: at,
        ...more,
      };
    case "SubscriptionChange":
      return {
        ...common,
        ServerID: 23,
        ChangedAt: at,
        Recipient: email,
        Origin: "Recipient",
        SuppressSending: true,
        SuppressionReason: "ManualSuppression",
        ...more,
      };
  }
}

export const postmark: SourceFixture = {
  settings: { password: "a password of this source" },
  foreign: { password: "a password of another one" },
  payload: (email, nowMs) => [
    postmarkRecord("Delivery", email, nowMs - 600_000),
    postmarkRecord("Open", email, nowMs - 500_000),
    postmarkRecord("Click", email, nowMs - 400_000),
    postmarkRecord("SubscriptionChange", email, nowMs - 300_000),
    postmarkRecord("SpamComplaint", email, nowMs - 200_000),
    postmarkRecord("Bounce", email, nowMs - 100_000),
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
    payload: postmarkRecord("SubscriptionChange", "nobody@example.com", 0, {
      SuppressSending: false,
      SuppressionReason: null,
    }),
    ignored: { SubscriptionChange: 1 },
  },
  withBad: (payload) => [
    ...(payload as unknown[]),
    { RecordType: "Open" },
    7,
    { MessageID: "without a type" },
  ],
  hostile: (email, nowMs, text) =>
    postmarkRecord("Click", email, nowMs - 1000, {
      OriginalLink: text,
      UserAgent: text,
      Tag: text,
      MessageID: text,
    }),
  sign: async (_webhook, settings) => ({
    authorization: `Basic ${btoa(`scoreline:${String(settings["password"])}`)}`,
  }),
  signatureHeader: "authorization",
  signsBody: false,
  hasTime: false,
};
