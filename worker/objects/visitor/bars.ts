import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Environment } from "../../environment.ts";
import type { Kin } from "./kin-storage.ts";
import type { PrivacyStorage } from "./privacy.ts";
import type { VisitorStorage } from "./storage.ts";

/**
 * Why a visitor's hand-offs may not leave: they withdrew their consent, they objected to being
 * scored; or may not leave to destinations that count as sharing: their browser said so (Global
 * Privacy Control, https://www.w3.org/TR/gpc/).
 */
export interface Bar {
  why: "consent" | "objection" | "share";
  sinceMs: number;
}

/** When a browser of this visitor said first that their data may not be sold or shared; null when none did. It holds until the person is erased. */
export function optedOutAtMs(events: readonly TrackedEvent[], known: number | null = null): number | null {
  return known ?? events.find(({ visit }) => visit?.gpc === true)?.atMs ?? null;
}

/** When the visitor said their last no; 0 without one. */
export function deniedAtMs(events: readonly TrackedEvent[]): number {
  return Math.max(
    0,
    ...events
      .filter(({ name, properties }) => name === "consent_updated" && properties["consent"] === "denied")
      .map(({ atMs }) => atMs),
  );
}

/** A no that the destinations have heeded: since when it stands, and the devices that counted here then, each with the time that it joined. */
export interface Enforced {
  sinceMs: number;
  /** Also the ids of their hand-offs under the ids of other leads. */
  joined: string[];
}

/** Whether the destinations know all of this. The first releases wrote down the time only. */
function isEnforced(known: Enforced | number | undefined, { sinceMs, joined }: Enforced): boolean {
  if (typeof known !== "object" || known.sinceMs !== sinceMs) return false;
  return joined.every((device) => known.joined.includes(device));
}

/** Keeps hand-offs from leaving, and calls back those that wait at the destinations. */
export class Bars {
  readonly #env: Environment;
  readonly #tables: VisitorStorage;
  readonly #privacy: PrivacyStorage;
  readonly #read: () => Promise<Bar[]>;

  /** @param read What stands in the way now. */
  constructor(env: Environment, tables: VisitorStorage, privacy: PrivacyStorage, read: () => Promise<Bar[]>) {
    this.#env = env;
    this.#tables = tables;
    this.#privacy = privacy;
    this.#read = read;
  }

  /** Whether nothing of this visitor is to leave at all, not even its line in the lead book: it is erased, or about to be. */
  get isClosed(): boolean {
    return this.#privacy.tombstone !== null;
  }

  /**
   * Tells the destinations what they have to give up, each thing once; throws when that fails, and can be repeated.
   *
   * A device that joins after the no is told of as well, and so is one that has left and joins again.
   *
   * What left under the id of a lead that one of them was parted from since is the person's, too.
   *
   * @param devices Devices whose hand-offs are the same person's.
   */
  async enforce(
    devices: readonly Pick<Kin, "visitor" | "atMs" | "left">[],
  ): Promise<{ isBarred: boolean; isOptedOut: boolean }> {
    const bars = await this.#read();
    const owner = this.#tables.owner();
    const left = [
      ...this.#privacy.left.map(({ id }) => id),
      ...devices.flatMap((device) => device.left ?? []),
    ];
    const joined = [...devices.map(({ visitor, atMs }) => `${visitor} ${atMs}`), ...left];
    for (const { why, sinceMs } of bars) {
      const { cancelled } = this.#privacy;
      if (owner === null || isEnforced(cancelled[why], { sinceMs, joined })) continue;
      const site = this.#env.SITE.get(this.#env.SITE.idFromName(owner.siteId));
      await site.withdraw([owner.visitorId, ...devices.map(({ visitor }) => visitor)], why);
      if (left.length > 0) await site.withdrawHandOffs(left, why);
      this.#privacy.write("cancelled", { ...this.#privacy.cancelled, [why]: { sinceMs, joined } });
    }
    return {
      isBarred: bars.some(({ why }) => why !== "share"),
      isOptedOut: bars.some(({ why }) => why === "share"),
    };
  }
}
