import type { TrackedEvent } from "../../shared/schema/event.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import { textOf } from "../json-value.ts";

const file = /\.(exe|pkg|pdf|pptx?|csv|xlsx?|docx?|dmg|txt|zip|apk|mp[34])$/i;

const network = /(instagram|tiktok|reddit|facebook|pinterest|twitter|linkedin|\b[xt])\.(com|me)$/;

/** Paths of the networks under which something is shared; the others are somebody's pages. */
const sharing = /create|intent|shar|submit/;

type Meaning = Pick<TrackedEvent, "name" | "properties">;

/** Whether a link stays on the site of its page: the same host or a part of it, or another of the site's origins. */
function isWithinSite(link: URL, pageUrl: string | undefined, origins: readonly string[]): boolean {
  if (isAllowedOrigin(origins, link.origin)) return true;
  if (pageUrl === undefined || !URL.canParse(pageUrl)) return false;
  const site = new URL(pageUrl).hostname.replace(/^www\./, "");
  return `.${link.hostname}`.endsWith(`.${site}`);
}

function meaningOf(
  link: URL,
  linkUrl: string,
  pageUrl: string | undefined,
  origins: readonly string[],
): Meaning | undefined {
  if (link.protocol === "tel:") return { name: "phone_click", properties: {} };
  if (!link.protocol.startsWith("http")) return undefined;
  const [, extension] = file.exec(link.pathname) ?? [];
  if (extension !== undefined) {
    const file_name = linkUrl.replace(/.*\/|\?.*/g, "");
    return { name: "file_download", properties: { file_name, file_extension: extension, link_url: linkUrl } };
  }
  const [method] = network.exec(link.hostname) ?? [];
  if (method !== undefined && sharing.test(link.pathname))
    return { name: "share", properties: { method, ...(pageUrl !== undefined && { item_id: pageUrl }) } };
  if (method !== undefined) return { name: "social_follow", properties: { method, link_url: linkUrl } };
  if (isWithinSite(link, pageUrl, origins)) return undefined;
  return { name: "click", properties: { link_url: linkUrl, link_domain: link.hostname, outbound: true } };
}

/**
 * What a click on a link means. The SDK tells only where the link leads, so that it can do so before most of
 * it has arrived; a `click` of which more is told, or that a server tells, stays as it is. Names and properties
 * are GA4's, where it has them.
 *
 * @param origins The site's own.
 * @returns The event by its right name: `file_download`, `phone_click`, `share`, `social_follow` or `click`.
 *   Nothing for a link that stays on the site or opens the mail program: that is no news.
 * @example linkClick({ ...click, properties: { link_url: "tel:" } }, [])?.name; // "phone_click"
 */
export function linkClick(event: TrackedEvent, origins: readonly string[]): TrackedEvent | undefined {
  const { name, source, properties, page } = event;
  const linkUrl = textOf(properties["link_url"]);
  const isBare = Object.keys(properties).length === 1 && linkUrl !== undefined && URL.canParse(linkUrl);
  if (name !== "click" || source !== "browser" || !isBare) return event;
  const meaning = meaningOf(new URL(linkUrl), linkUrl, page?.url, origins);
  return meaning && { ...event, ...meaning };
}
