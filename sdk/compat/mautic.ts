import type { Client, Properties } from "../client.ts";
import { quietly } from "../lib/quietly.ts";
import type { Shim } from "./index.ts";

interface MauticFunction {
  (...given: unknown[]): void;
  q?: unknown[];
}

/** What a page view may tell of the visitor, by Mautic's names. https://docs.mautic.org/en/5.x/configuration/tracking.html */
const traits: Record<string, string> = {
  email: "email",
  phone: "phone",
  firstname: "firstName",
  lastname: "lastName",
  company: "company",
};

function send(client: Client, [action, kind, facts, options]: unknown[]): void {
  if (action !== "send" || kind !== "pageview") return;
  const told: Properties = {};
  for (const [name, value] of Object.entries((facts ?? {}) as Properties)) {
    const trait = traits[name];
    if (trait) told[trait] = value;
  }
  if (Object.keys(told).length > 0) client.identify(told);
  client.page();
  // Pages wait for it, to go on.
  const { onload } = (options ?? {}) as { onload?: () => void };
  if (onload) setTimeout(onload);
}

/** `mt("send", "pageview", {...})`, with what its snippet has queued. */
export const mautic: Shim = {
  name: "mautic",
  start(client) {
    const page = window as unknown as Record<string, unknown>;
    const name = typeof page["MauticTrackingObject"] === "string" ? page["MauticTrackingObject"] : "mt";
    const before = page[name] as MauticFunction | undefined;
    const run = quietly((given: ArrayLike<unknown>) => send(client, [...(given as unknown[])]));
    // Mautic's own script may be there too, or on its way: it takes what the snippet goes on queuing.
    const hear: MauticFunction = (...given) => {
      before?.(...given);
      run(given);
    };
    if (before?.q) hear.q = before.q;
    page[name] = hear;
    for (const given of before?.q ?? []) run(given as ArrayLike<unknown>);
  },
};
