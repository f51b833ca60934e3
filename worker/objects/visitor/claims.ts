import type { MergeReason } from "../../../shared/schema/identity.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { log } from "../../log.ts";
import type { Environment } from "../../environment.ts";
import { kindOfKey } from "../../security/identity-key.ts";
import type { Merges } from "./merges.ts";
import type { Owner, Proof, VisitorStorage } from "./storage.ts";

/** Takes another visitor's events into this one's log; those that are known change nothing. */
type Adopt = (events: TrackedEvent[]) => Promise<void>;

/**
 * What a visitor says of who they are, on its way to the identities: claims, which bind what is
 * nobody's and nothing else, and proofs, which make visitors one. Each step can be repeated.
 */
export class Claims {
  readonly #env: Environment;
  readonly #tables: VisitorStorage;
  readonly #merges: Merges;
  readonly #adopt: Adopt;

  constructor(env: Environment, tables: VisitorStorage, merges: Merges, adopt: Adopt) {
    this.#env = env;
    this.#tables = tables;
    this.#merges = merges;
    this.#adopt = adopt;
  }

  /** Whether something is still to be claimed, proved or told. */
  get isUnsettled(): boolean {
    return (
      this.#tables.claims().some(({ state }) => state !== "done") ||
      this.#tables.proofs().some(({ state }) => state === "open")
    );
  }

  /** Makes the claims and proofs that are still open. Never throws: the alarm tries again. */
  async make(): Promise<void> {
    const self = this.#tables.owner();
    if (self === null) return;
    for (const proof of this.#tables.proofs()) {
      if (proof.state === "open") await this.#guarded("proof_failed", () => this.#prove(self, proof));
    }
    for (const { key, state } of this.#tables.claims()) {
      if (state === "open") await this.#guarded("claim_failed", () => this.#claim(self, key));
    }
  }

  /**
   * Tells sales where two leads have told the same identity. Not while somebody waits for an answer:
   * how long that takes must not say whether an address is known.
   */
  async tellDoubles(): Promise<void> {
    const self = this.#tables.owner();
    if (self === null) return;
    for (const { key, state } of this.#tables.claims()) {
      if (state !== "others") continue;
      const { visitorId } = await this.#identity(key).claim(self.visitorId);
      await this.#suggest(self, visitorId, key);
      this.#tables.setClaim(key, "done");
    }
  }

  async #claim(self: Owner, key: string): Promise<void> {
    const identity = this.#identity(key);
    const { visitorId, standIn, recalled = [] } = await identity.claim(self.visitorId);
    if (visitorId !== self.visitorId) {
      this.#tables.setClaim(key, "others");
      return;
    }
    if (standIn !== null) {
      if (!(await this.#standsIn(standIn, key))) {
        // Anybody can say an address: it stays theirs who had it.
        await identity.giveBack(standIn);
        this.#tables.setClaim(key, "others");
        return;
      }
      await this.#takeOver(self, standIn, key);
      await identity.settle();
    }
    await this.#adopt(eventsOf(recalled));
    this.#tables.setClaim(key, "done");
  }

