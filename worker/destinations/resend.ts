import * as v from "valibot";
import { defineDestination } from "./contract.ts";
import { escapeHtml, handOffFacts, handOffReasons, handOffTitle, oneLine } from "./hand-off-words.ts";
import { jsonApi } from "./json-api.ts";
import { apiUrlEntry, secretText, shortText, type SettingMetadata } from "./setting-entries.ts";

const host = "https://api.resend.com";
const email = v.pipe(v.string(), v.trim(), v.email("must be an e-mail address"), v.maxLength(254));

/**
 * An e-mail to the people who take the lead, by Resend: `POST /emails`
 * (https://resend.com/docs/api-reference/emails/send-email). The Idempotency-Key makes a repeated
 * request within a day one e-mail (https://resend.com/docs/dashboard/emails/idempotency-keys). Two
 * requests a second (https://resend.com/docs/api-reference/rate-limit).
 */
export const resend = defineDestination({
  name: "resend",
  label: "E-mail (Resend)",
  description: "Sends an e-mail with the lead and the reasons; a reply goes to the lead.",
  settings: v.strictObject({
    apiKey: secretText("API key", 'A key of Resend with the permission "sending access".', "re_…"),
    from: shortText(
      "From",
      "Sender, at a domain that is verified at Resend.",
      "Scoreline <leads@mail.example.com>",
    ),
    to: v.pipe(
      v.array(email),
      v.minLength(1),
      v.maxLength(50),
      v.title("To"),
      v.description("Who gets the e-mail; one address on each line."),
      v.metadata({ example: "sales@example.com" } satisfies SettingMetadata),
    ),
    apiUrl: apiUrlEntry,
  }),
  isSigned: false,
  hosts: ["api.resend.com"],
  limit: { requests: 2, perMs: 1_000, perDelivery: 1 },
  address: ({ apiUrl }) => apiUrl ?? host,
  erasedByHand: "Mails that were sent stay in the mailboxes they went to. Delete them there.",
  map: (handOff, { from, to }) => {
    const facts = handOffFacts(handOff);
    const reasons = handOffReasons(handOff);
    const link = handOff.where.lead;
    const text = [
      ...facts.map(([name, value]) => `${name}: ${value}`),
      "",
      "Why:",
      ...reasons.map((line) => `- ${line}`),
      ...(link === null ? [] : ["", link]),
    ].join("\n");
    const rows = facts.map(
      ([name, value]) => `<tr><th align="left">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
    );
    const html = [
      `<table cellpadding="4">${rows.join("")}</table>`,
      `<p>Why:</p><ul>${reasons.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`,
      ...(link === null ? [] : [`<p><a href="${escapeHtml(link)}">Open the lead</a></p>`]),
    ].join("\n");
    const replyTo = v.safeParse(email, handOff.who.email);
    return {
      from,
      to,
      subject: oneLine(handOffTitle(handOff), 200),
      text,
      html,
      ...(replyTo.success && { reply_to: replyTo.output }),
    };
  },
  deliver: async (mapped, context) => {
    const { settings, idempotencyKey } = context;
    const ask = jsonApi(context, {
      baseUrl: settings.apiUrl ?? host,
      headers: { authorization: `Bearer ${settings.apiKey}`, "idempotency-key": idempotencyKey },
      reasonOf: ({ name, message }) => [name, message].filter((part) => typeof part === "string").join(": "),
    });
    const { status, body } = await ask("POST", "/emails", mapped, [409]);
    // The key was used for another text: an earlier try went through before the settings were changed.
    if (status !== 409 || body["name"] === "invalid_idempotent_request") return status;
    return (await ask("POST", "/emails", mapped)).status;
  },
});
