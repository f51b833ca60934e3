import { betweenLinksMs } from "../../shared/core/index.ts";
import { botVerdict } from "../ingest/bot.ts";
import { parseTime } from "../ingest/event-time.ts";
import type { SourceEvent } from "./contract.ts";

/** Why an opened or clicked e-mail is taken for a machine's. */
export type MachineReason = "apple_mail_privacy" | "image_proxy" | "prefetch" | "scanner" | "provider";

/** Fetches pictures for the reader: Gmail, Yahoo, Outlook on the web. */
const imageProxy = /googleimageproxy|ggpht\.com|yahoomailproxy|yahoo! slurp|outlook-?imageproxy|bingpreview/i;
/** Gmail fetches pictures before the message is looked at with this, a browser that never existed. */
const gmailPrefetch = /edge\/12\.246 mozilla\/5\.0$/i;
/** Security products that follow links, as far as they say who they are. */
const scanner =
  /barracuda|mimecast|proofpoint|messagelabs|symantec|forcepoint|trendmicro|trend micro|fireeye|trellix|sophos|cloudmark|ironport|checkpoint|safelinks|urldefense|zscaler|fortinet|vade ?secure|hornetsecurity|microsoft office protocol discovery/i;

/**
 * Whether a machine opened an e-mail or followed its link, by what it calls itself: pictures that are
 * fetched by a proxy before anybody reads, links that a security product tries out. What the user
 * agent cannot tell, the time does: see `shared/core/mail.ts`.
 *
 * Apple Mail Privacy Protection sends `Mozilla/5.0` and nothing else, as does its relay.
 *
 * @see https://www.mailgun.com/blog/product/bot-detection/
 * @see https://bird.com/blog/gmail-prefetching-images
 */
export function machineOf(userAgent: string | undefined): MachineReason | undefined {
  // A provider that tells no user agent says nothing against a person.
  if (userAgent === undefined) return undefined;
  const text = userAgent.trim().slice(0, 512);
  if (text === "") return undefined;
  if (text === "Mozilla/5.0") return "apple_mail_privacy";
  if (imageProxy.test(text)) return "image_proxy";
  if (gmailPrefetch.test(text)) return "prefetch";
  if (scanner.test(text) || botVerdict(text) !== undefined) return "scanner";
  return undefined;
}

/** Properties that say of an e-mail event that a machine did it; none when a person may have. */
export function machineProperties(
  userAgent: string | undefined,
  isMachineByProvider = false,
): { machine?: true; machine_reason?: MachineReason } {
  const reason = machineOf(userAgent) ?? (isMachineByProvider ? "provider" : undefined);
  return reason === undefined ? {} : { machine: true, machine_reason: reason };
}

/**
 * Marks the clicks of a delivery that a scanner made: two links of one message within two seconds. The
 * fold finds them as well, one after the other; seen together, not even the first of them is paid for
 * a moment, in which it could have handed somebody to sales.
 */
export function withBurstsMarked(events: readonly SourceEvent[]): SourceEvent[] {
  const clicks = events
    .map((event, index) => ({ event, index, atMs: parseTime(event.timestamp) }))
    .filter(({ event, atMs }) => event.event === "email_link_clicked" && atMs !== undefined)
    .map(({ event, index, atMs = 0 }) => ({
      index,
      atMs,
      message: JSON.stringify([event.email, event.properties["email_id"]]),
      link: event.properties["link_url"],
    }))
    .sort((a, b) => (a.message === b.message ? a.atMs - b.atMs : a.message < b.message ? -1 : 1));
  const marked = new Set<number>();
  for (const [place, click] of clicks.entries()) {
    const next = clicks[place + 1];
    if (next?.message !== click.message || next.link === click.link) continue;
    if (next.atMs - click.atMs <= betweenLinksMs) marked.add(click.index).add(next.index);
  }
  return events.map((event, index) =>
    marked.has(index)
      ? {
          ...event,
          properties: { machine_reason: "scanner", ...event.properties, machine: true },
        }
      : event,
  );
}