  async #prove(self: Owner, { key, by, former }: Proof): Promise<void> {
    const identity = this.#identity(key);
    const answer = await identity.claim(self.visitorId, by);
    const isOwner = answer.visitorId === self.visitorId;
    if (!answer.isSpent && !isOwner) await this.#join(self, answer.visitorId, by.by);
    // After the join, so that it goes to the lead at once. With or without a proof it is this browser.
    if (former !== null) {
      await this.#merges.stub(former).mergeInto({ ...self, visitorId: former }, self.visitorId, {
        reason: by.by,
        isProved: false,
        newId: self.visitorId,
      });
    }
    if (!answer.isSpent && isOwner) {
      await this.#adopt(eventsOf(answer.recalled ?? []));
      if (answer.standIn !== null) {
        if (await this.#standsIn(answer.standIn, key)) await this.#takeOver(self, answer.standIn, key);
        else await this.#absorb(self, answer.standIn, key, by.by);
      }
      if (answer.displaced !== null) await this.#absorb(self, answer.displaced, key, by.by);
      await identity.settle();
    }
    this.#tables.finishProof(key, answer.isSpent);
  }

  /** Both have proved the same identity: this visitor's lead becomes the owner's. */
  async #join(self: Owner, ownerId: string, reason: MergeReason): Promise<void> {
    const { root } = await this.#merges.stub(ownerId).standing(ownerId);
    const mine = this.#merges.standing(self.visitorId);
    if (root === mine.root || this.#isApart(root) || this.#isApart(ownerId)) return;
    if (mine.root === self.visitorId) {
      await this.#merges.mergeInto(root, { reason, isProved: true, newId: null });
      return;
    }
    const lead = this.#merges.stub(mine.root);
    const { hasProof } = await lead.standing(mine.root);
    await lead.mergeInto({ ...self, visitorId: mine.root }, root, {
      reason,
      isProved: hasProof,
      newId: null,
    });
  }

  /**
   * Another visitor had told this identity and never proved it; this one has. They are one person,
   * unless that one has proved to be somebody: then a person decides.
   */
  async #absorb(self: Owner, displaced: string, key: string, reason: MergeReason): Promise<void> {
    const { root } = await this.#merges.stub(displaced).standing(displaced);
    const mine = this.#merges.standing(self.visitorId).root;
    if (root === mine) return;
    const lead = this.#merges.stub(root);
    const { hasProof } = await lead.standing(root);
    if (hasProof || this.#isApart(root)) await this.#suggest(self, root, key);
    else await lead.mergeInto({ ...self, visitorId: root }, mine, { reason, isProved: false, newId: null });
  }

  /** Whether a visitor is nobody's browser: earlier releases had the visitors of browsers stand in for an address, too. */
  async #standsIn(standIn: string, key: string): Promise<boolean> {
    return this.#merges.stub(standIn).standsIn(standIn, key);
  }

  /**
   * What servers said of this person before they came counts for them from now on: the stand-in becomes
   * an id that they had before. So it passes on by itself what comes late, what left for it is known,
   * and an erasure finds it.
   */
  async #takeOver(self: Owner, standIn: string, key: string): Promise<void> {
    if (standIn === self.visitorId) return;
    const stub = this.#merges.stub(standIn);
    const { root, hasDevices } = await stub.standing(standIn);
    if (root !== standIn || hasDevices || this.#isApart(standIn)) {
      // Somebody at sales has merged it with a lead already, or parted it from this one.
      await this.#suggest(self, root, key);
      return;
    }
    await stub.mergeInto({ ...self, visitorId: standIn }, self.visitorId, {
      reason: "told",
      isProved: false,
      newId: self.visitorId,
    });
  }

  /** Shows two leads to sales as possibly the same person. */
  async #suggest(self: Owner, other: string, key: string): Promise<void> {
    const mine = this.#merges.standing(self.visitorId).root;
    const { root: theirs } = await this.#merges.stub(other).standing(other);
    if (mine === theirs) return;
    const kind = kindOfKey(key);
    if (mine === self.visitorId) this.#merges.kin.setPossible(theirs, kind);
    else await this.#merges.stub(mine).suggest(theirs, kind);
    await this.#merges.stub(theirs).suggest(mine, kind);
  }

  #isApart(visitorId: string): boolean {
    return this.#merges.kin.of(visitorId)?.state === "apart";
  }

  #identity(key: string) {
    return this.#env.IDENTITY.get(this.#env.IDENTITY.idFromName(key));
  }

  async #guarded(code: string, step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      log(code, { error });
    }
  }
}

function eventsOf(recalled: readonly string[]): TrackedEvent[] {
  return recalled.map((body) => JSON.parse(body) as TrackedEvent);
}
