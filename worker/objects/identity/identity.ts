import { DurableObject } from "cloudflare:workers";
import { limits } from "../../../shared/limits.ts";
import type { Environment } from "../../environment.ts";

/** Who an identity belongs to. */
export interface Owner {
  visitorId: string;
  /** A stand-in whose events the owner has still to take over, or null. */
  standIn: string | null;
  /** A visitor who had claimed it without proof, and lost it to the owner's proof; null when that is settled. */
  displaced: string | null;
  /** Whether the owner has proved that it is theirs. */
  isProved: boolean;
}

/** What makes a claim more than a word. */
export type ClaimProof = { by: "token" } | { by: "link"; link: string };

/** What came of a claim; `spent` when too many devices have opened the link for it to prove anything. */
export type ClaimAnswer = Owner & Recalled & { isSpent: boolean };

/** What this memory still has of the time before anybody was known; only of who is known from now on. */
export interface Recalled {
  /** Events as JSON: only text of anything travels between objects. */
  recalled?: string[];
}

/** The person of this identity was erased: what others say of them is dropped until they come back themselves. */
export interface Erased {
  isErased: true;
}

export interface Stored extends Owner {
  /** Nobody was there yet when a server spoke of the identity: the visitor only stands in. */
  isStandIn: boolean;
}

/** Devices that have opened a link, by the link's id. */
type LinkDevices = Record<string, string[]>;

/** Links of one address that are counted at once, the newest. */
const linksCounted = 50;

/** Events that are remembered of somebody who is not known, the latest, and how long one may be as JSON. */
const remembered = { events: 10, characters: 8_192 } as const;

/**
 * Knows which visitor an e-mail address, phone number or user id belongs to. One object per site and
 * hashed value; its name is the hash, so nothing personal is stored here.
 *
 * The first claim binds. What a server said before anybody came is kept by a stand-in, and counts
 * for the first visitor who comes. A claim with proof takes the identity from one without.
 */
export class IdentityObject extends DurableObject<Environment> {
  /** What was told in passing, see `mention`. Never written down. */
  #mentioned: string[] = [];

  /**
   * The visitor this belongs to; `visitorId` when it was nobody's, or when they prove it and the
   * owner never did. Claiming again changes nothing.
   */
  async claim(visitorId: string, proof?: ClaimProof): Promise<ClaimAnswer> {
    const stored = this.#stored();
    if (proof?.by === "link" && !this.#opens(proof.link, visitorId)) {
      const nobody = { visitorId, standIn: null, displaced: null, isProved: false, isStandIn: false };
      return { ...(stored ?? nobody), isSpent: true };
    }
    const isProof = proof !== undefined;
    if (stored === undefined)
      return this.#bind({ visitorId, standIn: null, displaced: null, isProved: isProof });
    if (stored.isStandIn) {
      const standIn = stored.visitorId === visitorId ? null : stored.visitorId;
      return this.#bind({ visitorId, standIn, displaced: null, isProved: isProof });
    }
    if (!isProof || stored.isProved) return { ...stored, isSpent: false };
    const displaced = stored.visitorId === visitorId ? stored.displaced : stored.visitorId;
    return this.#bind({ visitorId, standIn: stored.standIn, displaced, isProved: true });
  }

