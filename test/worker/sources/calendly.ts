import { hex, hmac, type SourceFixture } from "./fixture.ts";

/** A notice as https://developer.calendly.com/api-docs/c1ddc06ce1f1b-webhook-payload shows it. */
export function calendlyNotice(
  event: string,
  email: string,
  atMs: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const invitee = "https://api.calendly.com/scheduled_events/AAAA/invitees/BBBB";
  return {
    event,
    created_at: new Date(atMs).toISOString(),
    created_by: "https://api.calendly.com/users/AAAAAAAAAAAAAAAA",
    payload: {
      cancel_url: "https://calendly.com/cancellations/BBBB",
      reschedule_url: "https://calendly.com/reschedulings/BBBB",
      created_at: new Date(atMs).toISOString(),
      email,
      event: "https://api.calendly.com/scheduled_events/AAAA",
      name: "Ayşe Yılmaz",
      first_name: null,
      last_name: null,
      new_invitee: null,
      old_invitee: null,
      questions_and_answers: [{ answer: "An Aurora, in blue", position: 0, question: "What is it about?" }],
      rescheduled: false,
      status: "active",
      text_reminder_number: "+90 555 000 11 22",
      timezone: "Europe/Istanbul",
      tracking: {
        utm_campaign: "autumn",
        utm_source: "newsletter",
        utm_medium: null,
        utm_content: null,
        utm_term: null,
        salesforce_uuid: null,
      },
      updated_at: new Date(atMs).toISOString(),
      uri: `${invitee}-${email}`,
      scheduled_event: {
        uri: "https://api.calendly.com/scheduled_events/AAAA",
        name: "Test drive",
        start_time: new Date(atMs + 86_400_000).toISOString(),
      },
      ...more,
    },
  };
}

export const calendly: SourceFixture = {
  settings: { signingKey: "a signing key of the subscription" },
  foreign: { signingKey: "a signing key of another one" },
  payload: (email, nowMs) => calendlyNotice("invitee.created", email, nowMs - 60_000),
  events: ["meeting_booked"],
  silent: {
    payload: { event: "routing_form_submission.created", created_at: "2026-11-21T10:00:00Z", payload: {} },
    ignored: { "routing_form_submission.created": 1 },
  },
  hostile: (email, nowMs, text) =>
    calendlyNotice("invitee.created", email, nowMs - 1000, {
      name: text,
      text_reminder_number: text,
      questions_and_answers: [{ question: text, answer: text }],
      tracking: { utm_campaign: text },
      scheduled_event: { name: text, start_time: text },
    }),
  sign: async ({ body }, settings, nowMs) => {
    const time = Math.floor(nowMs / 1000);
    return {
      "Calendly-Webhook-Signature": `t=${time},v1=${hex(await hmac(String(settings["signingKey"]), `${time}.${body}`))}`,
    };
  },
  signatureHeader: "Calendly-Webhook-Signature",
  signsBody: true,
  hasTime: true,
};
