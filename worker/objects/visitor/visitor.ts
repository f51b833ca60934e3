import { DurableObject } from "cloudflare:workers";
import {
  canonicalOrder,
  comesAfter,
  decide,
  fold,
  foldLog,
  nextChangeAt,
  type CompiledModel,
  type FoldResult,
  type VisitorState,
} from "../../../shared/core/index.ts";
import type { VisitorDebug } from "../../../shared/schema/debug.ts";
import type { Decision } from "../../../shared/schema/decision.ts";
import type { TrackedEvent, VisitContext } from "../../../shared/schema/event.ts";
import type { Lead, RejectedEvent } from "../../../shared/schema/visitor.ts";
import { isLocal, type Environment } from "../../environment.ts";
import { loadSite, type LoadedSite } from "../../snapshots.ts";
import { decideAhead, type DecideRequest } from "./decide-ahead.ts";
import { buildHandOff, handOffKey, type HandOffEffect } from "./hand-off-payload.ts";
import { countryOf, leadOf, summaryOf } from "./lead.ts";
import { Outbox } from "./outbox.ts";
import { VisitorStorage, type StoredHandOff } from "./storage.ts";

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
}

export interface IngestResult {
  accepted: number;
  duplicates: number;
  decision: Decision;
}

/** What is in memory: all of it can be made again from the tables. */
interface Memory {
  state: VisitorState;
  model: CompiledModel;
  messageIds: Set<string>;
  /** Hand-offs that left, or were found by a re-score and are not to leave, by key. */
  handOffKeys: Set<string>;
  country: string | null;
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
  readonly #outbox: Outbox;
  #memory: Memory | null = null;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    this.#tables = new VisitorStorage(ctx.storage);
    this.#outbox = new Outbox(
      ctx,
      env,
      this.#tables,
      () => this.#summary(),
      (events) => this.#adopt(events),
      () => this.#nextChange(),
    );
  }

  /** Takes a batch: each message once, in one transaction, and decides what to do now. */
  async ingest(request: IngestRequest): Promise<IngestResult> {
    const site = await this.#site(request.siteId);
    // From here to the write nothing awaits: no other batch can come between.
    const memory = this.#load(site.model);
    const fresh = this.#unseen(request.events, memory);
    const folded = this.#fold(fresh, memory);
    const handOffs = this.#newHandOffs(folded, fresh, memory, site, request.visitorId);
    if (fresh.length > 0 || request.rejected.length > 0) {
      this.#tables.write({ ...request, events: fresh, handOffs });
    }
    this.#remember(fresh, folded, memory);
    memory.country = request.visit?.geo?.country ?? memory.country;

    // Claims may bring in what a server said of this person before; the decision is to know it.
    if (fresh.length > 0 && request.claims.length > 0) {
      await this.#outbox.arm();
      await this.#outbox.claim();
    }
    const decision = decide(memory.state, memory.model, {
      nowMs: request.receivedAtMs,
      event: canonicalOrder(fresh).at(-1) ?? null,
      locale: request.locale,
      visitorId: request.visitorId,
    });
    const result = { accepted: fresh.length, duplicates: request.events.length - fresh.length, decision };
    if (fresh.length > 0) {
      const isUrgent = handOffs.length > 0 || folded.effects.some(({ type }) => type === "stage");
      await this.#emit(isUrgent || request.claims.length > 0);
    }
    return result;
  }

  /** All events, in order of arrival. For the visitor that takes this one over. */
  async events(): Promise<TrackedEvent[]> {
    return this.#tables.events();
  }

  /** Forgets everything: another visitor has taken it over. */
  async forget(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#memory = null;
    this.#tables.forget();
  }

  /** The visitor in full, or null when there is none. */
  async lead(siteId: string, language: string): Promise<Lead | null> {
    const owner = this.#tables.owner();
    if (owner === null) return null;
    const { model } = await this.#site(siteId);
    return leadOf(
      owner.visitorId,
      this.#tables.events(),
      model,
      language,
      this.#tables.handOffs(),
      this.#tables.rejected(),
      Date.now(),
    );
  }

  /** What the debug panel shows of the visitor, or null when there is none. */
  async debug(siteId: string, language: string): Promise<VisitorDebug | null> {
    const lead = await this.lead(siteId, language);
    if (lead === null) return null;
    const { state, model } = this.#load((await this.#site(siteId)).model);
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
    return this.#tables.owner() !== null;
  }

  /** What to show if the visitor viewed this page now, or null when there is none. Nothing is recorded. */
  async decide({ siteId, ...request }: DecideRequest): Promise<Decision | null> {
    if (this.#tables.owner() === null) return null;
    const { state, model } = this.#load((await this.#site(siteId)).model);
    return decideAhead(state, model, request);
  }

  /** Hands off what no destination took when it was made. */
  async sendUntaken(): Promise<void> {
    if (this.#tables.owner() !== null) await this.#outbox.sendUntaken();
  }

  override async alarm(): Promise<void> {
    await this.#outbox.onAlarm();
  }

  /** Takes events over from a stand-in, each with the visit it was told in; what they trigger leaves by the outbox. */
  async #adopt(events: TrackedEvent[]): Promise<void> {
    const owner = this.#tables.owner();
    if (owner === null || events.length === 0) return;
    const site = await this.#site(owner.siteId);
    const memory = this.#load(site.model);
    const fresh = this.#unseen(events, memory);
    const folded = this.#fold(fresh, memory);
    const handOffs = this.#newHandOffs(folded, fresh, memory, site, owner.visitorId);
    const batch = { ...owner, receivedAtMs: Date.now(), visit: undefined, rejected: [], claims: [] };
    if (fresh.length > 0) this.#tables.write({ ...batch, events: fresh, handOffs });
    this.#remember(fresh, folded, memory);
  }

  #remember(fresh: readonly TrackedEvent[], folded: FoldResult, memory: Memory): void {
    memory.state = folded.state;
    for (const event of fresh) memory.messageIds.add(event.messageId);
    for (const effect of folded.effects) {
      if (effect.type === "hand_off") memory.handOffKeys.add(handOffKey(memory.model, effect));
    }
  }

  async #site(siteId: string): Promise<LoadedSite> {
    const site = await loadSite(this.env, siteId);
    if (site === null) throw new Error(`site ${siteId} has no published model`);
    return site;
  }

  /** The state under this model: from memory, or folded from the log. */
  #load(model: CompiledModel): Memory {
    const known = this.#memory;
    if (known?.model.id === model.id && known.model.version === model.version) return known;
    const log = this.#tables.events();
    const { state, effects } = foldLog(log, model);
    const handOffKeys = new Set(
      this.#tables.handOffs().map(({ payload, id }) => id.slice(payload.who.visitorId.length + 1)),
    );
    for (const effect of effects) {
      // What another version would have handed off is not handed off now: nothing happened today.
      if (effect.type === "hand_off") handOffKeys.add(handOffKey(model, effect));
    }
    const messageIds = new Set(log.map((event) => event.messageId));
    this.#memory = { state, model, messageIds, handOffKeys, country: countryOf(log) };
    return this.#memory;
  }

  #unseen(events: readonly TrackedEvent[], memory: Memory): TrackedEvent[] {
    const inBatch = new Set<string>();
    return events.filter(({ messageId }) => {
      if (memory.messageIds.has(messageId) || inBatch.has(messageId)) return false;
      inBatch.add(messageId);
      return true;
    });
  }

  /** Folds what is new on top; when some of it is late, the whole log again. */
  #fold(fresh: readonly TrackedEvent[], memory: Memory): FoldResult {
    const ordered = canonicalOrder(fresh);
    const [first] = ordered;
    if (first === undefined) return { state: memory.state, effects: [] };
    return comesAfter(first, memory.state)
      ? fold(memory.state, ordered, memory.model)
      : foldLog([...this.#tables.events(), ...fresh], memory.model);
  }

  #newHandOffs(
    { effects }: FoldResult,
    fresh: readonly TrackedEvent[],
    memory: Memory,
    site: LoadedSite,
    visitorId: string,
  ): StoredHandOff[] {
    const due = effects.filter(
      (effect): effect is HandOffEffect =>
        effect.type === "hand_off" && !memory.handOffKeys.has(handOffKey(memory.model, effect)),
    );
    if (due.length === 0) return [];
    const log = [...this.#tables.events(), ...fresh];
    return due.map((effect) => buildHandOff(effect, log, memory.model, site.site, visitorId));
  }

  /**
   * Sends what has to leave. What sales waits for leaves at once, the rest a few seconds later with
   * what has come by then: most page views change nothing that anybody is in a hurry for.
   */
  async #emit(isUrgent: boolean): Promise<void> {
    await this.#outbox.arm();
    // On a developer's machine a script reads back what it wrote.
    if (isLocal(this.env)) await this.#outbox.flush();
    else if (isUrgent) this.ctx.waitUntil(this.#outbox.flush());
  }

  /** When time alone will move the visitor to another stage; null when it never will. */
  async #nextChange(): Promise<number | null> {
    const owner = this.#tables.owner();
    if (owner === null) return null;
    const { state, model } = this.#memory ?? this.#load((await this.#site(owner.siteId)).model);
    return nextChangeAt(state, model, Date.now());
  }

  async #summary(): Promise<{ siteId: string; summary: ReturnType<typeof summaryOf> } | null> {
    const owner = this.#tables.owner();
    if (owner === null) return null;
    const memory = this.#memory ?? this.#load((await this.#site(owner.siteId)).model);
    // Nobody but bots was here: the lead book is for people.
    if (memory.state.lastEventName === null) return null;
    return {
      siteId: owner.siteId,
      summary: summaryOf(owner.visitorId, memory.state, memory.model, memory.country, Date.now()),
    };
  }
}
