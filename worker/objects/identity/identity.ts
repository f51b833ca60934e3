import { DurableObject } from "cloudflare:workers";
import type { Environment } from "../../environment.ts";

/** Who an identity belongs to. */
export interface Owner {
  visitorId: string;
  /** A stand-in whose events the owner has still to take over, or null. */
  standIn: string | null;
}

interface Stored extends Owner {
  /** Nobody was there yet when a server spoke of the identity: the visitor only stands in. */
  isStandIn: boolean;
}

/**
 * Knows which visitor an e-mail address, phone number or user id belongs to. One object per site and
 * hashed value; its name is the hash, so nothing personal is stored here.
 *
 * The first claim binds. What a server said before anybody came is kept for a stand-in, and goes
 * over to the first visitor who comes.
 */
export class IdentityObject extends DurableObject<Environment> {
  /** The visitor this belongs to; `visitorId` when it was nobody's. Claiming again changes nothing. */
  async claim(visitorId: string): Promise<Owner> {
    const stored = this.#stored();
    if (stored !== undefined && !stored.isStandIn) return stored;
    const standIn = stored !== undefined && stored.visitorId !== visitorId ? stored.visitorId : null;
    return this.#store({ visitorId, standIn, isStandIn: false });
  }

  /** The visitor this belongs to; a stand-in when it was nobody's. */
  async find(standIn: string): Promise<Owner> {
    return this.#stored() ?? this.#store({ visitorId: standIn, standIn: null, isStandIn: true });
  }

  /** The visitor this belongs to, or null. Asking leaves nothing behind. */
  async peek(): Promise<{ visitorId: string; isStandIn: boolean } | null> {
    const stored = this.#stored();
    return stored === undefined ? null : { visitorId: stored.visitorId, isStandIn: stored.isStandIn };
  }

  /** The owner has taken over what the stand-in kept. */
  async settle(): Promise<void> {
    const stored = this.#stored();
    if (stored !== undefined) this.#store({ ...stored, standIn: null });
  }

  #stored(): Stored | undefined {
    return this.ctx.storage.kv.get<Stored>("owner");
  }

  #store(owner: Stored): Stored {
    this.ctx.storage.kv.put("owner", owner);
    return owner;
  }
}
