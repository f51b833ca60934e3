import type { Properties } from "../client.ts";
import type { Shim } from "./index.ts";

type Call = (...given: unknown[]) => unknown;

/** Calls that a page may make and that have no meaning here. Each hands `analytics` back, as Segment's do. */
const silent =
  "alias screen once off emit trackLink trackSubmit trackClick trackForm timeout load use debug register deregister setAnonymousId addSourceMiddleware addDestinationMiddleware addIntegrationMiddleware";

/**
 * `window.analytics` as Segment's library has it: `page`, `track`, `identify`, `group`, `reset`,
 * `ready`, `on`. What its snippet has queued comes first. Where Segment's own library runs already, it
 * is left alone.
 */
export const segment: Shim = {
  name: "segment",
  start(client) {
    const page = window as { analytics?: unknown };
    const before = page.analytics;
    if (before && !Array.isArray(before)) return;

    const analytics: Record<string, unknown> = {
      initialized: true,
      // Pages ask for these to hand them on; the device's id is nobody else's to have.
      user: () => ({ anonymousId: () => undefined, id: () => undefined, traits: () => ({}) }),
    };
    const chained =
      (call: Call): Call =>
      (...given) => {
        // Segment's calls end in options and a callback, in any number.
        const callback = given.find((each) => typeof each === "function");
        // Snippet 5 adds the page's whole address to what it queues.
        call(
          ...given.filter(
            (each) => typeof each !== "function" && (each as { __t?: unknown } | null)?.__t !== "bpc",
          ),
        );
        if (callback) setTimeout(callback);
        return analytics;
      };
    for (const name of ["track", "identify", "group", "reset"] as const)
      analytics[name] = chained(client[name] as Call);
    // page(category, name, properties): a category alone is a name.
    analytics["page"] = analytics["pageview"] = chained((...given) => {
      const facts = given.find((each) => typeof each === "object" && each !== null) as Properties | undefined;
      const [first, second] = given;
      if (typeof second !== "string") client.page((first as string | null) ?? undefined, facts);
      else client.page(second, typeof first === "string" ? { category: first, ...facts } : facts);
    });
    analytics["push"] = ([name, ...given]: unknown[]) => (analytics[String(name)] as Call)(...given);
    analytics["ready"] = (run: () => void) => (client.ready(run), analytics);
    analytics["on"] = (name: string, run: Call) => {
      client.on("event", (event) => {
        const facts = event.properties ?? event.traits ?? {};
        if (event.type !== name) return;
        if (name === "page") run(facts["category"], event.name, facts);
        else run(event.event ?? event.groupId ?? event.userId, facts);
      });
      return analytics;
    };
    for (const name of silent.split(" ")) analytics[name] = () => analytics;

    page.analytics = analytics;
    for (const call of (before as unknown[][] | undefined) ?? []) {
      const [name, ...given] = call;
      const run = analytics[String(name)];
      if (typeof run === "function") run(...given);
    }
  },
};
