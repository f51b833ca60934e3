import { DurableObject } from "cloudflare:workers";
import type {
  Delivery,
  Destination,
  DestinationTest,
  Exchange,
  HandOffPayload,
} from "../../../shared/schema/destination.ts";
import type { ToldReceiver } from "../../../shared/schema/privacy.ts";
import { kindOf, type DestinationChange } from "../../destinations/index.ts";
import { guardedFetch } from "../../destinations/outbound.ts";
import { changedSettings, requireSettings, type Settings } from "../../destinations/settings.ts";
import { isLocal, retryScale, secretOf, type Environment } from "../../environment.ts";
import { log } from "../../log.ts";
import { Problem } from "../../problem.ts";
import { randomId } from "../../security/digest.ts";
import type { Bar } from "../visitor/bars.ts";
import type { LeftHandOff } from "../visitor/remains.ts";
import { attemptDelivery, type Attempt } from "./attempt.ts";
import { afterAnswer, afterFailure, allowance, closedBreaker, type Breaker } from "./breaker.ts";
import { Configuration, type DestinationBasics } from "./configuration.ts";
import { noticesByName } from "./notices.ts";
import { DeliveryQueue, type DueDelivery } from "./delivery-queue.ts";
import { longestPendingMs } from "./schedule.ts";
import { settlementOf } from "./settlement.ts";
import { testHandOff } from "./test-hand-off.ts";
import { Throttle } from "./throttle.ts";

const deliveriesListed = 200;
/** Replayed by one call at most; the rest by the next. */
const replayedAtOnce = 1_000;
const alarmRetryMs = 30_000;
/** Erasures that are remembered for a repetition, which comes within a minute. */
const untouchedKept = 100;
/** What the log says of a delivery that was called back. */
const cancelReasons: Readonly<Record<Bar["why"], string>> = {
  consent: "the visitor has withdrawn consent",
  objection: "the person has objected to being scored",
  share: "the visitor's browser says that nothing may be shared: Global Privacy Control",
};
/** How long settled deliveries are kept. */
const retentionMs = 30 * 86_400_000;

/** What was refused, for the route to answer with: a thrown error loses its class on the way between objects. */
export interface Refusal {
  code: string;
  message: string;
  field: string | undefined;
}

/**
 * One destination of one site: a queue that nothing leaves but by being delivered, given up on with
 * a reason, or switched off. At least once, under an id that stays the same; the hand-offs of one
 * lead in their order; never faster than the provider takes them.
 */
