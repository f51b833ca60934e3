import type { Client } from "../client.ts";
import { quietly } from "../lib/quietly.ts";
import { hubspot } from "./hubspot.ts";
import { mautic } from "./mautic.ts";
import { segment } from "./segment.ts";

/** Takes the calls that a page makes to another product's script. */
export interface Shim {
  /** Its name in `data-compat`. */
  name: string;
  /** Takes over what the page has queued, and what it will call. */
  start(client: Client): void;
}

/** What the chunk gives to the script. */
export interface CompatModule {
  /** Starts the shims that the site asks for. */
  startCompat(client: Client, names: string): void;
}

/** Every shim. */
const shims: readonly Shim[] = [segment, hubspot, mautic];

/**
 * Lets a page that was written for another product report to Scoreline unchanged:
 * `data-compat="segment hubspot mautic"`.
 *
 * @example startCompat(client, "segment");
 */
export const startCompat: CompatModule["startCompat"] = (client, names) => {
  for (const { name, start } of shims) if (names.split(/[\s,]+/).includes(name)) quietly(start)(client);
};
