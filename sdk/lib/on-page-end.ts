import type { WirePage } from "../../shared/wire.ts";
import type { TrackerContext } from "../trackers/tracker.ts";
import { onLeave } from "./on-leave.ts";

/**
 * Calls back with the page that the visitor may be leaving, and with `true` when the next view of a
 * single-page app has begun: the address is the new one then. What is reported goes out with what is
 * sent anyhow.
 *
 * @example onPageEnd(context, (page, isOver) => track("scroll", { percent_scrolled: 50 }, page));
 */
export function onPageEnd(
  { on, cleanUrl }: TrackerContext,
  callback: (page: WirePage, isOver: boolean) => void,
): void {
  let page: WirePage = { ...cleanUrl(location), title: document.title, referrer: "" };
  onLeave(() => callback(page, false));
  on("event", ({ type, context }) => {
    if (type !== "page") return;
    callback(page, true);
    page = context?.page ?? page;
  });
}
