import { DurableObject } from "cloudflare:workers";
import type { Delivery, Destination, HandOffPayload } from "../../../shared/schema/destination.ts";
import type { DeliveryResult } from "../../destinations/contract.ts";
import { destinationKindsByName } from "../../destinations/index.ts";
import { guardedFetch } from "../../destinations/outbound.ts";
import { newWebhookSecret } from "../../destinations/standard-webhooks.ts";
import { isLocal, secretOf, type Environment } from "../../environment.ts";
import { log } from "../../log.ts";
import { seal, unseal } from "../../security/seal.ts";
import { DeliveryQueue } from "./delivery-queue.ts";
import { nextDelayMs } from "./schedule.ts";

interface Settings {
  destination: Destination;
  sealedSecret: string;
}

/** Deliveries tried in one run of the alarm. */
const triedAtOnce = 20;
const deliveriesListed = 200;
const alarmRetryMs = 30_000;

/**
 * One destination of one site: a queue that nothing leaves but by being delivered, given up on with
 * a reason, or switched off. At least once, under an id that stays the same.
 */
export class DestinationObject extends DurableObject<Environment> {
  readonly #queue: DeliveryQueue;

  constructor(ctx: DurableObjectState, env: Environment) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
    );
    this.#queue = new DeliveryQueue(ctx.storage.sql);
  }

  /** Sets the destination up and makes its secret, which is returned once. */
  async setUp(destination: Destination): Promise<{ secret: string }> {
    const secret = newWebhookSecret();
    this.#save({ destination, sealedSecret: await seal(secretOf(this.env), secret) });
    return { secret };
  }

  /** Takes a hand-off; the same one again changes nothing. */
  async enqueue(payload: HandOffPayload): Promise<void> {
    const settings = this.#settings();
    this.#queue.add(`${payload.id}.${settings.destination.id.slice(-8)}`, payload, Date.now());
    await this.#arm();
  }

  async deliveries(): Promise<Delivery[]> {
    return this.#queue.list(deliveriesListed);
  }

  async isDisabled(): Promise<boolean> {
    return this.#settings().destination.disabled;
  }

  /** Tries a delivery again from the beginning of the schedule; null when there is none of this id. Switches the destination on again. */
  async replay(id: string): Promise<Delivery | null> {
    const delivery = this.#queue.get(id);
    if (delivery === null) return null;
    const settings = this.#settings();
    if (settings.destination.disabled) {
      this.#save({ ...settings, destination: { ...settings.destination, disabled: false } });
    }
    const again: Delivery = {
      ...delivery,
      state: "pending",
      attempts: 0,
      nextAttemptAtMs: Date.now(),
      deliveredAtMs: null,
    };
    this.#queue.save(again);
    await this.#arm();
    return again;
  }

  /** Tries what is due. Never throws: the platform gives up on an alarm that does, after six times. */
  override async alarm(): Promise<void> {
    try {
      const settings = this.#settings();
      if (settings.destination.disabled) return;
      const due = this.#queue.due(Date.now(), triedAtOnce);
      await Promise.all(due.map(({ delivery, payload }) => this.#try(delivery, payload, settings)));
      await this.#arm();
    } catch (error) {
      log("destination_alarm_failed", { error });
      await this.ctx.storage.setAlarm(Date.now() + alarmRetryMs);
    }
  }

  async #try(
    delivery: Delivery,
    payload: HandOffPayload,
    { destination, sealedSecret }: Settings,
  ): Promise<void> {
    const kind = destinationKindsByName[destination.kind];
    let result: DeliveryResult;
    try {
      result = await kind.deliver(kind.map(payload), {
        url: destination.url,
        secret: await unseal(secretOf(this.env), sealedSecret),
        idempotencyKey: delivery.id,
        nowMs: Date.now(),
        request: guardedFetch(isLocal(this.env)),
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown error";
      result = { outcome: "retry", status: null, error: `no answer: ${reason}` };
    }
    this.#settle(delivery, result);
  }

  #settle(delivery: Delivery, result: DeliveryResult): void {
    const nowMs = Date.now();
    const attempts = delivery.attempts + 1;
    const tried: Delivery = { ...delivery, attempts, lastStatus: result.status };
    switch (result.outcome) {
      case "delivered":
        this.#queue.save({
          ...tried,
          state: "delivered",
          deliveredAtMs: nowMs,
          nextAttemptAtMs: null,
          lastError: null,
        });
        return;
      case "retry": {
        const delayMs = nextDelayMs(attempts, Math.random(), result.retryAfterMs);
        this.#queue.save({
          ...tried,
          state: delayMs === null ? "dead" : "pending",
          nextAttemptAtMs: delayMs === null ? null : nowMs + delayMs,
          lastError: result.error,
        });
        return;
      }
      case "gone": {
        this.#queue.save({ ...tried, state: "dead", nextAttemptAtMs: null, lastError: result.error });
        const settings = this.#settings();
        this.#save({ ...settings, destination: { ...settings.destination, disabled: true } });
      }
    }
  }

  /** Sets the alarm for the next try. While the destination is switched off nothing is tried, and everything is kept. */
  async #arm(): Promise<void> {
    const nextAtMs = this.#queue.nextAtMs();
    if (nextAtMs === null || this.#settings().destination.disabled) return;
    await this.ctx.storage.setAlarm(Math.max(nextAtMs, Date.now()));
  }

  #settings(): Settings {
    const [row] = this.ctx.storage.sql
      .exec<{ body: string }>("SELECT body FROM setting WHERE name = 'settings'")
      .toArray();
    if (row === undefined) throw new Error("the destination was not set up");
    return JSON.parse(row.body) as Settings;
  }

  #save(settings: Settings): void {
    this.ctx.storage.sql.exec(
      "INSERT OR REPLACE INTO setting VALUES ('settings', ?)",
      JSON.stringify(settings),
    );
  }
}
