import { isVoid } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { normaliseIdentity, type IdentityKind } from "../../worker/security/identity-key.ts";

/**
 * Finds whose an event is, as the edge does: a browser's device id names its visitor; a server's
 * e-mail address, user id or phone number leads to the visitor who first gave it.
 *
 * Remembers who gave which identity, so its memory grows with the people who said who they are, not
 * with events or visitors.
 */
export class Owners {
  readonly #byIdentity = new Map<string, string>();

  /** @returns The visitor, or undefined when the event names nobody. */
  ownerOf(event: TrackedEvent, anonymousId: unknown): string | undefined {
    const device = normaliseIdentity("user_id", anonymousId)?.toWellFormed();
    const identities = identitiesOf(event);
    const [first] = identities;
    const isServer = event.source === "server" || device === undefined;
    const owner = isServer && first !== undefined ? (this.#byIdentity.get(first) ?? device ?? first) : device;
    if (owner === undefined) return undefined;
    const tellsWho = event.traits !== undefined || event.userId !== undefined;
    if ((tellsWho && !isVoid(event)) || isServer) {
      for (const identity of identities) {
        if (!this.#byIdentity.has(identity)) this.#byIdentity.set(identity, owner);
      }
    }
    return owner;
  }

  /** The visitor whom an e-mail address, user id or phone number leads to. */
  find(text: string): string | undefined {
    for (const kind of ["email", "user_id", "phone"] as const) {
      const value = normaliseIdentity(kind, text);
      const owner = value === undefined ? undefined : this.#byIdentity.get(`${kind}:${value}`);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }
}

function identitiesOf(event: TrackedEvent): string[] {
  const told: [IdentityKind, unknown][] = [
    ["email", event.traits?.["email"] ?? event.properties["email"]],
    ["user_id", event.userId],
    ["phone", event.traits?.["phone"]],
  ];
  const identities: string[] = [];
  for (const [kind, value] of told) {
    const normal = normaliseIdentity(kind, value);
    if (normal !== undefined) identities.push(`${kind}:${normal.toWellFormed()}`);
  }
  return identities;
}
