import type { Destination } from "../../shared/schema/destination.ts";
import type { DestinationKind } from "./contract.ts";
import { webhook } from "./webhook.ts";

/** Every kind of destination, by name; the type demands that none is forgotten. */
export const destinationKindsByName: { [Kind in Destination["kind"]]: DestinationKind<unknown> } = {
  webhook: webhook as DestinationKind<unknown>,
};
