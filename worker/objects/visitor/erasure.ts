import { dayMs } from "../../../shared/core/index.ts";
import type { Environment } from "../../environment.ts";
import { log } from "../../log.ts";
import { erasePerson, type ErasureReason } from "../../privacy/erase-person.ts";
import { requireSite } from "../../snapshots.ts";
import type { FoldedLog } from "./folded-log.ts";
import type { Merges } from "./merges.ts";
import type { PrivacyStorage } from "./privacy.ts";
import type { VisitorStorage } from "./storage.ts";

/** How long an erasure may take before the lead itself finishes it. Milliseconds. */
const finishMs = 30_000;

/** How a visitor ends: because somebody asks for it, or because the time is over for which the site keeps people. */
export class Erasure {
  readonly #ctx: DurableObjectState;
  readonly #env: Environment;
  readonly #tables: VisitorStorage;
  readonly #merges: Merges;
  readonly #privacy: PrivacyStorage;
  readonly #folded: FoldedLog;

  constructor(
    ctx: DurableObjectState,
    env: Environment,
    tables: VisitorStorage,
    merges: Merges,
    privacy: PrivacyStorage,
    folded: FoldedLog,
  ) {
    this.#ctx = ctx;
    this.#env = env;
    this.#tables = tables;
    this.#merges = merges;
    this.#privacy = privacy;
    this.#folded = folded;
  }

  /**
   * From now on nothing is taken, shown or sent under this id.
   *
   * @param owner The lead that this visitor is to count for; one that has moved stays as it is.
   * @returns false when nothing is kept of this visitor, or it counts for another lead.
   */
  async begin(owner: string | null, reason: ErasureReason): Promise<boolean> {
    if (this.#tables.owner() === null || this.#merges.kin.link().owner !== owner) return false;
    this.#privacy.write("tombstone", { untilMs: 0, isErased: false, reason });
    this.#folded.forget();
    // The lead itself finishes what was cut.
    if (owner === null) await this.#ctx.storage.setAlarm(Date.now() + finishMs);
    return true;
  }

  /** Goes through with an erasure that has begun. Never throws: the alarm tries again. */
  async finish(reason: ErasureReason | null): Promise<void> {
    const owner = this.#tables.owner();
    if (owner === null || reason === null || this.#merges.isDevice) return;
    try {
      await erasePerson(this.#env, owner.siteId, owner.visitorId, reason);
    } catch (error) {
      log("erasure_failed", { siteId: owner.siteId, error });
      await this.#ctx.storage.setAlarm(Date.now() + finishMs);
    }
  }

  /** When something of this lead was kept last, its devices included; null when nothing is. */
  lastAtMs(): number | null {
    const times = [
      ...this.#folded.events().map(({ atMs }) => atMs),
      ...this.#tables.rejected().map(({ receivedAtMs }) => receivedAtMs),
    ];
    return times.length === 0 ? null : times.reduce((last, atMs) => Math.max(last, atMs));
  }

  /** When a visitor is over who has no line in the lead book, so that no sweep finds them: bots, and those of whom everything was refused. */
  async endMs(): Promise<number | null> {
    const owner = this.#tables.owner();
    if (owner === null || this.#merges.isDevice) return null;
    const { site, model } = await requireSite(this.#env, owner.siteId);
    const isInBook = this.#folded.under(model).state.lastEventName !== null;
    if (site.retentionDays === undefined || isInBook) return null;
    const lastMs = this.lastAtMs();
    return lastMs === null ? null : lastMs + site.retentionDays * dayMs;
  }

  /** Whether the time was over for which the visitor is kept; they are erased then. */
  async isDue(): Promise<boolean> {
    const endMs = await this.endMs().catch(() => null);
    if (endMs === null || endMs >= Date.now()) return false;
    await this.begin(null, { why: "retention" });
    await this.finish({ why: "retention" });
    return true;
  }
}
