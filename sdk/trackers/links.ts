import { linkUrl } from "../lib/link-url.ts";
import { onUse } from "../lib/on-use.ts";
import type { Tracker } from "./tracker.ts";

/** Files that are pages. */
const page = /\/[^.]*$|\.(\w?html?|php|aspx?|jsp)$/;

/**
 * Reports clicks that lead away: to other sites, to files, to a telephone. What such a click means is told
 * by the edge from where it leads. Nothing is held up: what a click leaves behind is sent while the page
 * goes away.
 */
export const links: Tracker = {
  name: "links",
  start(context) {
    const onLink = (element: Element) => {
      const link = element as HTMLAnchorElement;
      const { origin, pathname, protocol } = link;
      if (
        protocol === "tel:" ||
        (protocol.startsWith("http") && (origin !== location.origin || !page.test(pathname)))
      )
        context.track("click", { link_url: linkUrl(link, context.cleanUrl) });
    };
    onUse(context, "click", "a[href]", onLink);
    // The middle button opens a tab.
    onUse(context, "auxclick", "a[href]", onLink);
  },
};
