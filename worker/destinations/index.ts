import * as v from "valibot";
import { commonDestinationEntries } from "../../shared/schema/destination.ts";
import { activeCampaign } from "./active-campaign.ts";
import type { DestinationKind } from "./contract.ts";
import { hubspot } from "./hubspot.ts";
import { resend } from "./resend.ts";
import { slack } from "./slack.ts";
import { webhook } from "./webhook.ts";

/** Every kind of destination, in the order in which they are offered. */
export const destinationKinds: readonly DestinationKind[] = [webhook, slack, resend, hubspot, activeCampaign];

const kindsByName: ReadonlyMap<string, DestinationKind> = new Map(
  destinationKinds.map((kind) => [kind.name, kind]),
);

/** @throws {Error} When there is no such kind: a destination was stored by a newer build. */
export function kindOf(name: string): DestinationKind {
  const kind = kindsByName.get(name);
  if (kind === undefined) throw new Error(`this build has no destination of the kind ${name}`);
  return kind;
}

/** A destination to set up: what all have in common, and the settings of its kind beside it. */
export const NewDestinationSchema = v.pipe(
  v.variant(
    "kind",
    destinationKinds.map(({ name, settings }) =>
      v.strictObject({ kind: v.literal(name), ...commonDestinationEntries, ...settings.entries }),
    ),
  ),
  v.description("A destination to set up."),
);
export type NewDestination = v.InferOutput<typeof NewDestinationSchema>;

/** A change of a destination; what is left out stays, and null takes an optional setting away. */
export const DestinationChangeSchema = v.pipe(
  v.looseObject({
    ...commonDestinationEntries,
    enabled: v.optional(
      v.pipe(
        v.boolean(),
        v.description("false: hand-offs wait. true: starts it again, whatever stopped it."),
      ),
    ),
  }),
  v.description("What to change; settings of the kind stand beside the common fields."),
);
export type DestinationChange = v.InferOutput<typeof DestinationChangeSchema>;
