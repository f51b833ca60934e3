import type { CompiledModel } from "../../shared/core/index.ts";
import type { DecideQuestion } from "../../shared/schema/decide.ts";
import type { TrackedEvent, VisitContext } from "../../shared/schema/event.ts";
import type { Site } from "../../shared/schema/site.ts";
import { attributionOf } from "./landing.ts";
import { pageOf } from "./page.ts";
import { visitOf } from "./visit.ts";

/** Sorts after every id that a library makes: the view that has not happened is the last of its moment. */
const messageId = "~ahead";

/**
 * The view of a page that a server is about to render, as the visitor's browser would report it: for
 * deciding, never for keeping. Its time is the server's.
 *
 * @returns Null when the question tells of no page.
 */
export function pageViewAhead(
  context: DecideQuestion["context"],
  site: Site,
  model: CompiledModel,
  nowMs: number,
  locale: string | undefined,
): TrackedEvent | null {
  const told = context?.page ?? {};
  const page = pageOf({}, told, model.pageKinds);
  if (page === undefined) return null;
  const landing = { url: told.url, referrer: told.referrer };
  const { userAgent } = context ?? {};
  // Without its user agent nothing is known of the device: the request that is here is the server's own.
  const visit: VisitContext =
    userAgent === undefined
      ? { ...(locale !== undefined && { locale }), ...attributionOf(landing, site.origins) }
      : visitOf(new Headers({ "user-agent": userAgent }), site, landing, locale);
  return {
    messageId,
    type: "page",
    name: "page_view",
    atMs: nowMs,
    source: "browser",
    properties: {},
    page,
    visit,
  };
}
