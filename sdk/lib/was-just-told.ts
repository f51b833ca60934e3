import type { TrackerContext } from "../trackers/tracker.ts";

/** How long an event of the same name is the same thing, told by another source. Milliseconds. */
const sameMs = 5_000;

/**
 * Makes a question: has an event of this name been taken down a moment ago? A form that we have seen
 * is often told again by the widget it belongs to, and by the page's tag manager.
 *
 * @example const wasTold = wasJustTold(context); if (!wasTold("generate_lead")) track("generate_lead");
 */
export function wasJustTold({ on }: Pick<TrackerContext, "on">): (name: string) => boolean {
  const names = new Set<string | undefined>();
  on("event", ({ event }) => {
    names.add(event);
    setTimeout(() => names.delete(event), sameMs);
  });
  return (name) => names.has(name);
}
