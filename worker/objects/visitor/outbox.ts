import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { log } from "../../log.ts";
import type { Environment } from "../../environment.ts";
import type { Bars } from "./bars.ts";
import type { Claims } from "./claims.ts";
import type { Merges } from "./merges.ts";
import type { StoredHandOff, VisitorStorage } from "./storage.ts";

/**
 * How long after a batch the alarm sends what nobody was in a hurry for, and what a crash left behind.
 * Milliseconds. An alarm costs a row and a request, and so does what it sends: while nobody watches,
 * one is enough for most of a visit.
 */
export const lingerMs = { soon: 5_000, later: 60_000 } as const;
const retryBaseMs = 2_000;
const retryMaxMs = 15 * 60_000;

/** Reads the visitor's line for the lead book; null when it has none. */
type SummaryReader = () => Promise<{ siteId: string; summary: LeadSummary } | null>;

/**
 * What has to leave a visitor: identity claims, merges, hand-offs, and the line in the lead book. Each is
 * durable before it is sent and can be sent again without harm. The alarm finds what a crash or a
 * failing neighbour left behind; it never throws, and it always comes back while something is left.
 */
export class Outbox {
  readonly #ctx: DurableObjectState;
  readonly #env: Environment;
  readonly #tables: VisitorStorage;
  readonly #summary: SummaryReader;
  readonly #claims: Claims;
  readonly #merges: Merges;
  readonly #bars: Bars;
  readonly #nextChange: (sinceMs: number) => Promise<number | null>;
  /** When the alarm is set for, as far as this memory knows. */
  #alarmAtMs = 0;
  #failures = 0;
  /** Changes that the lead book may not know; a new memory cannot tell, so it begins with yes. */
  #isDirty = true;
  /** Since when the line may be as the lead book has it: what time has changed after it is still to be told. */
  #lineAtMs = 0;
  #running: Promise<void> | null = null;
  /** What is with the site at this moment. */
  #onItsWay: Promise<void> | null = null;

  constructor(
    ctx: DurableObjectState,
    env: Environment,
    tables: VisitorStorage,
    summary: SummaryReader,
    claims: Claims,
    merges: Merges,
    bars: Bars,
    nextChange: (sinceMs: number) => Promise<number | null>,
  ) {
    this.#ctx = ctx;
    this.#env = env;
    this.#tables = tables;
    this.#summary = summary;
    this.#claims = claims;
    this.#merges = merges;
    this.#bars = bars;
    this.#nextChange = nextChange;
  }

