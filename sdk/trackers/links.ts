import { isSameSite } from "../lib/is-same-site.ts";
import { onUse } from "../lib/on-use.ts";
import type { Tracker } from "./tracker.ts";

const file = /\.(exe|pkg|pdf|pptx?|csv|xlsx?|docx?|dmg|txt|zip|apk|mp[34])$/i;

const network = /(instagram|tiktok|reddit|facebook|pinterest|twitter|linkedin|\b[xt])\.(com|me)$/;

/** Paths of the networks under which something is shared; the others are somebody's pages. */
const sharing = /create|intent|shar|submit/;

/**
 * Reports clicks that lead away: `file_download`, `phone_click`, for social networks `share` and
 * `social_follow`, and for other sites `click`. Nothing is held up: what such a click leaves behind
 * is sent while the page goes away.
 */
export const links: Tracker = {
  name: "links",
  start(context) {
    const { track, cleanUrl } = context;
    const onLink = (element: Element) => {
      const { href, protocol, hostname, pathname } = element as HTMLAnchorElement;
      const link_url = cleanUrl(href);
      const [, file_extension] = file.exec(pathname) ?? [];
      const [method] = network.exec(hostname) ?? [];
      if (protocol === "tel:") track("phone_click");
      if (!protocol.startsWith("http")) return;
      if (file_extension)
        track("file_download", { file_name: link_url.replace(/.*\/|\?.*/g, ""), file_extension, link_url });
      else if (method && sharing.test(pathname)) track("share", { method, item_id: cleanUrl(location) });
      else if (method) track("social_follow", { method, link_url });
      else if (!isSameSite(hostname)) track("click", { link_url, link_domain: hostname, outbound: true });
    };
    onUse(context, "click", "a[href]", onLink);
    // The middle button opens a tab.
    onUse(context, "auxclick", "a[href]", onLink);
  },
};
