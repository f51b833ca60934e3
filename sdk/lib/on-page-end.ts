import type { WirePage } from "../../shared/wire.ts";
import type { TrackerContext } from "../trackers/tracker.ts";

/**
 * Calls back with the page that the visitor may be leaving, and with `true` when the next view of a
 * single-page app has begun: the address is the new one then. What is reported goes out with what is
 * sent anyhow.
 *
 * @example onPageEnd(context, (page, isOver) => track("scroll", { percent_scrolled: 50 }, page));
 */
export function onPageEnd(
  { on, listen, cleanUrl }: TrackerContext,
  callback: (page: WirePage, isOver: boolean) => void,
): void {
  let page: WirePage = { url: cleanUrl(location), title: document.title };
  const leave = () => callback(page, false);
  listen(window, "pagehide", leave);
  listen(document, "visibilitychange", () => document.hidden && leave());
  on("event", ({ type, context }) => {
    if (type !== "page") return;
    callback(page, true);
    page = context?.page ?? page;
  });
}
