import * as v from "valibot";
import { isRecord, textOf } from "../json-value.ts";
import { isEqualSecret, randomKey } from "../security/digest.ts";
import type { Mapped, SourceKind } from "./contract.ts";
import { machineProperties } from "./mail.ts";
import { occurrenceId } from "./occurrence-id.ts";
import { refusals } from "./signature.ts";

const SettingsSchema = v.strictObject({
  password: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(16, "must have 16 characters or more"), v.maxLength(256))),
    v.title("Password"),
    v.description("Of Basic authentication. One is made when none is given."),
  ),
});
type Settings = v.InferOutput<typeof SettingsSchema>;

/** The password of Basic authentication, or the value of the custom header. The user's name says nothing. */
function passwordOf(headers: Headers): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (encoded === undefined) return headers.get("x-scoreline-password") ?? undefined;
  try {
    return atob(encoded).split(":").slice(1).join(":");
  } catch {
    return undefined;
  }
}

interface Occurrence {
  event: string;
  email: unknown;
  time: unknown;
  more?: Record<string, unknown>;
}

/** The entries that are texts; whatever else stands there says nothing. */
function textsOf(told: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => textOf(value) !== undefined));
}

/** What a record says somebody did; undefined for a record that says nothing of the kind. */
function occurrenceOf(record: Readonly<Record<string, unknown>>): Occurrence | undefined {
  const machine = machineProperties(textOf(record["UserAgent"]));
  switch (record["RecordType"]) {
    case "Delivery":
      return { event: "email_delivered", email: record["Recipient"], time: record["DeliveredAt"] };
    case "Open":
      return {
        event: "email_opened",
        email: record["Recipient"],
        time: record["ReceivedAt"],
        more: {
          ...(typeof record["FirstOpen"] === "boolean" && { is_first: record["FirstOpen"] }),
          ...machine,
        },
      };
    case "Click":
      return {
        event: "email_link_clicked",
        email: record["Recipient"],
        time: record["ReceivedAt"],
        more: { ...textsOf({ link_url: record["OriginalLink"] }), ...machine },
      };
    case "Bounce":
      return {
        event: "email_bounced",
        email: record["Email"],
        time: record["BouncedAt"],
        more: textsOf({ bounce_type: record["Type"], reason: record["Description"] }),
      };
    case "SpamComplaint":
      return { event: "email_marked_as_spam", email: record["Email"], time: record["BouncedAt"] };
    case "SubscriptionChange":
      // Writing to them again is the sender's doing, and a bounce is told by a record of its own.
      return record["SuppressSending"] === true && record["SuppressionReason"] === "ManualSuppression"
        ? { event: "email_unsubscribed", email: record["Recipient"], time: record["ChangedAt"] }
        : undefined;
    default:
      return undefined;
  }
}

function mapRecord(item: unknown): Mapped {
  if (!isRecord(item)) return { problem: "the record is not an object" };
  const kind = textOf(item["RecordType"]);
  if (kind === undefined) return { problem: "RecordType is missing" };
  const occurrence = occurrenceOf(item);
  if (occurrence === undefined) return { ignored: kind };
  const { event, more } = occurrence;
  const email = textOf(occurrence.email);
  if (email === undefined) return { problem: `${kind} names no recipient` };
  const time = textOf(occurrence.time);
  const id = textOf(item["MessageID"]) ?? (typeof item["ID"] === "number" ? String(item["ID"]) : "");
  const tag = textOf(item["Tag"]);
  return {
    events: [
      {
        event,
        // Postmark has no id of the event: the same e-mail is opened twice, but not twice in one instant.
        messageId: occurrenceId("postmark", kind, id, time, textOf(item["OriginalLink"])),
        ...(time !== undefined && { timestamp: time }),
        email,
        properties: {
          email_id: id,
          ...(tag !== undefined && { campaign_id: tag }),
          ...(textOf(item["MessageStream"]) !== undefined && { stream: item["MessageStream"] }),
          ...more,
        },
      },
    ],
  };
}

/**
 * Postmark's webhooks: one record each, not signed. Postmark sends Basic authentication from the
 * address, or a header of one's own; both are taken. It tries again for hours unless it is answered
 * with 200, and stops at 403.
 *
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview
 * @see https://postmarkapp.com/developer/webhooks/open-tracking-webhook
 */
export const postmark: SourceKind<Settings> = {
  name: "postmark",
  title: "Postmark",
  documentation: "https://postmarkapp.com/developer/webhooks/webhooks-overview",
  steps: [
    "In Postmark open the server, its message stream, and the tab Webhooks; choose Add webhook.",
    "Webhook URL: {address}",
    "Under Add basic auth credentials: user name scoreline, password {password}. Or add the header X-Scoreline-Password with it.",
    "Choose Delivery, Bounce, Spam complaint, Open, Link click and Subscription change; not only first opens.",
    "Save, and choose Send test; the delivery shows up here.",
  ],
  settings: SettingsSchema,
  secrets: { password: () => randomKey("pwd") },
  verify: async ({ headers }, { password }) => {
    if (password === undefined) return refusals.noSecret("password");
    const sent = passwordOf(headers);
    if (sent === undefined)
      return "there is no password: put Basic authentication into the webhook at Postmark";
    return (await isEqualSecret(password, sent)) ? undefined : "the password is not the one of this source";
  },
  map: mapRecord,
};