  /** Makes sure that the alarm will look after what this batch leaves. One that is still to come is enough. */
  async arm(when: keyof typeof lingerMs = "soon"): Promise<void> {
    this.#isDirty = true;
    const nowMs = Date.now();
    const byMs = nowMs + lingerMs[when];
    // A new memory does not know what the one before it has set, and may not put it off again and again.
    if (this.#alarmAtMs <= nowMs) this.#alarmAtMs = (await this.#ctx.storage.getAlarm()) ?? 0;
    if (this.#alarmAtMs > 0 && this.#alarmAtMs <= byMs) return;
    this.#alarmAtMs = byMs;
    await this.#ctx.storage.setAlarm(byMs);
  }

  /** Everything was deleted, the alarm too. */
  forget(): void {
    this.#alarmAtMs = 0;
  }

  /** Sends everything that is waiting. Runs once at a time; what comes in meanwhile is sent after. */
  async flush(): Promise<void> {
    while (this.#running !== null) await this.#running;
    if (!this.#isDirty) return;
    this.#running = this.#flushOnce().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Waits for what is on its way. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  /**
   * Waits until it is known who has the hand-offs that are with the site at this moment. This waits for
   * no other visitor, who may be waiting for this one in turn.
   */
  async handedOff(): Promise<void> {
    while (this.#onItsWay !== null) await this.#onItsWay.catch(() => undefined);
  }

  /** Sends hand-offs again that no destination took, or that were held. */
  async sendUntaken(): Promise<void> {
    const waiting = [...this.#tables.handOffs("no_destination"), ...this.#tables.handOffs("held")];
    for (const handOff of waiting) {
      this.#tables.saveHandOff({ ...handOff, state: "pending" });
    }
    await this.arm();
    await this.flush();
  }

  async onAlarm(): Promise<void> {
    this.#alarmAtMs = 0;
    await this.#claims.make();
    await this.flush();
    const isLeft = this.#isDirty || this.#claims.isUnsettled || this.#merges.isUnsettled;
    if (!isLeft) {
      await this.sleepUntilChange(this.#lineAtMs);
      return;
    }
    const delayMs = Math.min(retryBaseMs * 2 ** this.#failures, retryMaxMs);
    // Half of it by chance: after an outage not all visitors may come at the same moment.
    this.#alarmAtMs = Date.now() + delayMs / 2 + (Math.random() * delayMs) / 2;
    await this.#ctx.storage.setAlarm(this.#alarmAtMs);
  }

  /**
   * Sleeps until time alone will change the visitor's line, if it will: nobody has to look again and again.
   *
   * @param sinceMs When the line was read that the lead book has, or is about to be given.
   */
  async sleepUntilChange(sinceMs: number): Promise<void> {
    const nextMs = await this.#nextChange(sinceMs).catch(() => null);
    if (nextMs === null) return;
    // One that comes sooner finds out by itself.
    const setMs = await this.#ctx.storage.getAlarm();
    if (setMs !== null && setMs <= nextMs) return;
    // When it comes, the lead book's line is old, whether this memory is still there or not.
    this.#isDirty = true;
    this.#alarmAtMs = nextMs;
    await this.#ctx.storage.setAlarm(nextMs);
  }

  /** Hand-offs that no destination has yet stay here for good. */
  #withhold(): void {
    for (const handOff of this.#tables.handOffs()) {
      if (handOff.state !== "sent" && handOff.state !== "withdrawn")
        this.#tables.saveHandOff({ ...handOff, state: "withdrawn" });
    }
  }

  async #flushOnce(): Promise<void> {
    this.#isDirty = false;
    this.#lineAtMs = Date.now();
    const siteId = this.#tables.owner()?.siteId;
    if (siteId === undefined || this.#bars.isClosed) return;
    try {
      await this.#claims.tellDoubles();
      if (this.#merges.isUnsettled) await this.#merges.settle();
      const waiting = new Set(this.#tables.handOffs("pending").map(({ id }) => id));
      const { isBarred, isOptedOut } = await this.#bars.enforce(this.#merges.devices());
      if (isBarred) this.#withhold();
      const current = await this.#summary();
      // What has come meanwhile may have come with a no: the next run asks again.
      const pending = this.#tables.handOffs("pending").filter(({ id }) => waiting.has(id));
      if (current === null && pending.length === 0) return;
      const lead = current?.summary ?? null;
      this.#onItsWay = this.#bring(siteId, lead, pending, isOptedOut).finally(() => {
        this.#onItsWay = null;
      });
      await this.#onItsWay;
      this.#failures = 0;
    } catch (error) {
      this.#isDirty = true;
      this.#failures += 1;
      log("outbox_failed", { siteId, failures: this.#failures, error });
    }
  }

  /** Brings the line and hand-offs to the site, and writes down who has them. */
  async #bring(
    siteId: string,
    lead: LeadSummary | null,
    pending: readonly StoredHandOff[],
    isOptedOut: boolean,
  ): Promise<void> {
    const site = this.#env.SITE.get(this.#env.SITE.idFromName(siteId));
    const taken = await site.sync(
      lead,
      pending.map(({ payload, purpose }) => ({ payload, purpose, isOptedOut })),
      this.#merges.kin.undone(),
    );
    for (const handOff of pending) {
      const takers = taken[handOff.id];
      const destinations = takers ?? [];
      const isHeld = takers === null;
      const state = isHeld ? "held" : destinations.length > 0 ? "sent" : "no_destination";
      this.#tables.saveHandOff({ ...handOff, destinations, state });
    }
  }
}