  /**
   * The visitor this belongs to; `visitorId` when it was nobody's. Nobody stands in for who was erased.
   *
   * @param isStandIn Whether that visitor is nobody's browser, and what is told of them goes over to the
   *   first who comes. Anybody can say an address: who is somebody keeps what is theirs.
   */
  async find(visitorId: string, isStandIn: boolean): Promise<(Stored & Recalled) | Erased> {
    const stored = this.#stored();
    if (stored !== undefined) return stored;
    if (this.#erasedUntilMs() > Date.now()) return { isErased: true };
    const stranger = { visitorId, standIn: null, displaced: null, isProved: false };
    return { ...this.#store({ ...stranger, isStandIn }), ...this.#recall() };
  }

  /**
   * The visitor this belongs to, or null: then nothing is written, and nobody is known by what is told.
   * This memory keeps it as long as it lasts, some seconds: a scanner that follows a link right after
   * the message was delivered is known by the time between the two.
   *
   * @param events What is told of them, each as JSON.
   */
  async mention(events: readonly string[]): Promise<string | null> {
    const stored = this.#stored();
    if (stored !== undefined) return stored.visitorId;
    if (this.#erasedUntilMs() > Date.now()) return null;
    const short = events.filter(({ length }) => length <= remembered.characters);
    this.#mentioned = [...this.#mentioned, ...short].slice(-remembered.events);
    return null;
  }

  /** The visitor this belongs to, or null. Asking leaves nothing behind. */
  async peek(): Promise<{ visitorId: string; isStandIn: boolean } | null> {
    const stored = this.#stored();
    return stored === undefined ? null : { visitorId: stored.visitorId, isStandIn: stored.isStandIn };
  }

  /** The owner has taken over what the stand-in kept, and is one with, or apart from, the visitor displaced. */
  async settle(): Promise<void> {
    const stored = this.#stored();
    if (stored !== undefined) this.#store({ ...stored, standIn: null, displaced: null });
  }

  /** Gives this back to a visitor who was taken for a stand-in and is somebody, unless the claimant has proved it. */
  async giveBack(visitorId: string): Promise<void> {
    const stored = this.#stored();
    if (stored?.standIn !== visitorId || stored.isProved) return;
    this.#store({ visitorId, standIn: null, displaced: null, isProved: false, isStandIn: false });
  }

  /** Whether the person of this identity was erased, and has not come back. */
  async isErased(): Promise<boolean> {
    return this.#stored() === undefined && this.#erasedUntilMs() > Date.now();
  }

  /**
   * Forgets whose this is, if it is one of these visitors'.
   *
   * @param untilMs Until when it is to be known, under the hash, that there was somebody; null leaves nothing.
   * @returns Whether it was theirs.
   */
  async erase(visitorIds: readonly string[], untilMs: number | null): Promise<boolean> {
    this.#mentioned = [];
    const stored = this.#stored();
    if (stored === undefined || !visitorIds.includes(stored.visitorId)) {
      const isDisplaced = visitorIds.includes(stored?.displaced ?? "");
      if (stored !== undefined && isDisplaced) this.#store({ ...stored, displaced: null });
      return false;
    }
    await this.ctx.storage.deleteAll();
    if (untilMs === null) return true;
    this.ctx.storage.kv.put("erased", untilMs);
    await this.ctx.storage.setAlarm(untilMs);
    return true;
  }

  /** The time of the tombstone is over. */
  override async alarm(): Promise<void> {
    if (this.#stored() === undefined && this.#erasedUntilMs() <= Date.now())
      await this.ctx.storage.deleteAll();
  }

  /** What is stored here, for whom it is about. */
  async describe(): Promise<Owner | null> {
    return this.#stored() ?? null;
  }

  #erasedUntilMs(): number {
    return this.ctx.storage.kv.get<number>("erased") ?? 0;
  }

  #bind(owner: Owner): ClaimAnswer {
    return { ...this.#store({ ...owner, isStandIn: false }), ...this.#recall(), isSpent: false };
  }

  #recall(): Recalled {
    const recalled = this.#mentioned;
    this.#mentioned = [];
    return recalled.length === 0 ? {} : { recalled };
  }

  /** Counts a device that opened a link; false when too many others did before. */
  #opens(link: string, visitorId: string): boolean {
    const links = this.ctx.storage.kv.get<LinkDevices>("links") ?? {};
    const devices = links[link] ?? [];
    if (devices.includes(visitorId)) return true;
    if (devices.length >= limits.linkDevices) return false;
    const others = Object.entries(links).filter(([id]) => id !== link);
    const counted = [...others, [link, [...devices, visitorId]] as const].slice(-linksCounted);
    this.ctx.storage.kv.put("links", Object.fromEntries(counted));
    return true;
  }

  #stored(): Stored | undefined {
    const stored = this.ctx.storage.kv.get<Stored>("owner");
    // What was stored before there were proofs has neither of them.
    return stored === undefined
      ? undefined
      : { ...stored, displaced: stored.displaced ?? null, isProved: stored.isProved ?? false };
  }

  #store(owner: Stored): Stored {
    this.ctx.storage.kv.put("owner", owner);
    return owner;
  }
}
