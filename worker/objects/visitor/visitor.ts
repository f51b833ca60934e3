import { DurableObject } from "cloudflare:workers";
import {
  canonicalOrder,
  decide,
  foldLog,
  type CompiledModel,
  type VisitorState,
} from "../../../shared/core/index.ts";
import type { VisitorDebug } from "../../../shared/schema/debug.ts";
import type { Decision } from "../../../shared/schema/decision.ts";
import type { IdentityKind } from "../../../shared/schema/identity.ts";
import type { TrackedEvent, VisitContext } from "../../../shared/schema/event.ts";
import type { Objection } from "../../../shared/schema/objection.ts";
import type { Lead, LeadSummary, RejectedEvent } from "../../../shared/schema/visitor.ts";
import type { ErasureReason } from "../../privacy/erase-person.ts";
import { isLocal, secretOf, type Environment } from "../../environment.ts";
import { decideInPassing } from "../../ingest/passing.ts";
import { log } from "../../log.ts";
import { kindOfKey, standInFor } from "../../security/identity-key.ts";
import { requireSite } from "../../snapshots.ts";
import { answerOf } from "../answer-of.ts";
import { withoutEchoes } from "./echoes.ts";
import { Erasure } from "./erasure.ts";
import { FoldedLog } from "./folded-log.ts";
import { decideAhead, type DecideRequest } from "./decide-ahead.ts";
import { handOffKey, sayingNothing } from "./hand-off-payload.ts";
import { leadOf, peopleOf, summaryOf } from "./lead.ts";
import { nextChangeOf } from "./next-change.ts";
import { Outbox } from "./outbox.ts";
import { Pace } from "./pace.ts";
import { Bars, deniedAtMs, type Bar } from "./bars.ts";
import { Claims } from "./claims.ts";
import { namedApart, namePrefix } from "./kin-storage.ts";
import { keyOfHandOff, stillToLeave } from "./hand-off-ids.ts";
import {
  Merges,
  type DecisionRequest,
  type MergeTerms,
  type Released,
  type Standing,
  type TakeAnswer,
  type TakeRequest,
} from "./merges.ts";
import { PrivacyStorage } from "./privacy.ts";
import { planFor, type OfferedProof, type ProofPlan } from "./proof-plan.ts";
import { eventsOfRow } from "./log-rows.ts";
import { VisitorStorage, type Owner, type Proof, type StoredHandOff } from "./storage.ts";
import { leftHandOff, remainsOf, type Dossier, type Remains } from "./remains.ts";
import { withheldPromotions } from "./withheld-promotions.ts";

/** How many merges a look at a lead follows. */
const hopsAtMost = 4;

/** A batch for one visitor, checked and in canonical form. */
export interface IngestRequest {
  siteId: string;
  visitorId: string;
  receivedAtMs: number;
  locale: string | undefined;
  visit: VisitContext | undefined;
  events: TrackedEvent[];
  rejected: RejectedEvent[];
  /** Identity keys that the events give this visitor. */
  claims: string[];
  /** Identities that this visitor has proved with this request. Workers of the first release, which are about while a new build spreads, do not say. */
  proofs?: Proof[];
  /** Requests that are taken in ten seconds; undefined when they are not counted. */
  pace?: number | undefined;
  /** Nobody looks at the site's live list: a page view may be told to it later, together with the next ones. */
  isUnwatched?: boolean;
  /** The page says that the visitor has said yes. */
  isAgreed?: boolean;
}

export interface IngestResult {
  accepted: number;
  duplicates: number;
  decision: Decision;
  /** The browser has another id by now; this answer comes late and may not tell it the old one. */
  isFormerId: boolean;
  /** Who had this id was erased: nothing was kept, and the browser may begin anew. */
  isErased?: boolean;
}

/** Too many requests: nothing was taken. */
export interface TooManyRequests {
  waitMs: number;
}

/**
 * One visitor of one site: the event log and what follows from it. Load, fold, save, emit, reply.
 *
 * One transaction a batch holds everything that the batch changes, and the answer leaves after it.
 * The state is folded from the log again when the object wakes, so there is nothing beside the log
 * that could disagree with it.
 */
