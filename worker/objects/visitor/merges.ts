import type { IdentityKind, MergeReason } from "../../../shared/schema/identity.ts";
import type { Objection } from "../../../shared/schema/objection.ts";
import type { Decision } from "../../../shared/schema/decision.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Environment } from "../../environment.ts";
import { kindOfKey } from "../../security/identity-key.ts";
import type { VisitorObject } from "./visitor.ts";
import type { PrivacyStorage } from "./privacy.ts";
import { isToLeave } from "./hand-off-ids.ts";
import { KinStorage, type Kin, type Link } from "./kin-storage.ts";
import type { LogRow } from "./log-rows.ts";
import type { LeftHandOff } from "./remains.ts";
import type { Owner, VisitorStorage } from "./storage.ts";

/** What a device asks the lead to decide: what to do now, after its events. */
export interface DecisionRequest {
  nowMs: number;
  event: TrackedEvent | null;
  locale: string | undefined;
}

/** What a device passes on to the lead that it counts for. */
export interface TakeRequest extends Pick<Link, "generation" | "reason" | "atMs" | "isProved" | "newId"> {
  siteId: string;
  /** The lead. */
  ownerId: string;
  device: string;
  rows: LogRow[];
  /** Hand-offs of the device: what left for it, or is to leave, does not leave again for the lead. */
  handOffs: KnownHandOff[];
  /** What the device has proved. */
  proved: IdentityKind[];
  ask: DecisionRequest | null;
  /** Absent from a device that runs an older build. */
  objection?: Objection | null;
  /** Ids of hand-offs that left for the device under the id of another lead. Absent from a device that runs an older build. */
  left?: string[];
}

/** A hand-off of a device, with the event's id on that device. */
export interface KnownHandOff {
  handOffId: string;
  eventId: string;
}

/** What a lead says of the hand-offs that it had made for a device, when that is parted. */
export interface Released {
  /** Nobody had them yet, and nobody will: the device may have triggered them by itself. */
  calledBack: KnownHandOff[];
  /** These have left, at whichever undo. */
  left: (KnownHandOff & LeftHandOff)[];
}

/** What became of it: taken; the lead counts for another one by now; or an undo came in between. */
export type TakeAnswer =
  | { kind: "taken"; decision: Decision | null; objection?: Objection | null }
  // The id that the browser has now, when the one whose former id this is has become one itself.
  | { kind: "moved"; owner: string; newId?: string }
  | { kind: "refused" };

/** How a visitor is to be merged into another. */
export interface MergeTerms {
  reason: MergeReason;
  isProved: boolean;
  newId: string | null;
}

/** Whom a visitor counts for, and whether it may be merged into another by itself. */
export interface Standing {
  /** The lead that it counts for: itself when there is no other. */
  root: string;
  hasProof: boolean;
  hasDevices: boolean;
}

/** Rows passed on in one call: a long log may not become one long message. */
const rowsAtOnce = 200;
/** How often a device follows a lead that has moved before it leaves the rest to the alarm. */
const movesFollowed = 4;

/**
 * Belonging together: this visitor's events count for another lead, or others' count for this one.
 *
 * Nobody is in charge of a merge but the device itself: it writes down for whom it counts, passes its
 * log on from where the owner has it, and tries again from its alarm until that is done. Rows are
 * known by device and number, so that passing one on twice changes nothing. Leads are one level deep:
 * when an owner is merged into another lead, its devices follow.
 */
export class Merges {
  readonly kin: KinStorage;
  readonly #env: Environment;
  readonly #tables: VisitorStorage;
  readonly #privacy: PrivacyStorage;
  readonly #arm: () => Promise<void>;
  readonly #onParted: (released: Released) => Promise<void>;

  /** @param onParted Told what its lead says, when this visitor stands for itself again; once, unless it fails. */
  constructor(
    env: Environment,
    tables: VisitorStorage,
    privacy: PrivacyStorage,
    arm: () => Promise<void>,
    onParted: (released: Released) => Promise<void>,
  ) {
    this.#env = env;
    this.#tables = tables;
    this.#privacy = privacy;
    this.#arm = arm;
    this.#onParted = onParted;
    this.kin = new KinStorage(tables);
  }

  /** Whether this visitor's events count for another lead. */
  get isDevice(): boolean {
    return this.kin.link().owner !== null;
  }

  standing(visitorId: string): Standing {
    return {
      root: this.kin.link().owner ?? visitorId,
      hasProof: this.#tables.proved().length > 0,
      hasDevices: this.kin.all("device").length > 0,
    };
  }

