import { limits } from "../../../shared/limits.ts";
import { canonicalJson, dayMs } from "../../../shared/core/index.ts";
import type { AccountDetails, AccountPage } from "../../../shared/schema/account-page.ts";
import type { Actor } from "../../../shared/schema/admin.ts";
import type { Delivery, Destination, HandOffPayload } from "../../../shared/schema/destination.ts";
import type { LeadPage } from "../../../shared/schema/lead-page.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { DraftFacts, ModelVersion } from "../../../shared/schema/model-version.ts";
import type { KeptSighting, Sighting } from "../../../shared/schema/setup.ts";
import type { Erasure, ToldReceiver } from "../../../shared/schema/privacy.ts";
import type { PublishedModel, Site, SiteSnapshot } from "../../../shared/schema/site.ts";
import type { Segment } from "../../../shared/schema/sweep.ts";
import type { SourceDelivery } from "../../../shared/schema/source.ts";
import type { HandOffDelivery, HandOffRecord, LeadSummary } from "../../../shared/schema/visitor.ts";
import { kindOf, type DestinationChange, type NewDestination } from "../../destinations/index.ts";
import type { Environment } from "../../environment.ts";
import { log } from "../../log.ts";
import { randomId } from "../../security/digest.ts";
import { firstVersion, type ProofVersions } from "../../security/identity-proof.ts";
import { publishOrigins, withdrawOrigins } from "../../site-origins.ts";
import { publishSite } from "../../snapshots.ts";
import type { DestinationBasics } from "../destination/configuration.ts";
import type { Refusal } from "../destination/destination.ts";
import { answerOf } from "../answer-of.ts";
import type { Bar } from "../visitor/bars.ts";
import type { LeftHandOff } from "../visitor/remains.ts";
import { AdministeredObject } from "./access/administered-object.ts";
import { DestinationList } from "./destination-list.ts";
import { AccountBook, type AccountQuery } from "./account-book.ts";
import { HandOffGate } from "./hand-off-gate.ts";
import { LeadBook, type LeadQuery } from "./lead-book.ts";
import { LiveFeed } from "./live-feed.ts";
import { ModelStore } from "./model-store.ts";
import { RequestCount } from "./request-count.ts";
import { SightingBook } from "./sighting-book.ts";
import { SourceBook, type StoredSource } from "./source-book.ts";

/**
 * Keys of a new site, in clear: they are shown once and stored as hashes. The write key is kept in
 * clear too, since every page of the site tells it: the setup page shows it in the snippet.
 */
export interface SiteKeys {
  write: string;
  secret: string;
  admin: string;
}

/** What is known of a site's installation. */
export interface Installation {
  site: Site;
  /** Null for a site that was made before it was kept. */
  writeKey: string | null;
  sightings: KeptSighting[];
  actions: { id: string; kind: string }[];
}

/** Visitors that are asked for their hand-offs by one call at most. */
const untakenSentAtOnce = 200;

/** `writeKey` is of sites that were made before their keys were kept. */
type SettingName = "site" | "pack" | "seed" | "writeKey";

/** A hand-off that a visitor's outbox brings. */
export interface IncomingHandOff {
  payload: HandOffPayload;
  purpose: string;
  /** The visitor's browser says that nothing may be sold or shared. */
  isOptedOut?: boolean;
}

/**
 * One site: its settings, models, lead book and destinations, and the live feed. Authoritative for
 * configuration, which it publishes to KV as immutable snapshots; no event ever waits for it.
 */
