import { pageKindOf } from "../../../shared/core/index.ts";
import type { EventType, TrackedEvent } from "../../../shared/schema/event.ts";
import {
  firstEventAt,
  type ExampleEvent,
  type ExampleVisitor,
} from "../../../shared/schema/examples/example.ts";
import type { PageKindOverride } from "../../../shared/schema/model.ts";

const callOf: Readonly<Record<string, EventType>> = { page_view: "page", identify: "identify" };

/** What happened to the visitor of an example, and the moment of asking. */
export function visitorOf(
  { events, now }: ExampleVisitor,
  pageKinds: readonly PageKindOverride[] = [],
): { log: TrackedEvent[]; nowMs: number } {
  let atMs = Date.parse(firstEventAt);
  const log = events.map(({ at, ...event }, index): TrackedEvent => {
    if (at !== undefined) atMs = Date.parse(at);
    else if (index > 0) atMs += 60_000;
    return {
      messageId: `m${index}`,
      type: callOf[event.name] ?? "track",
      atMs,
      source: "browser",
      properties: {},
      ...event,
      ...pageOf(event, pageKinds),
    };
  });
  return { log, nowMs: now === undefined ? atMs : Date.parse(now) };
}

/** The page with its kind, which the edge finds out from the path. */
function pageOf(
  { page }: Omit<ExampleEvent, "at">,
  pageKinds: readonly PageKindOverride[],
): Pick<TrackedEvent, "page"> {
  if (page === undefined) return {};
  const kind = page.kind ?? pageKindOf(page.path, page.title, pageKinds);
  return { page: kind === undefined ? page : { ...page, kind } };
}