  /** Another visitor's object, typed by its class: what the platform makes of an event's type is no type at all. */
  stub(
    visitorId: string,
  ): Pick<
    VisitorObject,
    | "take"
    | "standing"
    | "mergeInto"
    | "part"
    | "follow"
    | "release"
    | "suggest"
    | "standsIn"
    | "lead"
    | "decide"
    | "bars"
  > {
    const { siteId } = this.#self();
    const { VISITOR } = this.#env;
    return VISITOR.get(VISITOR.idFromName(`${siteId}:${visitorId}`));
  }

  /** From now on this visitor's events count for another lead. Nothing changes when they do already. */
  async mergeInto(owner: string, terms: MergeTerms): Promise<void> {
    const link = this.kin.link();
    if (link.owner !== null || owner === this.#self().visitorId) return;
    this.kin.setLink({
      ...terms,
      owner,
      generation: link.generation + 1,
      forwardedSeq: 0,
      atMs: Date.now(),
      isHidden: false,
    });
    await this.#arm();
    await this.forward(null);
  }

  /**
   * The lead that this visitor counted for counts for another one.
   *
   * @param newId The id that its browser has now, when the one that it had is a former one as well.
   */
  async follow(from: string, to: string, isProved: boolean, newId?: string): Promise<void> {
    const link = this.kin.link();
    if (link.owner !== from) return;
    this.#relink(link, to, isProved, newId);
    await this.#arm();
    await this.forward(null);
  }

  /**
   * Passes on what the lead does not have yet.
   *
   * @returns What the lead decides, or null when this visitor stands for itself.
   */
  async forward(ask: DecisionRequest | null): Promise<Decision | null> {
    const self = this.#self();
    for (let moves = 0; moves < movesFollowed;) {
      const link = this.kin.link();
      if (link.owner === null) return null;
      const rows = this.#tables.rows(link.forwardedSeq, rowsAtOnce);
      const isLast = rows.length < rowsAtOnce;
      const { generation, reason, atMs, isProved, newId } = link;
      const answer = await this.stub(link.owner).take({
        siteId: self.siteId,
        ownerId: link.owner,
        device: self.visitorId,
        generation,
        reason,
        atMs,
        isProved,
        newId,
        rows,
        handOffs: [
          ...this.#tables
            .handOffs()
            .filter(isToLeave)
            .map(({ payload, eventId }) => ({ handOffId: payload.handOffId, eventId })),
          ...this.#privacy.left.map(({ handOffId, eventId }) => ({ handOffId, eventId })),
        ],
        proved: this.#tables.proved().map(({ key }) => kindOfKey(key)),
        ask: isLast ? ask : null,
        objection: this.#privacy.objection,
        left: this.#privacy.left.map(({ id }) => id),
      });
      const now = this.kin.link();
      // Another call, or somebody's undo, was faster.
      if (now.owner !== link.owner || now.generation !== link.generation) {
        moves += 1;
        continue;
      }
      switch (answer.kind) {
        case "taken": {
          // What one of them objected to, the person objected to.
          if (answer.objection && this.#privacy.objection === null)
            this.#privacy.write("objection", answer.objection);
          const lastSeq = rows.at(-1)?.seq ?? 0;
          if (lastSeq > now.forwardedSeq) this.kin.setLink({ forwardedSeq: lastSeq });
          if (isLast) return answer.decision;
          break;
        }
        case "moved":
          moves += 1;
          this.#relink(link, answer.owner, link.isProved, answer.newId);
          break;
        case "refused":
          this.kin.setLink({ owner: null });
          return null;
      }
    }
    throw new Error("the lead moved again and again");
  }

  /**
   * Whether this lead takes a device's rows, or where the device has to go.
   *
   * Two leads that are merged into each other at the same moment would send each other round for
   * ever: the one with the smaller id stays.
   */
  receive({ device, generation, newId, reason }: TakeRequest): TakeAnswer | null {
    const { owner, newId: ownNewId } = this.kin.link();
    const self = this.#tables.owner();
    // Erased, or never there: the device stands for itself.
    if (self === null) return { kind: "refused" };
    if (owner === device) {
      if (self.visitorId > device) return { kind: "refused" };
      this.kin.setLink({ owner: null });
    } else if (owner !== null) {
      // Should this visitor leave its owner, the id that it had before comes along.
      const isFormer = newId === self.visitorId;
      if (isFormer) this.kin.set(device, { state: "gone", newId, reason });
      return { kind: "moved", owner, ...(isFormer && ownNewId !== null && { newId: ownNewId }) };
    }
    const known = this.kin.of(device);
    return known !== undefined && generation <= known.releasedGeneration ? { kind: "refused" } : null;
  }

  /** Writes down that a device counts here. */
  welcome({ device, reason, atMs, isProved, newId, proved, left = [] }: TakeRequest): void {
    const known = this.kin.of(device);
    const isKnown =
      known?.state === "device" &&
      known.atMs === atMs &&
      known.isProved === isProved &&
      known.kinds.length === proved.length &&
      (known.left ?? []).length === left.length;
    if (isKnown) return;
    // Whatever the person has said counts for it too, also when it brings no new events.
    void this.#arm();
    this.kin.set(device, { state: "device", reason, atMs, isProved, newId, kinds: proved, left });
  }

  /** Gives a device's events back: an undo. Nothing of that merge is taken any more. */
  release(device: string, generation: number): boolean {
    const known = this.kin.of(device);
    if (known !== undefined && known.releasedGeneration >= generation) return false;
    this.kin.drop(device);
    this.kin.set(device, { state: "apart", releasedGeneration: generation, left: [] });
    return true;
  }

  /**
   * Undoes a merge from the device's side: it stands for itself, and is not merged into that lead
   * again but by hand.
   *
   * @returns False when it does not count for that lead.
   */
  async part(owner: string): Promise<boolean> {
    const link = this.kin.link();
    if (link.owner !== owner) return link.leaving?.owner === owner;
    this.kin.set(owner, { state: "apart" });
    this.kin.setLink({ owner: null, leaving: { owner, generation: link.generation } });
    await this.#arm();
    return true;
  }

  /** Whether something is still to be told to others. */
  get isUnsettled(): boolean {
    const link = this.kin.link();
    if (link.leaving !== null) return true;
    if (link.owner === null) return false;
    const hasMore = this.#tables.rows(link.forwardedSeq, 1).length > 0;
    return hasMore || !link.isHidden || this.kin.all("device").length > 0;
  }

  /** Brings what is unfinished to its end; throws when a neighbour fails, and can be repeated. */
  async settle(): Promise<void> {
    const { leaving } = this.kin.link();
    const { siteId, visitorId } = this.#self();
    if (leaving !== null) {
      await this.leave();
      // Ids that this browser had before came along into the merge, and come along out of it.
      for (const former of this.kin.all("gone").filter(({ newId }) => newId === visitorId)) {
        const stub = this.stub(former.visitor);
        await stub.part(leaving.owner);
        const { reason } = former;
        await stub.mergeInto({ siteId, visitorId: former.visitor }, visitorId, {
          reason,
          isProved: false,
          newId: visitorId,
        });
      }
      this.kin.setLink({ leaving: null });
    }
    const link = this.kin.link();
    if (link.owner === null) return;
    for (const device of this.kin.all("device")) {
      // The owner itself was a device here a moment ago; see `receive`.
      if (device.visitor !== link.owner) {
        const newId = device.newId === visitorId ? link.newId : null;
        await this.stub(device.visitor).follow(
          visitorId,
          link.owner,
          device.isProved && link.isProved,
          newId ?? undefined,
        );
      }
      this.kin.drop(device.visitor);
      this.kin.set(device.visitor, { state: "gone" });
    }
    await this.forward(null);
    if (!this.kin.link().isHidden && this.isDevice) {
      await this.#env.SITE.get(this.#env.SITE.idFromName(siteId)).hide(visitorId);
      this.kin.setLink({ isHidden: true });
    }
  }

  /** Has the lead that this visitor was parted from give the copies up, if that has still to be; throws when it fails. */
  async leave(): Promise<void> {
    const parted = this.kin.link().leaving;
    if (parted === null || parted.isReleased === true) return;
    const { owner, generation } = parted;
    const released = await this.stub(owner).release(this.#self().visitorId, generation);
    // A lead that runs an older build says only what it has called back.
    await this.#onParted(Array.isArray(released) ? { calledBack: released, left: [] } : released);
    const { leaving } = this.kin.link();
    // Parted again meanwhile, it has more to hear.
    if (leaving?.generation === generation) this.kin.setLink({ leaving: { ...leaving, isReleased: true } });
  }

  /** Devices that count here. */
  devices(): Kin[] {
    return this.kin.all("device");
  }

  #relink(link: Link, owner: string, isProved: boolean, newId = link.newId): void {
    // Sent back to itself: it is the lead.
    if (owner === this.#self().visitorId) {
      this.kin.setLink({ owner: null, generation: link.generation + 1 });
      return;
    }
    this.kin.setLink({ owner, isProved, newId, generation: link.generation + 1, forwardedSeq: 0 });
  }

  #self(): Owner {
    const self = this.#tables.owner();
    if (self === null) throw new Error("a visitor without events has nothing to merge");
    return self;
  }
}
