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

function send(client: Client, [action, kind, facts]: unknown[]): void {
  if (action !== "send" || kind !== "pageview") return;
  const told: Properties = {};
  for (const [name, value] of Object.entries((facts ?? {}) as Properties)) {
    const trait = traits[name];
    if (trait) told[trait] = value;
  }
  if (Object.keys(told).length > 0) client.identify(told);
  client.page();
}

/** `mt("send", "pageview", {...})`, with what its snippet has queued. */
export const mautic: Shim = {
  name: "mautic",
  start(client) {
    const page = window as unknown as Record<string, unknown>;
    const name = typeof page["MauticTrackingObject"] === "string" ? page["MauticTrackingObject"] : "mt";
    const before = page[name] as MauticFunction | undefined;
    const run = quietly((given: ArrayLike<unknown>) => send(client, [...(given as unknown[])]));
    page[name] = (...given: unknown[]) => run(given);
    for (const given of before?.q ?? []) run(given as ArrayLike<unknown>);
  },
};
