import { calendly } from "./calendly.ts";
import type { SourceFixture } from "./fixture.ts";
import { hubspot } from "./hubspot.ts";
import { json } from "./json.ts";
import { postmark } from "./postmark.ts";
import { sendgrid } from "./sendgrid.ts";

/** What each provider sends, by kind; the contract suite fails for a kind that has none. */
export const fixtures: Readonly<Record<string, SourceFixture>> = {
  sendgrid,
  postmark,
  hubspot,
  calendly,
  json,
};