export class DestinationObject extends DurableObject<Environment> {
  readonly #queue: DeliveryQueue;
  readonly #configuration: Configuration;
  #throttle: Throttle | null = null;
  /** Its tables are gone, but this memory is not yet. */
  #isRemoved = false;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    this.#configuration = new Configuration(ctx.storage.sql, () => secretOf(env));
    this.#queue = new DeliveryQueue(ctx.storage);
  }

  /** Sets the destination up. @returns The secret that it signs with, which is shown once; null when it does not sign. */
  async setUp(
    basics: DestinationBasics,
    settings: Settings,
  ): Promise<{ destination: Destination; secret: string | null }> {
    const secret = await this.#configuration.create(basics, settings);
    return { destination: this.#describe(), secret };
  }

  async describe(): Promise<Destination> {
    return this.#describe();
  }

  /** Changes settings, and starts or pauses it. New settings start one that was stopped for its old ones. */
  async change({
    enabled,
    name,
    purposes,
    isShare,
    ...settings
  }: DestinationChange): Promise<{ destination: Destination } | { refusal: Refusal }> {
    const changed = await this.#changed(settings);
    if ("refusal" in changed) return changed;
    await this.#configuration.change(
      {
        ...(name !== undefined && { name }),
        ...(purposes !== undefined && { purposes }),
        ...(isShare !== undefined && { isShare }),
      },
      changed.settings,
    );
    // From now on it shares: those who said no to that were told to it as to any other.
    if (isShare === true) await this.#cancel(this.#queue.unshared(), "share");
    const isMended = Object.keys(settings).length > 0 && this.#configuration.state === "attention";
    if (enabled === false) this.#configuration.setState("paused", null);
    else if (enabled === true || isMended) await this.#start();
    return { destination: this.#describe() };
  }

  /** Makes a new secret to sign with; until `previousUntilMs` both sign. Null when its kind does not sign. */
  async rotateSecret(previousUntilMs: number): Promise<{ destination: Destination; secret: string } | null> {
    const secret = await this.#configuration.rotate(previousUntilMs);
    return secret === null ? null : { destination: this.#describe(), secret };
  }

  /** Forgets everything, what waits included. */
  async remove(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.#isRemoved = true;
  }

  /**
   * Takes a hand-off; the same one again changes nothing.
   *
   * @param isOptedOut Whether a browser of theirs has said that nothing may be shared.
   */
  async enqueue(payload: HandOffPayload, isOptedOut = false): Promise<void> {
    this.#queue.add(this.#deliveryId(payload.id), payload, Date.now());
    if (isOptedOut) await this.cancelLeads([payload.who.visitorId], "share");
    await this.#arm();
  }

  async deliveries(state?: Delivery["state"]): Promise<Delivery[]> {
    return this.#queue.list(deliveriesListed, state);
  }

  /** Deliveries of these hand-offs that the log still has, by the hand-off's id. */
  async deliveriesOf(handOffIds: readonly string[]): Promise<Record<string, Delivery>> {
    return Object.fromEntries(
      handOffIds.flatMap((handOffId) => {
        const delivery = this.#queue.get(this.#deliveryId(handOffId));
        return delivery === null ? [] : [[handOffId, delivery] as const];
      }),
    );
  }

  /** A delivery with the requests of its last try; null when there is none of this id. */
  async delivery(id: string): Promise<{ delivery: Delivery; exchanges: Exchange[] } | null> {
    const delivery = this.#queue.get(id);
    return delivery === null ? null : { delivery, exchanges: this.#queue.exchanges(id) };
  }

  /** Tries a delivery again from the beginning of the schedule; null when there is none of this id. Starts a destination that was stopped. */
  async replay(id: string): Promise<{ delivery: Delivery } | { refusal: Refusal } | null> {
    const delivery = this.#queue.get(id);
    if (delivery === null) return null;
    const refusal = this.#replayRefusal(delivery);
    if (refusal !== null) return { refusal };
    const again = this.#queue.requeue(delivery, Date.now());
    await this.#start();
    return { delivery: again };
  }

  /** Why a delivery is not tried again; null when it may be. */
  #replayRefusal({ id, state, lastError }: Delivery): Refusal | null {
    const bar = this.#queue.barOf(id);
    const { basics } = this.#configuration;
    const isBarred = bar !== null && (bar !== "share" || basics.isShare === true);
    if (state === "cancelled" || isBarred) {
      const reason = bar === null ? (lastError ?? "it was called back") : cancelReasons[bar];
      return {
        code: "called_back",
        message: `${reason}; nothing from before is sent again`,
        field: undefined,
      };
    }
    const content = this.#queue.contentOf(id);
    const { erase, label } = kindOf(basics.kind);
    const isForgotten = content === "nothing" || (content === "stripped_notice" && erase?.isByName === true);
    if (!isForgotten) return null;
    const why =
      content === "nothing"
        ? "an earlier release kept nothing of a notice that was delivered"
        : `${label} finds a person by name, and the names were forgotten when the notice was delivered`;
    return { code: "forgotten", message: `${why}: it cannot be sent again`, field: undefined };
  }

  /** Tries the dead ones again, those that died first at first. @returns How many. */
  async replayDead(): Promise<number> {
    const dead = this.#queue.replayable(replayedAtOnce);
    for (const delivery of dead) this.#queue.requeue(delivery, Date.now());
    if (dead.length > 0) await this.#start();
    return dead.length;
  }

  /**
   * Delivers a made-up lead once, past the queue, and says what happened.
   *
   * @param change Settings to try that are not saved.
   */
  async sendTest(change: Settings): Promise<DestinationTest | { refusal: Refusal }> {
    const changed = await this.#changed(change);
    if ("refusal" in changed) return changed;
    const nowMs = Date.now();
    const id = `test.${randomId()}`;
    const payload = testHandOff(id, this.#configuration.basics.purposes[0] ?? "sales", nowMs);
    const { result, exchanges } = await this.#attempt(
      { payload, id, attempt: 1, turn: 0 },
      changed.settings,
      await this.#configuration.signingSecrets(nowMs),
    );
    const isSaved = Object.keys(change).length === 0;
    if (isSaved && result.outcome === "delivered" && this.#configuration.state === "attention") {
      await this.#start();
    }
    const error = result.outcome === "delivered" ? null : result.error;
    return { outcome: result.outcome, status: result.status, error, exchanges };
  }

  /** Ends what has not left of these leads, since they said no; what has left is not sent again. */
  async cancelLeads(leadIds: readonly string[], why: Bar["why"]): Promise<void> {
    const deliveries = this.#queue.handOffsOf(leadIds).map(({ delivery }) => delivery.id);
    await this.#cancel(deliveries, why);
  }

  /** The same for hand-offs of theirs under the id of another lead. */
  async cancelHandOffs(handOffIds: readonly string[], why: Bar["why"]): Promise<void> {
    const deliveries = handOffIds.map((id) => this.#deliveryId(id));
    await this.#cancel(deliveries, why);
  }

  async #cancel(ids: readonly string[], why: Bar["why"]): Promise<void> {
    const isHeeded = why !== "share" || this.#configuration.basics.isShare === true;
    for (const id of ids) {
      this.#queue.bar(id, why);
      if (isHeeded) this.#queue.cancel(id, cancelReasons[why], Date.now());
    }
    await this.#arm();
  }

  /** Ends hand-offs that were not tried yet: the merge that had made them was undone. @returns Ids of those that were. */
  async callBack(handOffIds: readonly string[]): Promise<string[]> {
    const tried = handOffIds.filter((handOffId) => {
      const id = this.#deliveryId(handOffId);
      if (this.#queue.get(id)?.lastAttemptAtMs === null)
        this.#queue.cancel(id, "the merge was undone that had made it", Date.now());
      return (this.#queue.get(id)?.lastAttemptAtMs ?? null) !== null;
    });
    await this.#arm();
    return tried;
  }

  /** What is kept of these leads, as JSON. */
  async dossier(leadIds: readonly string[]): Promise<string> {
    const { id, kind, name } = this.#configuration.basics;
    return JSON.stringify({ destination: { id, kind, name }, deliveries: this.#queue.ofLeads(leadIds) });
  }

  /**
   * Forgets everything of an erased person, and has the receiver told, if it got anything of them.
   *
   * @param handOffs All of theirs. Which of them were put into this queue is known from there too: the log
   *   forgets after a month, and the visitor does not know when the answer was lost.
   * @param isTold Whether the receiver is to be told at all.
   */
  async erase(
    notice: HandOffPayload,
    handOffs: readonly LeftHandOff[],
    isTold: boolean,
  ): Promise<{ deliveries: number; receiver: ToldReceiver | null }> {
    const { id, kind: name } = this.#configuration.basics;
    const { visitorIds = [], handOffIds = [] } = notice.erased ?? {};
    const ids = handOffIds.map((handOffId) => this.#deliveryId(handOffId));
    const known = this.#queue.handOffsOf(visitorIds, ids);
    const tried = known.filter(({ delivery }) => delivery.lastAttemptAtMs !== null);
    const given = handOffs.filter(
      (handOff) =>
        handOff.destinations.includes(id) || tried.some(({ payload }) => payload.id === handOff.id),
    );
    const wasGiven = given.length > 0;
    // An erasure that was cut and comes again finds nothing here any more.
    const isUntouched = known.length > 0 ? tried.length === 0 : this.#untouched().includes(notice.id);
    const isSomewhere = tried.length > 0 || (wasGiven && !isUntouched);
    if (known.length > 0 && isUntouched)
      this.#configuration.keep("untouched", [...this.#untouched(), notice.id].slice(-untouchedKept));
    for (const { delivery } of known) this.#queue.forget(delivery.id, Date.now());
    const deliveries = known.length;
    if (!isTold || (!isSomewhere && !wasGiven && deliveries === 0)) return { deliveries, receiver: null };
    const receiver = { destinationId: id, kind: name, note: null };
    if (!isSomewhere) return { deliveries, receiver: { ...receiver, how: "nothing_left" } };
    const kind = kindOf(name);
    const isOn = kind.erase?.isOn?.(await this.#configuration.settings()) ?? kind.erase !== undefined;
    const notices = kind.erase?.isByName === true ? noticesByName(notice, given) : [notice];
    if (!isOn || notices.length === 0)
      return { deliveries, receiver: { ...receiver, how: "by_hand", note: kind.erasedByHand } };
    for (const each of notices) this.#queue.add(this.#deliveryId(each.id), each, Date.now());
    await this.#arm();
    return { deliveries, receiver: { ...receiver, how: "told" } };
  }

  /** Notices of erasures that found nothing here but what had not left. */
  #untouched(): string[] {
    return (this.#configuration.load("untouched") as string[] | undefined) ?? [];
  }

  /** Tries what is due. Never throws: the platform gives up on an alarm that does, after six times. */
  override async alarm(): Promise<void> {
    try {
      if (this.#isRemoved || !this.#configuration.isSetUp) return;
      this.#queue.prune(Date.now() - retentionMs);
      const waitMs = this.#configuration.state === "active" ? await this.#deliverDue() : 0;
      await this.#arm(Date.now() + waitMs);
    } catch (error) {
      log("destination_alarm_failed", { error });
      await this.ctx.storage.setAlarm(Date.now() + alarmRetryMs);
    }
  }

  /** @returns How long the throttle wants to be left alone, milliseconds. */
  async #deliverDue(): Promise<number> {
    const nowMs = Date.now();
    const due = this.#queue.due(nowMs, allowance(this.#breaker(), nowMs));
    if (due.length === 0) return 0;
    const settings = await this.#configuration.settings();
    const signingSecrets = await this.#configuration.signingSecrets(nowMs);
    const throttle = this.#throttled();
    const tries: Promise<void>[] = [];
    for (const item of due) {
      if (throttle.waitMs(Date.now()) > 0) break;
      tries.push(this.#try(item, settings, signingSecrets));
    }
    await Promise.all(tries);
    return this.#throttled().waitMs(Date.now());
  }

  async #try(
    { delivery, payload, turn }: DueDelivery,
    settings: Settings,
    signingSecrets: readonly string[],
  ): Promise<void> {
    if (!this.#queue.begin(delivery.id, Date.now())) return;
    // One that is replayed begins its schedule again, but its first try was made.
    const attempt = delivery.lastAttemptAtMs === null ? 1 : Math.max(delivery.attempts + 1, 2);
    const made = await this.#attempt({ payload, id: delivery.id, attempt, turn }, settings, signingSecrets);
    // Forgotten meanwhile: there is nothing to write down.
    const now = this.#isRemoved ? null : this.#queue.get(delivery.id);
    if (now === null) return;
    const isDelivered = made.result.outcome === "delivered";
    // Cancelled meanwhile: it is not tried again, and if it has arrived the log says so.
    if (now.state === "cancelled" && !isDelivered) return;
    this.#settle({ ...delivery, attempts: delivery.attempts + 1 }, made);
    if (payload.erased !== undefined && isDelivered) this.#queue.strip(delivery.id);
  }

  async #attempt(
    { payload, id, attempt, turn }: { payload: HandOffPayload; id: string; attempt: number; turn: number },
    settings: Settings,
    signingSecrets: readonly string[],
  ): Promise<Attempt> {
    const kind = kindOf(this.#configuration.basics.kind);
    const send = guardedFetch(isLocal(this.env), kind.hosts);
    const throttled = this.#throttled().begin();
    try {
      return await attemptDelivery({
        kind,
        settings,
        signingSecrets,
        payload,
        idempotencyKey: id,
        attempt,
        turn,
        request: (url, init) => {
          throttled.requested(Date.now());
          return send(url, init);
        },
      });
    } finally {
      throttled.end();
    }
  }

  #settle(tried: Delivery, { result, exchanges }: Attempt): void {
    const nowMs = Date.now();
    const scale = retryScale(this.env);
    const { delivery, lesson, stop } = settlementOf(tried, result, nowMs, Math.random(), scale);
    this.#queue.settle(delivery, exchanges, nowMs);
    if (lesson === "answered") this.#note(afterAnswer(this.#breaker()));
    if (lesson === "failed") {
      this.#note(afterFailure(this.#breaker(), nowMs, Math.random(), result.retryAfterMs, scale));
      this.#giveUp(nowMs);
    }
    // A person who paused it meanwhile has decided already.
    if (stop !== null && this.#configuration.state === "active") {
      this.#configuration.setState(stop, delivery.lastError);
    }
  }

  /**
   * Ends what has been tried for longer than the schedule lasts: while the breaker is open nothing is
   * tried as often as the schedule says. The time that a destination was stopped does not count.
   */
  #giveUp(nowMs: number): void {
    const sinceMs = nowMs - longestPendingMs;
    const startedMs = (this.#configuration.load("startedMs") as number | undefined) ?? 0;
    if (startedMs < sinceMs) this.#queue.giveUpOn(sinceMs, nowMs);
  }

  /** Under which id the receiver gets a hand-off: each destination has its own. */
  #deliveryId(handOffId: string): string {
    return `${handOffId}.${this.#configuration.basics.id.slice(-8)}`;
  }

  async #start(): Promise<void> {
    this.#configuration.setState("active", null);
    this.#configuration.keep("startedMs", Date.now());
    this.#note(closedBreaker);
    await this.#arm();
  }

  /** The saved settings with a change laid over them, checked. */
  async #changed(change: Settings): Promise<{ settings: Settings } | { refusal: Refusal }> {
    const kind = kindOf(this.#configuration.basics.kind);
    const settings = changedSettings(await this.#configuration.settings(), change);
    try {
      return { settings: requireSettings(kind, settings, isLocal(this.env)) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, message, field } = error;
      return { refusal: { code, message, field } };
    }
  }

  /** Sets the alarm for the next try, or for forgetting. While the destination is stopped nothing is tried, and everything is kept. */
  async #arm(earliestMs = Date.now()): Promise<void> {
    const oldestMs = this.#queue.oldestSettledMs();
    const pruneAtMs = oldestMs === null ? null : oldestMs + retentionMs;
    const nextAtMs = this.#configuration.state === "active" ? this.#queue.nextAtMs() : null;
    const tryAtMs = nextAtMs === null ? null : Math.max(nextAtMs, this.#breaker().openUntilMs, earliestMs);
    const atMs = Math.max(Math.min(tryAtMs ?? Infinity, pruneAtMs ?? Infinity), Date.now());
    const setAtMs = await this.ctx.storage.getAlarm();
    // An alarm that comes sooner finds out by itself when the next one has to be.
    if (atMs < Infinity && (setAtMs === null || setAtMs > atMs)) await this.ctx.storage.setAlarm(atMs);
  }

  #throttled(): Throttle {
    this.#throttle ??= new Throttle(kindOf(this.#configuration.basics.kind).limit);
    return this.#throttle;
  }

  #breaker(): Breaker {
    return (this.#configuration.load("breaker") as Breaker | undefined) ?? closedBreaker;
  }

  #note(breaker: Breaker): void {
    const known = this.#breaker();
    if (known.failures === breaker.failures && known.openUntilMs === breaker.openUntilMs) return;
    this.#configuration.keep("breaker", breaker);
  }

  #describe(): Destination {
    return this.#configuration.describe(this.#breaker().openUntilMs, Date.now());
  }
}
