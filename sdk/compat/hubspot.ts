import type { Client, Properties } from "../client.ts";
import type { Shim } from "./index.ts";
import { takeOver } from "./take-over.ts";

/** The calls of HubSpot's tracking code. https://developers.hubspot.com/docs/api/events/tracking-code */
const calls: Record<string, (client: Client, facts: Properties) => void> = {
  identify: (client, { id, ...traits }) => client.identify((id as string | undefined) ?? traits, traits),
  trackPageView: (client) => client.page(),
  trackEvent: (client, { id, value }) => client.track(String(id), { value }),
  trackCustomBehavioralEvent: (client, { name, properties }) =>
    client.track(String(name).replace(/^pe\d+_/, ""), properties as Properties),
};

/** `_hsq.push(["identify", {...}])`, with what was pushed before. */
export const hubspot: Shim = {
  name: "hubspot",
  start(client) {
    // In quotes: the build shortens names that begin with an underscore.
    const page = window as { ["_hsq"]?: unknown[] };
    takeOver((page["_hsq"] ??= []), ([name, facts]) => {
      if (Object.hasOwn(calls, String(name))) calls[String(name)]?.(client, (facts ?? {}) as Properties);
    });
  },
};