export class SiteObject extends AdministeredObject {
  readonly #leads: LeadBook;
  readonly #accounts: AccountBook;
  readonly #models: ModelStore;
  readonly #live: LiveFeed;
  readonly #sightings: SightingBook;
  readonly #sources: SourceBook;
  readonly #destinations: DestinationList;
  readonly #gate: HandOffGate;
  readonly #requests: RequestCount;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    const { sql } = ctx.storage;
    sql.exec("CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID");
    this.#leads = new LeadBook(sql);
    this.#accounts = new AccountBook(sql);
    this.#models = new ModelStore(sql);
    this.#live = new LiveFeed(ctx);
    this.#sightings = new SightingBook(sql);
    this.#sources = new SourceBook(sql, env);
    this.#destinations = new DestinationList(sql);
    this.#gate = new HandOffGate(sql);
    this.#requests = new RequestCount(sql);
  }

  /**
   * Creates the site, or brings its settings and its pack up to date when it exists.
   *
   * @returns false when the site exists and `isUpdate` is not set.
   */
  async create(site: Site, model: Model, keys: SiteKeys, isUpdate = false): Promise<boolean> {
    if (this.#site() !== null && !isUpdate) return false;
    this.#save("site", site);
    await this.publish(model);
    await this.adopt(keys);
    await publishOrigins(this.env, site);
    if (site.retentionDays !== undefined) await this.#sweep().keepRetention(site.id, Date.now() + dayMs);
    return true;
  }

  /**
   * Makes the demo site of a developer's machine, or brings it up to this build: the pack is
   * published again when the build's differs from the one that was published last, so that a model
   * that was edited and published here stays. The settings likewise.
   */
  async createDemo(site: Site, pack: Model, keys: SiteKeys): Promise<void> {
    const packText = canonicalJson(pack);
    const published = this.#models.latest();
    const isNewPack = published === null || this.#setting("pack") !== packText;
    const seed = canonicalJson(site);
    const isNewSeed = this.#setting("seed") !== seed;
    await this.create(isNewSeed ? site : this.#requireSite(), isNewPack ? pack : published.model, keys, true);
    this.#save("pack", packText);
    this.#save("seed", seed);
  }

  /** Settings and published model, or null when the site was not created. */
  async snapshot(): Promise<SiteSnapshot | null> {
    const site = this.#site();
    const published = this.#models.latest();
    return site === null || published === null ? null : { site, published };
  }

  /** Publishes a model that was checked, as a new version, unless it is the published one. */
  async publish(model: Model, by: Actor | null = null): Promise<PublishedModel> {
    const site = this.#requireSite();
    const published = await this.#models.publish(model, Date.now(), by);
    await publishSite(this.env, { site, published });
    return published;
  }

  /** A version as it was published; null when there is none of this number. */
  async modelVersion(version: number): Promise<PublishedModel | null> {
    return this.#models.version(version);
  }

  /** The versions below a number, the newest first. */
  async modelVersions(limit: number, below?: number): Promise<ModelVersion[]> {
    return this.#models.versions(limit, below);
  }

  /** Who saved the draft of the model and when; null when there is none. */
  async modelDraftFacts(): Promise<DraftFacts | null> {
    return this.#models.draftFacts();
  }

  /** The draft of the model, as JSON. */
  async modelDraft(): Promise<string | null> {
    return this.#models.draft();
  }

  async saveModelDraft(body: string): Promise<void> {
    this.#models.saveDraft(body);
  }

  /** @returns Whether there was one. */
  async dropModelDraft(): Promise<boolean> {
    return this.#models.dropDraft();
  }

  /** Changes settings of the site; what is not named stays. */
  async update(
    change: Partial<Omit<Site, "retentionDays">> & { retentionDays?: number | null | undefined },
  ): Promise<{ before: Site; after: Site }> {
    const before = this.#requireSite();
    const { retentionDays = before.retentionDays ?? null, ...rest } = change;
    const { retentionDays: _former, ...kept } = before;
    const after: Site = { ...kept, ...rest, id: before.id, ...(retentionDays !== null && { retentionDays }) };
    this.#save("site", after);
    const published = this.#models.latest();
    if (published !== null) await publishSite(this.env, { site: after, published });
    const { origins } = after;
    await publishOrigins(this.env, after);
    if (before.retentionDays !== after.retentionDays)
      await this.#sweep().keepRetention(after.id, after.retentionDays === undefined ? null : Date.now());
    await withdrawOrigins(this.env, {
      ...before,
      origins: before.origins.filter((origin) => !origins.includes(origin)),
    });
    return { before, after };
  }

  /**
   * Takes what a visitor's outbox brings: the line of the lead book, and hand-offs for the
   * destinations that take their purpose. Bringing the same again changes nothing.
   *
   * @param revision See `LeadBook.save`.
   * @returns Ids of the destinations that took each hand-off, by hand-off id; null for one that is held.
   */
  async sync(
    lead: LeadSummary | null,
    handOffs: readonly IncomingHandOff[],
    revision = 0,
  ): Promise<Record<string, string[] | null>> {
    if (lead !== null && this.#leads.save(lead, revision)) this.#live.send({ type: "lead", lead });
    const taken: Record<string, string[] | null> = {};
    for (const { payload, purpose, isOptedOut } of handOffs) {
      const takers = this.#destinations.takersOf(purpose, isOptedOut);
      if (takers.length > 0 && this.#isHeld(payload, purpose)) {
        taken[payload.id] = null;
        continue;
      }
      for (const id of takers) await this.#destinationObject(id).enqueue(payload, isOptedOut);
      if (takers.length > 0) this.#gate.drop(payload.id);
      this.#destinations.noteUntaken(payload.id, payload.who.visitorId, purpose, takers.length === 0);
      taken[payload.id] = takers;
    }
    return taken;
  }

  /** Takes a visitor out of the lead book: another one has taken them over. What is still to leave for them leaves. */
  async hide(visitorId: string): Promise<void> {
    this.#leads.remove(visitorId);
    this.#live.send({ type: "gone", id: visitorId });
  }

  /** Forgets a visitor: nothing is kept of them any more. */
  async forget(visitorId: string): Promise<void> {
    this.#destinations.forgetVisitor(visitorId);
    this.#gate.forgetVisitor(visitorId);
    await this.hide(visitorId);
  }

  /** Ends what waits of these visitors at the destinations, since they said no. Doing it again changes nothing. */
  async withdraw(visitorIds: readonly string[], why: Bar["why"]): Promise<void> {
    for (const id of this.#destinations.ids()) await this.#destinationObject(id).cancelLeads(visitorIds, why);
    if (why === "share") return;
    for (const visitorId of visitorIds) {
      this.#destinations.forgetVisitor(visitorId);
      this.#gate.forgetVisitor(visitorId);
    }
  }

  /** The same for hand-offs that left under the id of somebody else. */
  async withdrawHandOffs(handOffIds: readonly string[], why: Bar["why"]): Promise<void> {
    for (const id of this.#destinations.ids())
      await this.#destinationObject(id).cancelHandOffs(handOffIds, why);
  }

  /** What the site and its destinations keep of a person, as JSON. */
  async dossier(visitorIds: readonly string[], names: readonly string[]): Promise<string> {
    const deliveries: string[] = [];
    for (const id of this.#destinations.ids())
      deliveries.push(await this.#destinationObject(id).dossier(visitorIds));
    return JSON.stringify({
      lines: visitorIds.flatMap((id) => this.#leads.find(id) ?? []),
      destinations: deliveries
        .map((text) => JSON.parse(text) as { deliveries: unknown[] })
        .filter((known) => known.deliveries.length > 0),
      sources: this.#sources.naming(names),
      audit: this.auditNaming([...visitorIds, ...names]),
    });
  }

  /**
   * Takes a person out of everything that the site and its destinations keep. Doing it again changes nothing.
   *
   * @param notice What receivers are told, with the ids of the person.
   * @param names Addresses, numbers and user ids of theirs.
   * @param handOffs Their hand-offs, with the destinations that were given each.
   * @param isTold Whether receivers are told: not when the time of retention was over.
   */
  async erasePerson(
    notice: HandOffPayload,
    names: readonly string[],
    handOffs: readonly LeftHandOff[],
    isTold: boolean,
    actor: Actor | null,
  ): Promise<Pick<Erasure, "deliveries" | "receivers" | "auditRows">> {
    const visitorIds = notice.erased?.visitorIds ?? [];
    const receivers: ToldReceiver[] = [];
    let deliveries = 0;
    for (const id of this.#destinations.ids()) {
      const erased = await this.#destinationObject(id).erase(notice, handOffs, isTold);
      deliveries += erased.deliveries;
      if (erased.receiver !== null) receivers.push(erased.receiver);
    }
    for (const visitorId of visitorIds) await this.forget(visitorId);
    this.#sources.forget(names);
    const auditRows = await this.eraseAudit([...visitorIds, ...names], actor);
    return { deliveries, receivers, auditRows };
  }

  /** How many leads a segment has. */
  async countLeads(segment: Segment): Promise<number> {
    return this.#leads.count(segment);
  }

  /** Ids of a segment's leads after one, in their order. */
  async leadIds(segment: Segment, after: string, limit: number): Promise<string[]> {
    return this.#leads.ids(segment, after, limit);
  }

  /** Lines of the lead book, each as JSON. */
  async leadLines(ids: readonly string[]): Promise<{ visitorId: string; body: string }[]> {
    return ids.flatMap((visitorId) => {
      const lead = this.#leads.find(visitorId);
      return lead === undefined ? [] : [{ visitorId, body: JSON.stringify(lead) }];
    });
  }

  /**
   * Takes lines that were read again.
   *
   * @param rows Each `{summary, revision}` as JSON.
   * @returns How many were news; the others are not written.
   */
  async saveLines(rows: readonly string[]): Promise<number> {
    let news = 0;
    for (const row of rows) {
      const { summary, revision } = JSON.parse(row) as { summary: LeadSummary; revision: number };
      const known = this.#leads.find(summary.id);
      if (known === undefined || JSON.stringify(known) === JSON.stringify(summary)) continue;
      if (!this.#leads.save(summary, revision)) continue;
      news += 1;
      this.#live.send({ type: "lead", lead: summary });
    }
    return news;
  }

  /** For how many days a visitor is kept who does not come back; null for ever. */
  async retentionDays(): Promise<number | null> {
    return this.#site()?.retentionDays ?? null;
  }

  async accounts(query: AccountQuery): Promise<AccountPage> {
    return this.#accounts.page(query);
  }

  /** An account with its leads, or null when nobody is in it. */
  async account(id: string): Promise<AccountDetails | null> {
    return this.#accounts.details(id);
  }

  /** Which secrets sign this site's identity proofs. */
  async proofVersions(): Promise<ProofVersions> {
    return this.#site()?.proof ?? firstVersion;
  }

  /** Counts the secret's version up; what the one before has signed is taken until a time. */
  async rotateProofSecret(previousUntilMs: number): Promise<ProofVersions> {
    const site = this.#site();
    const published = this.#models.latest();
    if (site === null || published === null) throw new Error("the site was not created");
    const proof = { version: (site.proof ?? firstVersion).version + 1, previousUntilMs };
    const changed = { ...site, proof };
    this.#save("site", changed);
    await publishSite(this.env, { site: changed, published });
    return proof;
  }

  async leads(query: LeadQuery): Promise<LeadPage> {
    return this.#leads.page(query);
  }

  /**
   * Takes down what tracking requests have shown of how the script is set up.
   *
   * @returns Whether anybody looks at the live list at the moment.
   */
  async noteSightings(sightings: readonly Sighting[]): Promise<boolean> {
    const nowMs = Date.now();
    const news = sightings.filter((sighting) => this.#sightings.note(sighting, nowMs));
    if (news.length > 0) this.#live.send({ type: "setup" });
    return this.#live.isWatched;
  }

  /** What is known of the installation, or null when the site was not created. */
  async installation(): Promise<Installation | null> {
    const site = this.#site();
    if (site === null) return null;
    const actions = this.#models.latest()?.model.actions ?? [];
    return {
      site,
      writeKey: this.writeKey(this.#setting("writeKey") as string | null),
      sightings: this.#sightings.all(),
      actions: actions.map(({ id, kind }) => ({ id, kind })),
    };
  }

  /** Sets a destination up. The secret is shown now and never again. */
  async addDestination({
    kind,
    name,
    purposes = ["sales"],
    isShare,
    ...settings
  }: NewDestination): Promise<{ destination: Destination; secret: string | null }> {
    const address = new URL(kindOf(kind).address(settings)).host;
    const basics: DestinationBasics = {
      id: `dst_${randomId()}`,
      kind,
      name: name ?? (kind === "webhook" ? address : kindOf(kind).label),
      purposes,
      createdAtMs: Date.now(),
      ...(isShare !== undefined && { isShare }),
    };
    const made = await this.#destinationObject(basics.id).setUp(basics, settings);
    this.#destinations.save(basics);
    return answerOf(made);
  }

  /** Changes a destination, and which hand-offs it is given. */
  async changeDestination(
    id: string,
    change: DestinationChange,
  ): Promise<{ destination: Destination } | { refusal: Refusal }> {
    const changed = await this.#destinationObject(id).change(change);
    if ("destination" in changed) this.#destinations.save(changed.destination);
    return answerOf(changed);
  }

  /** Takes a destination away, with what waits in it. */
  async removeDestination(id: string): Promise<void> {
    this.#destinations.remove(id);
    await this.#destinationObject(id).remove();
  }

  async destinations(): Promise<Destination[]> {
    return Promise.all(this.#destinations.ids().map((id) => this.#destinationObject(id).describe()));
  }

  /** Whether a destination is this site's. */
  async hasDestination(id: string): Promise<boolean> {
    return this.#destinations.has(id);
  }

  /** Hand-offs that no destination took: how many of each purpose. */
  async untakenHandOffs(): Promise<Record<string, number>> {
    return this.#destinations.untakenCounts();
  }

  /**
   * Has the hand-offs sent that no destination took, as far as one takes them now.
   *
   * @returns How many visitors were asked, and how many hand-offs are left.
   */
  async sendUntaken(): Promise<{ visitors: number; left: number }> {
    const siteId = this.#site()?.id ?? "";
    const visitors = this.#destinations.untakenVisitors(untakenSentAtOnce);
    for (const visitorId of visitors) {
      const visitor = this.env.VISITOR.get(this.env.VISITOR.idFromName(`${siteId}:${visitorId}`));
      if (!(await visitor.sendUntaken())) this.#destinations.forgetVisitor(visitorId);
    }
    const left = Object.values(this.#destinations.untakenCounts()).reduce((sum, count) => sum + count, 0);
    return { visitors: visitors.length, left };
  }

  /** Hand-offs that are held since there were too many in an hour: how many of each purpose. */
  async heldHandOffs(): Promise<Record<string, number>> {
    return this.#gate.counts();
  }

  /**
   * Lets held hand-offs go, whatever the cap says.
   *
   * @returns How many visitors were asked, and how many hand-offs are left.
   */
  async releaseHeld(): Promise<{ visitors: number; left: number }> {
    const siteId = this.#site()?.id ?? "";
    const visitors = this.#gate.release(untakenSentAtOnce);
    for (const visitorId of visitors) {
      const visitor = this.env.VISITOR.get(this.env.VISITOR.idFromName(`${siteId}:${visitorId}`));
      if (!(await visitor.sendUntaken())) this.#gate.forgetVisitor(visitorId);
    }
    const left = Object.values(this.#gate.counts()).reduce((sum, count) => sum + count, 0);
    this.#live.send({ type: "held", held: left });
    return { visitors: visitors.length, left };
  }

  /**
   * Gives up hand-offs that are not to leave any more, also where a destination waits with one.
   *
   * @returns Ids of the destinations that have tried to deliver one, by its id: their receivers may have it.
   */
  async dropHandOffs(ids: readonly string[]): Promise<Record<string, string[]>> {
    const left: Record<string, string[]> = {};
    for (const id of ids) {
      this.#destinations.noteUntaken(id, "", "", false);
      this.#gate.drop(id);
    }
    for (const destinationId of this.#destinations.ids())
      for (const id of await this.#destinationObject(destinationId).callBack(ids))
        (left[id] ??= []).push(destinationId);
    return left;
  }

  /** How far hand-offs have come with the destinations that took them, by the hand-off's id. */
  async deliveriesOf(
    handOffs: readonly Pick<HandOffRecord, "id" | "destinations">[],
  ): Promise<Record<string, HandOffDelivery[]>> {
    const known = new Map<string, Record<string, Delivery>>();
    for (const id of this.#destinations.ids()) {
      const taken = handOffs.filter(({ destinations }) => destinations.includes(id));
      if (taken.length === 0) continue;
      known.set(id, await this.#destinationObject(id).deliveriesOf(taken.map((handOff) => handOff.id)));
    }
    return Object.fromEntries(
      handOffs.map(({ id, destinations }) => [
        id,
        destinations.map((destinationId) => handOffDelivery(destinationId, known.get(destinationId)?.[id])),
      ]),
    );
  }

  /** Adds to the requests of a day. @returns How many there were. */
  async countRequests(day: number, requests: number): Promise<number> {
    return this.#requests.add(day, requests);
  }

  async sources(): Promise<StoredSource[]> {
    return this.#sources.all();
  }

  async source(id: string): Promise<StoredSource | null> {
    return this.#sources.find(id);
  }

  /** @returns false when the site has as many sources as it may have. */
  async saveSource(siteId: string, source: StoredSource): Promise<boolean> {
    return this.#sources.save(siteId, source);
  }

  async removeSource(id: string): Promise<void> {
    await this.#sources.remove(id);
  }

  async noteSourceDelivery(id: string, delivery: SourceDelivery): Promise<void> {
    this.#sources.note(id, delivery);
  }

  async sourceDeliveries(id: string): Promise<SourceDelivery[]> {
    return this.#sources.deliveries(id);
  }

  /** The live feed; the route has checked the token. */
  override async fetch(request: Request): Promise<Response> {
    return this.#live.accept(request.headers);
  }

  override async webSocketMessage(): Promise<void> {
    // The feed only speaks.
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    // 1005 and 1006 say that there was no code; they may not be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  protected override siteId(): string {
    return this.#requireSite().id;
  }

  protected override shut(actorTag: string): void {
    this.#live.shut(actorTag);
  }

  /** Whether a hand-off is one too many for this hour. Whoever looks at the dashboard is told of the first. */
  #isHeld({ id, who: { visitorId } }: HandOffPayload, purpose: string): boolean {
    const site = this.#site();
    const atMost = site?.caps?.handOffsPerHour ?? limits.handOffsPerHour;
    const verdict = this.#gate.judge({ handOffId: id, visitorId, purpose }, atMost, Date.now());
    if (verdict === "first_held") {
      log("hand_offs_held", { siteId: site?.id, purpose, handOffsPerHour: atMost });
      this.#live.send({ type: "held", held: 1 });
    }
    return verdict !== "passed";
  }

  #sweep() {
    return this.env.SWEEP.get(this.env.SWEEP.idFromName(this.#requireSite().id));
  }

  #destinationObject(id: string) {
    return this.env.DESTINATION.get(this.env.DESTINATION.idFromName(id));
  }

  #setting(name: SettingName): unknown {
    const [row] = this.ctx.storage.sql
      .exec<{ body: string }>("SELECT body FROM setting WHERE name = ?", name)
      .toArray();
    return row === undefined ? null : JSON.parse(row.body);
  }

  #site(): Site | null {
    return this.#setting("site") as Site | null;
  }

  #requireSite(): Site {
    const site = this.#site();
    if (site === null) throw new Error("the site was not created");
    return site;
  }

  #save(name: SettingName, value: unknown): void {
    this.ctx.storage.sql.exec("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, JSON.stringify(value));
  }
}

/** A delivery as the lead shows it. */
function handOffDelivery(destinationId: string, delivery: Delivery | undefined): HandOffDelivery {
  if (delivery === undefined)
    return { destinationId, state: "forgotten", attempts: 0, deliveredAtMs: null, error: null };
  const { state, attempts, deliveredAtMs, lastError } = delivery;
  return { destinationId, state, attempts, deliveredAtMs, error: state === "delivered" ? null : lastError };
}
