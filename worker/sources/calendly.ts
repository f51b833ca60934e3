import * as v from "valibot";
import { isRecord, textOf } from "../json-value.ts";
import { randomKey } from "../security/digest.ts";
import type { Mapped, SourceKind } from "./contract.ts";
import { occurrenceId } from "./occurrence-id.ts";
import { hexBytes, isFresh, refusals, signedBytes, verifyHmac } from "./signature.ts";

const SettingsSchema = v.strictObject({
  signingKey: v.pipe(
    v.optional(v.pipe(v.string(), v.minLength(16, "must have 16 characters or more"), v.maxLength(256))),
    v.title("Signing key"),
    v.description("The signing_key of the webhook subscription. One is made when none is given."),
  ),
});
type Settings = v.InferOutput<typeof SettingsSchema>;

const signatureHeader = "calendly-webhook-signature";

const answersKept = 20;
const answerCharacters = 1_000;

/** Questions of the booking form with their answers: a list, since a question is no name for a field. */
function answersOf(list: unknown): Record<string, unknown> {
  if (!Array.isArray(list)) return {};
  const answers = list
    .filter(isRecord)
    .map(({ question, answer }) => ({ question: textOf(question), answer: textOf(answer) }))
    .filter(({ answer }) => answer !== undefined)
    .map(({ question = "", answer = "" }) => ({
      question: question.slice(0, answerCharacters),
      answer: answer.slice(0, answerCharacters),
    }));
  return answers.length === 0 ? {} : { answers: answers.slice(0, answersKept) };
}

const utmFields = ["utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term"];

function trackingOf(tracking: unknown): Record<string, unknown> {
  if (!isRecord(tracking)) return {};
  return Object.fromEntries(
    utmFields
      .filter((field) => textOf(tracking[field]) !== undefined)
      .map((field) => [field, tracking[field]]),
  );
}

/** A moved meeting is cancelled and booked again: two deliveries, and the first says so. */
function nameOf(kind: string, invitee: Readonly<Record<string, unknown>>): string | undefined {
  if (kind === "invitee.created") return "meeting_booked";
  if (kind !== "invitee.canceled") return undefined;
  return invitee["rescheduled"] === true ? "meeting_rescheduled" : "meeting_cancelled";
}

function mapNotice(item: unknown): Mapped {
  if (!isRecord(item)) return { problem: "the body is not an object" };
  const kind = textOf(item["event"]);
  if (kind === undefined) return { problem: "event is missing" };
  const { payload: invitee } = item;
  const event = isRecord(invitee) ? nameOf(kind, invitee) : nameOf(kind, {});
  if (event === undefined) return { ignored: kind };
  if (!isRecord(invitee)) return { problem: "payload is missing" };
  const email = textOf(invitee["email"]);
  if (email === undefined) return { problem: "payload.email is missing" };
  const meeting = isRecord(invitee["scheduled_event"]) ? invitee["scheduled_event"] : {};
  const cancellation = isRecord(invitee["cancellation"]) ? invitee["cancellation"] : {};
  const name = textOf(invitee["name"]);
  const phone = textOf(invitee["text_reminder_number"]);
  const at = textOf(item["created_at"]);
  return {
    events: [
      {
        event,
        // The invitee is one booking; it is made once and cancelled once.
        messageId: occurrenceId("calendly", event, textOf(invitee["uri"]) ?? `${email} ${at ?? ""}`),
        ...(at !== undefined && { timestamp: at }),
        email,
        properties: {
          ...(textOf(meeting["name"]) !== undefined && { meeting_name: meeting["name"] }),
          ...(textOf(meeting["start_time"]) !== undefined && { starts_at: meeting["start_time"] }),
          ...(textOf(cancellation["reason"]) !== undefined && { reason: cancellation["reason"] }),
          ...(textOf(cancellation["canceler_type"]) !== undefined && {
            cancelled_by: cancellation["canceler_type"],
          }),
          ...(typeof invitee["old_invitee"] === "string" && { is_moved: true }),
          ...answersOf(invitee["questions_and_answers"]),
          ...trackingOf(invitee["tracking"]),
        },
        // Who books a meeting says who they are, as with a form.
        ...(event === "meeting_booked" && {
          traits: {
            email,
            ...(name !== undefined && { name: name.slice(0, answerCharacters) }),
            ...(phone !== undefined && { phone: phone.slice(0, answerCharacters) }),
          },
        }),
      },
    ],
  };
}

/**
 * Calendly's webhook subscriptions: a meeting was booked, moved or cancelled. Signed with HMAC-SHA-256
 * over `t.body`, the time and the signature in one header.
 *
 * @see https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-signatures
 * @see https://developer.calendly.com/api-docs/c1ddc06ce1f1b-webhook-payload
 */
export const calendly: SourceKind<Settings> = {
  name: "calendly",
  title: "Calendly",
  documentation: "https://developer.calendly.com/api-docs/c1ddc06ce1f1b-webhook-payload",
  steps: [
    "In Calendly open Integrations, API and webhooks, and make a personal access token (Standard plan or higher).",
    "Make the subscription: POST https://api.calendly.com/webhook_subscriptions with url {address}, events invitee.created and invitee.canceled, your organization, scope organization, and signing_key {signingKey}.",
    "Book a meeting with yourself; the delivery shows up here.",
  ],
  settings: SettingsSchema,
  secrets: { signingKey: () => randomKey("sig") },
  verify: async ({ headers, body, receivedAtMs }, { signingKey }) => {
    if (signingKey === undefined) return refusals.noSecret("signingKey");
    const header = headers.get(signatureHeader);
    if (header === null) return refusals.unsigned("Calendly-Webhook-Signature");
    const parts = new Map(header.split(",").map((part) => [part.split("=")[0]?.trim(), part.split("=")[1]]));
    const time = parts.get("t") ?? "";
    if (!/^\d{1,12}$/.test(time) || !isFresh(Number(time) * 1000, receivedAtMs)) return refusals.stale;
    const isRight = await verifyHmac(
      signingKey,
      hexBytes(parts.get("v1") ?? ""),
      signedBytes(`${time}.`, body),
    );
    return isRight ? undefined : refusals.mismatch;
  },
  map: mapNotice,
};
