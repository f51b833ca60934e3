import { calendly } from "./calendly.ts";
import type { SourceKind } from "./contract.ts";
import { hubspot } from "./hubspot.ts";
import { json } from "./json.ts";
import { postmark } from "./postmark.ts";
import { sendgrid } from "./sendgrid.ts";

/** A kind of source whose settings its own schema has checked. */
export type AnySource = SourceKind<unknown, unknown>;

/** Every kind of source, in the order in which the dashboard offers them. A new one is a line here. */
export const sourceKinds = [sendgrid, postmark, hubspot, calendly, json] as unknown as readonly AnySource[];

const byName: ReadonlyMap<string, AnySource> = new Map(sourceKinds.map((kind) => [kind.name, kind]));

/** A kind of source by the name in its address; undefined when there is none. */
export function sourceKind(name: string): AnySource | undefined {
  return byName.get(name);
}