export class VisitorObject extends DurableObject<Environment> {
  readonly #tables: VisitorStorage;
  readonly #merges: Merges;
  readonly #folded: FoldedLog;
  readonly #claims: Claims;
  readonly #outbox: Outbox;
  readonly #pace = new Pace();
  readonly #privacy: PrivacyStorage;
  readonly #bars: Bars;
  readonly #erasure: Erasure;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    this.#tables = new VisitorStorage(ctx.storage, ctx.id.name ?? "");
    this.#privacy = new PrivacyStorage(this.#tables);
    this.#bars = new Bars(env, this.#tables, this.#privacy, () =>
      // The lead is asked only when something would leave: it looks after what has left already.
      this.#merges.isDevice && this.#tables.handOffs("pending").length > 0 ? this.bars() : this.#ownBars(),
    );
    this.#merges = new Merges(
      env,
      this.#tables,
      this.#privacy,
      () => this.#outbox.arm(),
      (released) => this.#takeBack(released),
    );
    this.#folded = new FoldedLog(this.#tables, this.#merges, this.#privacy);
    this.#erasure = new Erasure(ctx, env, this.#tables, this.#merges, this.#privacy, this.#folded);
    this.#claims = new Claims(env, this.#tables, this.#merges, (events) => this.#adopt(events));
    this.#outbox = new Outbox(
      ctx,
      env,
      this.#tables,
      () => this.#summary(),
      this.#claims,
      this.#merges,
      this.#bars,
      (sinceMs) => this.#nextChange(sinceMs),
    );
  }

  /** Takes a batch: each message once, in one transaction, and decides what to do now. */
  async ingest(request: IngestRequest): Promise<IngestResult | TooManyRequests> {
    const waitMs = request.pace === undefined ? 0 : this.#pace.take(request.pace, request.receivedAtMs);
    if (waitMs > 0) return { waitMs };
    const site = await requireSite(this.env, request.siteId);
    const { tombstone } = this.#privacy;
    if (tombstone !== null) return { ...inPassing(request, site.model), isErased: tombstone.isErased };
    if (request.events.some(({ source }) => source === "browser")) await this.#standUp();
    // From here to the write nothing awaits: no other batch can come between.
    const memory = this.#folded.under(site.model);
    if (isAgainstTheirNo(request, memory.state)) return inPassing(request, site.model);
    const fresh = withoutEchoes(this.#folded.unseen(request.events, memory), () => this.#folded.events());
    const folded = this.#folded.fold(fresh, memory);
    const handOffs = this.#folded.newHandOffs(folded, fresh, memory, site, request.visitorId);
    const { proofs = [] } = request;
    if (fresh.length > 0 || request.rejected.length > 0 || proofs.length > 0) {
      this.#tables.write({ ...request, proofs, events: fresh, handOffs });
    }
    this.#folded.remember(fresh, folded, memory);
    memory.country = request.visit?.geo?.country ?? memory.country;

    // Claims may bring in what a server said of this person before; the decision is to know it.
    const isNaming = proofs.length > 0 || (fresh.length > 0 && request.claims.length > 0);
    if (isNaming) {
      await this.#outbox.arm();
      await this.#claims.make();
    }
    // Of somebody without a single event nobody would ever look again.
    if (request.rejected.length > 0 && memory.state.last === null) await this.#outbox.arm();
    const event = canonicalOrder(fresh).at(-1) ?? null;
    // What was brought in may have been an objection, too.
    const { state, model } = isNaming ? this.#folded.under(site.model) : memory;
    const ask = { nowMs: request.receivedAtMs, event, locale: request.locale };
    const decision =
      (await this.#leadDecides(ask)) ?? decide(state, model, { ...ask, visitorId: request.visitorId });
    if (event !== null) await this.#adopt(withheldPromotions(decision, state, event));
    if (fresh.length > 0 || isNaming) {
      const isUrgent =
        handOffs.length > 0 ||
        memory.state.consent === "denied" ||
        folded.effects.some(({ type }) => type === "stage");
      await this.#emit(isUrgent || isNaming, { isUnwatched: request.isUnwatched });
    }
    const duplicates = request.events.length - fresh.length;
    const isFormerId = this.#merges.isDevice && this.#merges.kin.link().newId !== null;
    return { accepted: fresh.length, duplicates, decision, isFormerId };
  }

  /**
   * A browser speaks for an id of which only servers had told: a page was given the signed id of their
   * answer. So it is somebody, and does not count for whoever gave the address.
   */
  async #standUp(): Promise<void> {
    const { owner, reason } = this.#merges.kin.link();
    if (owner === null || reason !== "told") return;
    await this.#merges.part(owner);
    this.#folded.forget();
  }

  /**
   * What the lead decides for which this device counts, and has proved that it may. Null when it
   * decides for itself: a device that has proved nothing learns nothing of the lead.
   */
  async #leadDecides(ask: DecisionRequest): Promise<Decision | null> {
    if (!this.#merges.isDevice || !this.#merges.kin.link().isProved) return null;
    try {
      return await this.#merges.forward(ask);
    } catch (error) {
      // The log has the events; the alarm passes them on.
      log("forward_failed", { error });
      return null;
    }
  }

  /** What the proofs that a browser offers mean for this visitor's id. */
  async plan(offered: readonly OfferedProof[]): Promise<ProofPlan> {
    return planFor(this.#tables.proofs(), offered);
  }

  /**
   * The beginning of an erasure: from now on nothing is taken, shown or sent under this id. What has
   * to be erased elsewhere is still known, so that an erasure that was cut can be repeated.
   *
   * @param owner The lead that this visitor is to count for; one that has moved stays as it is.
   * @returns null when nothing is kept of this visitor, or it counts for another lead.
   */
  async close(owner: string | null, reason: ErasureReason): Promise<Remains | null> {
    if (!(await this.#erasure.begin(owner, reason))) return null;
    // A line on its way to the lead book arrives there before it is taken out.
    await this.#outbox.settled();
    // What a lead has of this visitor is given up, and it says what left under its id.
    await this.#merges.leave();
    return this.remains();
  }

  /**
   * The end of an erasure: the log is gone.
   *
   * @param untilMs Until when late events of this id are to be dropped; null leaves nothing at all.
   */
  async erase(untilMs: number | null): Promise<void> {
    await this.forget();
    if (untilMs === null) return;
    this.#privacy.write("tombstone", { untilMs, isErased: true, reason: null });
    await this.ctx.storage.setAlarm(untilMs);
  }

  /**
   * Reads the visitor under the published model, for the lead book. Nothing is handed off, and an
   * alarm is set only where time alone will change the line.
   *
   * @param version The version to follow.
   * @returns The line; null where there is none; `not_yet` when the version has not arrived here.
   */
  async rescore(
    siteId: string,
    version: number,
  ): Promise<{ summary: LeadSummary; revision: number } | "not_yet" | null> {
    if (!(await this.isKnown())) return null;
    const site = await requireSite(this.env, siteId);
    if (site.published.version < version) return "not_yet";
    const nowMs = Date.now();
    this.#folded.under(site.model);
    const current = await this.#summary();
    if (current === null) return null;
    await this.#outbox.sleepUntilChange(nowMs);
    return { summary: current.summary, revision: this.#merges.kin.undone() };
  }

  /** When something of this lead was kept last, its devices included; null when nothing is. */
  async lastAtMs(): Promise<number | null> {
    return this.#erasure.lastAtMs();
  }

  /** Whether an erasure has left its mark here. */
  async wasErased(): Promise<boolean> {
    return this.#privacy.tombstone?.isErased === true;
  }

  /** Somebody objected to being scored, or takes it back; false when nothing is kept of this visitor. */
  async object(objection: Objection | null): Promise<boolean> {
    if (!(await this.isKnown())) return false;
    this.#privacy.write("objection", objection);
    this.#folded.forget();
    await this.#emit(true);
    return true;
  }

  /** What leads from this visitor to everything else that is kept of the same person. */
  async remains(): Promise<Remains | null> {
    return remainsOf(this.#tables, this.#merges, this.#privacy, secretOf(this.env));
  }

  /** Everything that is stored here, as JSON: what visitors sent may be anything, and only text of anything travels between objects. */
  async dossier(): Promise<string | null> {
    const owner = this.#tables.owner();
    if (owner === null) return null;
    const told = [...this.#tables.claims(), ...this.#tables.proofs()];
    return JSON.stringify({
      visitorId: owner.visitorId,
      events: this.#tables.events(),
      rejected: this.#tables.rejected(),
      handOffs: this.#tables.handOffs(),
      told: [...new Set(told.map(({ key }) => kindOfKey(key)))],
      link: this.#tables.has("link") ? this.#merges.kin.link() : null,
      others: this.#merges.kin.all(),
      left: this.#privacy.left,
      objection: this.#privacy.objection,
    } satisfies Dossier);
  }

  /** Takes what a device passes on that counts for this lead. Taking it again changes nothing. */
  async take(request: TakeRequest): Promise<TakeAnswer> {
    const site = await requireSite(this.env, request.siteId);
    // The device stands for itself.
    if (this.#privacy.tombstone !== null) return { kind: "refused" };
    // From here to the last write nothing awaits: all of it is written, or nothing.
    const refusal = this.#merges.receive(request);
    if (refusal !== null) return refusal;
    const isNews = this.#merges.kin.of(request.device)?.state !== "device";
    if (isNews && request.objection && this.#privacy.objection === null)
      this.#privacy.write("objection", request.objection);
    const memory = this.#folded.under(site.model);
    const { kin } = this.#merges;
    const rows = kin.newRows(request.device, request.rows);
    const device = { visitor: request.device, newId: request.newId };
    const events = rows.flatMap(({ body }) => namedApart(eventsOfRow(body), device, request.ownerId));
    const fresh = this.#folded.unseen(events, memory);
    const folded = this.#folded.fold(fresh, memory);
    const due = this.#folded.newHandOffs(folded, fresh, memory, site, request.ownerId);
    const handOffs = stillToLeave(due, request, this.#tables.handOffs(), memory.model);
    this.#merges.welcome(request);
    kin.adopt(request.device, rows);
    this.#tables.transaction(handOffs.length > 0 ? ["hand_off"] : [], () => {
      for (const handOff of handOffs) this.#tables.saveHandOff(handOff);
    });
    this.#folded.remember(fresh, folded, memory);
    const decision =
      request.ask === null
        ? null
        : decide(memory.state, memory.model, { ...request.ask, visitorId: request.ownerId });
    // Sent under two ids of one browser: which of the two counts is for the whole log to say.
    if (fresh.length < events.length) this.#folded.forget();
    if (fresh.length > 0) {
      const isUrgent = handOffs.length > 0 || folded.effects.some(({ type }) => type === "stage");
      // Who passes on without asking may be in the middle of its own outbox: two may not wait for each other.
      await this.#emit(isUrgent || request.ask === null, { mayWait: request.ask !== null });
    }
    return { kind: "taken", decision, objection: this.#privacy.objection };
  }

  /**
   * Gives a device's events back; the score is again what it would be without them.
   *
   * @returns What became of the hand-offs that they had made. Asking again says the same.
   */
  async release(device: string, generation: number): Promise<Released> {
    const owner = this.#tables.owner();
    if (owner === null) return { calledBack: [], left: [] };
    const { model } = await requireSite(this.env, owner.siteId);
    // What is on its way would be called back although somebody has it, or the other way round.
    await this.#outbox.handedOff();
    if (this.#merges.release(device, generation)) {
      this.#retire(device, model);
      this.#folded.forget();
      await this.#emit(true, { mayWait: false });
    }
    await this.#dropCalledBack(owner.siteId, device);
    return this.#released(device, owner.visitorId);
  }

  /** Takes back hand-offs that a device's events had made: what has not left does not leave any more. */
  #retire(device: string, model: CompiledModel): void {
    const { effects } = foldLog(this.#folded.events(), this.#folded.heeding(model));
    const kept = new Set(
      effects.flatMap((effect) => (effect.type === "hand_off" ? [handOffKey(model, effect)] : [])),
    );
    for (const handOff of this.#tables.handOffs()) {
      const { calledBackWith, ...known } = handOff;
      // Of an undo before: the device has it back by now, or the lead had made it again.
      if (calledBackWith === device) this.#tables.saveHandOff(known);
      if (handOff.isRetired === true || kept.has(keyOfHandOff(handOff))) continue;
      const became = isWaiting(handOff)
        ? { state: "withdrawn" as const, calledBackWith: device }
        : { leftWith: device };
      this.#tables.saveHandOff({ ...handOff, ...became, isRetired: true });
    }
  }

  /**
   * Has the site give up what was called back with a device; throws when that fails, and can be repeated.
   * A destination may have one all the same, when the answer that said so was lost.
   */
  async #dropCalledBack(siteId: string, device: string): Promise<void> {
    const called = this.#tables.handOffs().filter(({ calledBackWith }) => calledBackWith === device);
    if (called.length === 0) return;
    const { SITE } = this.env;
    const left = await SITE.get(SITE.idFromName(siteId)).dropHandOffs(called.map(({ id }) => id));
    for (const { calledBackWith: _nobody, ...handOff } of called) {
      const destinations = left?.[handOff.id] ?? [];
      if (destinations.length > 0)
        this.#tables.saveHandOff({ ...handOff, state: "sent", destinations, leftWith: device });
    }
  }

  #released(device: string, ownId: string): Released {
    const newId = this.#merges.kin.of(device)?.newId ?? null;
    const prefix = namePrefix({ visitor: device, newId }, ownId);
    const known = ({ payload: { handOffId }, eventId }: StoredHandOff) => ({
      handOffId,
      eventId: eventId.startsWith(prefix) ? eventId.slice(prefix.length) : eventId,
    });
    const all = this.#tables.handOffs();
    return {
      calledBack: all.filter(({ calledBackWith }) => calledBackWith === device).map(known),
      left: all
        .filter(({ leftWith, state }) => leftWith === device && state === "sent")
        .map((handOff) => ({ ...known(handOff), ...leftHandOff(handOff), lead: ownId })),
    };
  }

  /** Takes out of a hand-off what it says of somebody who counted here when it left, and is erased. That it left is kept. */
  async strip(handOffId: string): Promise<void> {
    const handOff = this.#tables.handOffs().find(({ id }) => id === handOffId);
    if (handOff === undefined) return;
    const payload = { ...handOff.payload, ...sayingNothing(handOff.payload.who.visitorId) };
    this.#tables.saveHandOff({ ...handOff, payload });
  }

  /**
   * Hands off for this visitor what it had triggered by itself, and only its lead had made. What has left
   * is written down: a no and an erasure reach it under the lead's id, too.
   */
  async #takeBack(released: Released): Promise<void> {
    const ids = new Set(released.left.map(({ id }) => id));
    const left = [...this.#privacy.left.filter(({ id }) => !ids.has(id)), ...released.left];
    if (ids.size > 0) this.#privacy.write("left", left);
    const owner = this.#tables.owner();
    if (owner === null || released.calledBack.length === 0) return;
    const site = await requireSite(this.env, owner.siteId);
    const handOffs = this.#folded.calledBack(released, site, owner.visitorId);
    if (handOffs.length === 0) return;
    this.#tables.transaction(["hand_off"], () => {
      for (const handOff of handOffs) this.#tables.saveHandOff(handOff);
    });
  }

  /** From now on this visitor's events count for another lead. */
  async mergeInto(self: Owner, owner: string, terms: MergeTerms): Promise<void> {
    if (this.#privacy.tombstone !== null) return;
    this.#tables.own(self);
    await this.#merges.mergeInto(owner, terms);
    await this.#emit(true);
  }

  /** Undoes a merge; false when this visitor does not count for that lead. */
  async part(owner: string): Promise<boolean> {
    const isParted = await this.#merges.part(owner);
    // What counts for itself again is read from its own log.
    this.#folded.forget();
    if (isParted) await this.#emit(true);
    return isParted;
  }

  /** The lead that this visitor counted for counts for another one by now. */
  async follow(from: string, to: string, isProved: boolean, newId?: string): Promise<void> {
    await this.#merges.follow(from, to, isProved, newId);
    await this.#emit(true, { mayWait: false });
  }

  /** For whom this visitor counts. */
  async standing(visitorId: string): Promise<Standing> {
    return this.#merges.standing(visitorId);
  }

  /** Another lead has told the same identity. */
  async suggest(other: string, kind: IdentityKind): Promise<void> {
    if (this.#tables.owner() !== null) this.#merges.kin.setPossible(other, kind);
  }

  /** Somebody has decided that another lead is not the same person. */
  async dismiss(other: string): Promise<void> {
    if (this.#merges.kin.of(other)?.state === "possible") this.#merges.kin.set(other, { state: "apart" });
  }

  /**
   * Whether this visitor only stands in for a person of whom servers told: its id follows from one of
   * their names, and no browser speaks for it.
   *
   * @param key A name that they are known by for certain.
   */
  async standsIn(visitorId: string, key: string): Promise<boolean> {
    if (this.#tables.events().some(({ source }) => source === "browser")) return false;
    const keys = [key, ...((await this.remains())?.keys ?? [])];
    const ids = await Promise.all(keys.map((known) => standInFor(secretOf(this.env), known)));
    return ids.includes(visitorId);
  }

  /** All events that count for this visitor. */
  async events(): Promise<TrackedEvent[]> {
    return this.#folded.events();
  }

  /** Forgets everything. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#folded.forget();
    this.#tables.forget();
    this.#outbox.forget();
  }

  /** The visitor in full, or null when there is none. */
  async lead(siteId: string, language: string, hops = 0): Promise<Lead | null> {
    const ownerId = this.#merges.kin.link().owner;
    // Two leads that are being merged into each other would ask each other for ever.
    if (ownerId === null || hops >= hopsAtMost) return this.#ownLead(siteId, language);
    const lead = await this.#merges.stub(ownerId).lead(siteId, language, hops + 1);
    return lead === null ? this.#ownLead(siteId, language) : answerOf(lead);
  }

  async #ownLead(siteId: string, language: string): Promise<Lead | null> {
    const owner = this.#tables.owner();
    if (owner === null || this.#privacy.tombstone !== null) return null;
    const { model } = await requireSite(this.env, siteId);
    const { kin } = this.#merges;
    return leadOf(
      owner.visitorId,
      this.#folded.events(),
      this.#folded.heeding(model),
      language,
      this.#tables.handOffs(),
      this.#tables.rejected(),
      peopleOf(
        this.#tables.proved().map(({ key }) => kindOfKey(key)),
        kin.all().map((other) => ({ ...other, events: kin.eventsOf(other) })),
      ),
      Date.now(),
      this.#privacy.objection,
    );
  }

  /** What the debug panel shows of the visitor, or null when there is none. */
  async debug(siteId: string, language: string): Promise<VisitorDebug | null> {
    const lead = await this.#ownLead(siteId, language);
    if (lead === null) return null;
    const { state, model } = this.#folded.under((await requireSite(this.env, siteId)).model);
    const { verdicts } = decide(state, model, {
      nowMs: Date.now(),
      event: this.#tables.events().at(-1) ?? null,
      locale: language,
      visitorId: lead.id,
    });
    const { id: visitorId, stage, total, scores, modelVersion, explanation } = lead;
    const actions = verdicts.map(({ id, reason }) => ({ id, reason }));
    return { visitorId, stage, total, scores, modelVersion, explanation, actions };
  }

  /** Whether anything is kept of the visitor. */
  async isKnown(): Promise<boolean> {
    return this.#tables.owner() !== null && this.#privacy.tombstone === null;
  }

  /** What to show if the visitor viewed this page now, or null when there is none. Nothing is recorded. */
  async decide({ siteId, ...request }: DecideRequest, isOfDevice = false): Promise<Decision | null> {
    if (this.#tables.owner() === null || this.#privacy.tombstone !== null) return null;
    const { owner, isProved } = this.#merges.kin.link();
    if (owner !== null && isProved && !isOfDevice) {
      const decision = await this.#merges.stub(owner).decide({ siteId, ...request }, true);
      return decision === null ? null : answerOf(decision);
    }
    const { state, model } = this.#folded.under((await requireSite(this.env, siteId)).model);
    return decideAhead(state, model, request);
  }

  /** Hands off what no destination took when it was made. @returns Whether there is such a visitor. */
  async sendUntaken(): Promise<boolean> {
    if (this.#tables.owner() === null) return false;
    await this.#outbox.sendUntaken();
    return true;
  }

  override async alarm(): Promise<void> {
    const { tombstone } = this.#privacy;
    if (tombstone?.isErased === true) {
      if (tombstone.untilMs <= Date.now()) await this.forget();
    } else if (tombstone !== null) await this.#erasure.finish(tombstone.reason);
    else if (!(await this.#erasure.isDue())) await this.#outbox.onAlarm();
  }

  /** Takes down events that no request brought: those that were told a moment before anybody was known, and ours. What they trigger leaves by the outbox. */
  async #adopt(events: TrackedEvent[]): Promise<void> {
    const owner = this.#tables.owner();
    if (owner === null || events.length === 0) return;
    const site = await requireSite(this.env, owner.siteId);
    const memory = this.#folded.under(site.model);
    const fresh = this.#folded.unseen(events, memory);
    const folded = this.#folded.fold(fresh, memory);
    const handOffs = this.#folded.newHandOffs(folded, fresh, memory, site, owner.visitorId);
    const batch = {
      ...owner,
      receivedAtMs: Date.now(),
      visit: undefined,
      rejected: [],
      claims: [],
      proofs: [],
    };
    if (fresh.length > 0) this.#tables.write({ ...batch, events: fresh, handOffs });
    this.#folded.remember(fresh, folded, memory);
  }

  /**
   * Sends what has to leave. What sales waits for leaves at once, the rest later with what has come by
   * then: most page views change nothing that anybody is in a hurry for.
   */
  async #emit(
    isUrgent: boolean,
    { mayWait = true, isUnwatched = false }: { mayWait?: boolean; isUnwatched?: boolean | undefined } = {},
  ): Promise<void> {
    await this.#outbox.arm(isUnwatched && !isUrgent ? "later" : "soon");
    // On a developer's machine a script reads back what it wrote.
    if (isLocal(this.env) && mayWait) await this.#outbox.flush();
    else if (isUrgent) this.ctx.waitUntil(this.#outbox.flush());
  }

  /** When time alone will change, or has changed, what the lead book was told of the visitor; null when it never will. */
  async #nextChange(sinceMs: number): Promise<number | null> {
    const owner = this.#tables.owner();
    if (owner === null || this.#merges.isDevice) return null;
    const { state, model } =
      this.#folded.latest ?? this.#folded.under((await requireSite(this.env, owner.siteId)).model);
    if (state.lastEventName === null) {
      const endMs = await this.#erasure.endMs();
      return endMs === null ? null : endMs + 1;
    }
    return nextChangeOf(owner.visitorId, state, model, sinceMs);
  }

  /** Why nothing of this visitor may leave: what it has said itself, and what the lead has said for which it counts. */
  async bars(hops = 0): Promise<Bar[]> {
    const own = await this.#ownBars();
    const { owner } = this.#merges.kin.link();
    if (owner === null || hops >= hopsAtMost) return own;
    const said = await this.#merges.stub(owner).bars(hops + 1);
    return [...own, ...said.filter(({ why }) => !own.some((bar) => bar.why === why))];
  }

  async #ownBars(): Promise<Bar[]> {
    const owner = this.#tables.owner();
    const { objection } = this.#privacy;
    if (owner === null) return [];
    const { state, optedOutMs } =
      this.#folded.latest ?? this.#folded.under((await requireSite(this.env, owner.siteId)).model);
    return [
      ...(objection === null ? [] : [{ why: "objection" as const, sinceMs: objection.atMs }]),
      ...(state.consent === "denied"
        ? [{ why: "consent" as const, sinceMs: deniedAtMs(this.#folded.events()) }]
        : []),
      ...(optedOutMs === null ? [] : [{ why: "share" as const, sinceMs: optedOutMs }]),
    ];
  }

  async #summary(): Promise<{ siteId: string; summary: ReturnType<typeof summaryOf> } | null> {
    const owner = this.#tables.owner();
    // A device has no line of its own, and who is being erased has none any more.
    if (owner === null || this.#privacy.tombstone !== null || this.#merges.isDevice) return null;
    const memory =
      this.#folded.latest ?? this.#folded.under((await requireSite(this.env, owner.siteId)).model);
    // Nobody but bots was here: the lead book is for people.
    if (memory.state.lastEventName === null) return null;
    return {
      siteId: owner.siteId,
      summary: summaryOf(owner.visitorId, memory.state, memory.model, memory, Date.now()),
    };
  }
}

/**
 * Whether a browser reports somebody who has said no since. A page that asks says so with each request,
 * and a yes comes as an event; a library that knows of no such question goes on sending. Servers
 * answer for what they tell.
 */
function isAgainstTheirNo({ events, isAgreed }: IngestRequest, { consent }: VisitorState): boolean {
  if (consent !== "denied" || isAgreed === true || events.length === 0) return false;
  return events.every(({ source, name }) => source === "browser" && name !== "consent_updated");
}

/** Whether a hand-off is still to leave, as far as is known here. */
function isWaiting({ state }: StoredHandOff): boolean {
  return state !== "sent" && state !== "withdrawn";
}

/** The answer to somebody who is not to be known: decided from the batch alone, and nothing is kept. */
function inPassing({ events, receivedAtMs, locale }: IngestRequest, model: CompiledModel): IngestResult {
  const decision = decideInPassing(events, model, receivedAtMs, locale);
  return { accepted: events.length, duplicates: 0, decision, isFormerId: true };
}
