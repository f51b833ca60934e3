import * as v from "valibot";
import { failureOf } from "./answer.ts";
import { defineDestination } from "./contract.ts";
import { handOffFacts, handOffReasons, handOffTitle } from "./hand-off-words.ts";
import { apiUrlEntry, type SettingMetadata } from "./setting-entries.ts";

const host = "https://hooks.slack.com";

/** Slack's own limits of a block: https://docs.slack.dev/reference/block-kit/blocks */
const headerCharacters = 150;
const sectionCharacters = 3_000;

/**
 * Slack reads `<`, `>` and `&` as its own, and everything it acts on begins with `<`: mentions
 * (`<!channel>`, `<@U1>`) and links (https://docs.slack.dev/messaging/formatting-message-text).
 */
function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Cut where no entity is cut in two. */
function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1).replace(/&[a-z]{0,3}$/, "")}…`;
}

/** Text that is shown as it is: `verbatim` keeps Slack from making links and mentions of names in it. */
const section = (text: string) => ({
  type: "section",
  text: { type: "mrkdwn", text: cut(text, sectionCharacters), verbatim: true },
});

/**
 * A message in a Slack channel, by an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 * Slack has no key against doubles: a try whose answer was lost is said twice. One message a second
 * (https://docs.slack.dev/apis/web-api/rate-limits).
 */
export const slack = defineDestination({
  name: "slack",
  label: "Slack",
  description: "Says in a channel who is ready, why, and where to look.",
  settings: v.strictObject({
    url: v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(2048),
      v.url("must be an address"),
      v.regex(
        /^https:\/\/hooks\.slack\.com\/\S+$/,
        "must be an incoming webhook's address: https://hooks.slack.com/services/...",
      ),
      v.title("Webhook URL"),
      v.description(
        "Of an incoming webhook of your Slack app. Whoever knows it can post, so it is kept as a secret.",
      ),
      v.metadata({
        secret: true,
        example: "https://hooks.slack.com/services/T…/B…/…",
      } satisfies SettingMetadata),
    ),
    apiUrl: apiUrlEntry,
  }),
  isSigned: false,
  hosts: ["hooks.slack.com"],
  limit: { requests: 1, perMs: 1_000, perDelivery: 1 },
  address: ({ apiUrl }) => apiUrl ?? host,
  erasedByHand: "Messages in Slack stay: an incoming webhook cannot delete them. Delete them in the channel.",
  map: (handOff) => {
    const title = handOffTitle(handOff);
    const facts = handOffFacts(handOff).map(
      ([name, value]) => `*${escapeSlack(name)}:* ${escapeSlack(value)}`,
    );
    const reasons = handOffReasons(handOff).map((line) => `• ${escapeSlack(line)}`);
    const link = handOff.where.lead;
    return {
      text: escapeSlack(title),
      blocks: [
        { type: "header", text: { type: "plain_text", text: cut(title, headerCharacters), emoji: false } },
        ...(facts.length > 0 ? [section(facts.join("\n"))] : []),
        ...(reasons.length > 0 ? [section(`*Why*\n${reasons.join("\n")}`)] : []),
        ...(link === null ? [] : [section(`<${escapeSlack(link).replaceAll("|", "%7C")}|Open the lead>`)]),
      ],
    };
  },
  deliver: async (mapped, { settings, request, nowMs }) => {
    const address =
      settings.apiUrl === undefined ? settings.url : settings.apiUrl + new URL(settings.url).pathname;
    const response = await request(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(mapped),
    });
    const words = (await response.text()).slice(0, 200);
    if (response.ok) return response.status;
    // 404 is the webhook that was taken back (`no_service`) or its channel (`channel_not_found`), not this message.
    throw failureOf(response, nowMs, words, { 404: "attention" });
  },
});
