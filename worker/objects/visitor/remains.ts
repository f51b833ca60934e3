import type { IdentityKind } from "../../../shared/schema/identity.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Objection } from "../../../shared/schema/objection.ts";
import type { RejectedEvent } from "../../../shared/schema/visitor.ts";
import type { GivenName } from "../../../shared/schema/destination.ts";
import { identityKey } from "../../security/identity-key.ts";
import type { Kin, Link } from "./kin-storage.ts";
import type { Merges } from "./merges.ts";
import type { PrivacyStorage } from "./privacy.ts";
import type { StoredHandOff, VisitorStorage } from "./storage.ts";

/** A name that somebody told, and of which kind it is. */
export type Name = [kind: IdentityKind, value: string];

/** A hand-off, where it went, and as whose. */
export interface LeftHandOff {
  id: string;
  destinations: string[];
  name: GivenName;
  /** The lead under whose id it left, when this visitor counted for that one and was parted since. */
  lead?: string;
}

/** What is to be known of a hand-off to take it back. */
export function leftHandOff({ id, destinations, payload: { who } }: StoredHandOff): LeftHandOff {
  return { id, destinations, name: { email: who.email, phone: who.phone } };
}

/** What leads from a visitor to everything else that is kept of the same person. */
export interface Remains {
  visitorId: string;
  /** Devices that count here. */
  devices: string[];
  /** Keys of the Identity objects that may lead here. */
  keys: string[];
  /** Addresses, numbers and user ids as they were told, to find what else names the person. */
  names: Name[];
  /** Those that left under another lead's id, too. */
  handOffs: LeftHandOff[];
  /** Other leads that told the same. */
  possible: string[];
}

/** Everything that is stored of one visitor's id, as it is stored. */
export interface Dossier {
  visitorId: string;
  events: TrackedEvent[];
  rejected: RejectedEvent[];
  handOffs: StoredHandOff[];
  /** What the visitor told to be, by kind; the values are in the events. */
  told: IdentityKind[];
  link: Link | null;
  others: Kin[];
  /** What left under the id of a lead that this visitor counted for. */
  left: LeftHandOff[];
  objection: Objection | null;
}

function namesOf(events: readonly TrackedEvent[]): Name[] {
  const found = new Map<string, Name>();
  const add = (kind: IdentityKind, value: unknown) => {
    if (typeof value === "string" && value.trim() !== "") found.set(`${kind} ${value}`, [kind, value.trim()]);
  };
  for (const { properties, traits, userId } of events) {
    add("email", traits?.["email"]);
    add("email", properties["email"]);
    add("phone", traits?.["phone"]);
    add("phone", properties["phone"]);
    add("user_id", userId);
  }
  return [...found.values()];
}

/** Finds out what leads from a visitor to the rest; null when nothing is kept. */
export async function remainsOf(
  tables: VisitorStorage,
  merges: Merges,
  privacy: PrivacyStorage,
  secret: string,
): Promise<Remains | null> {
  const owner = tables.owner();
  if (owner === null) return null;
  const names = namesOf(tables.events());
  const computed = await Promise.all(
    names.map(([kind, value]) => identityKey(secret, owner.siteId, kind, value)),
  );
  const told = [...tables.claims(), ...tables.proofs()].map(({ key }) => key);
  return {
    visitorId: owner.visitorId,
    devices: merges.devices().map(({ visitor }) => visitor),
    keys: [...new Set([...told, ...computed.filter((key) => key !== undefined)])],
    names,
    handOffs: [...tables.handOffs().map(leftHandOff), ...privacy.left],
    // What servers told before somebody came, and sales has parted since, has the address still.
    possible: merges.kin
      .all()
      .filter(({ state, reason }) => state === "possible" || (state === "apart" && reason === "told"))
      .map(({ visitor }) => visitor),
  };
}
