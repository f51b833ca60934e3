import { setTimeout as wait } from "node:timers/promises";
import { SignJWT } from "jose";
import { demoSites } from "../../../worker/demo-sites.ts";
import type { Json } from "../../system/support/house.ts";

type SentEvent = Record<string, unknown> & { messageId: string };

/** A batch as it is sent, and sent again until somebody answers. */
interface SentBatch {
  events: SentEvent[];
  sentAtMs: number;
}

/** A browser of the crowd, with all that it was told was taken. */
export interface CrowdBrowser {
  anonymousId: string;
  /** Signed id of its latest answer. */
  token: string | undefined;
  /** Every id that it was given, the latest last. */
  visitorIds: string[];
  /** The address that it has proved, and shares with the other devices of a person; or null. */
  proved: string | null;
  /** The address that it alone has told, without proof. */
  told: string | null;
  accepted: SentBatch[];
  /** Events that a server told of the address, and was answered. */
  fromServer: { event: SentEvent; sentAtMs: number }[];
}

const dayMs = 86_400_000;
const retryMs = 150;
/** Devices of one person. */
const devicesAtMost = 4;
const batchesPerBrowser = { least: 4, most: 9 };
const paths = ["/", "/models/", "/models/aurora/", "/finance/", "/careers/", "/directions/", "/contact/"];
const userAgent =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const { id: siteId, keys } = demoSites.dealer;

/**
 * Visitors who look around, fill forms in, log in on several devices and get e-mails, while the house
 * goes down under them. What has no answer they send again with the same message ids, as the SDK does.
 */
export class Crowd {
  readonly browsers: CrowdBrowser[] = [];
  /** Batches that had to be sent more than once. */
  retried = 0;
  /** Events that were answered as known: their first answer was lost. */
  duplicates = 0;
  readonly #house: { readonly url: string };
  readonly #random: () => number;
  readonly #proofSecret: Uint8Array;
  #isOver = false;
  #walks: Promise<void>[] = [];

  /**
   * @param house Where the worker is; it may be somewhere else with every request.
   * @param proofSecret The site's secret for identity proofs.
   */
  constructor(house: { readonly url: string }, random: () => number, proofSecret: string) {
    this.#house = house;
    this.#random = random;
    this.#proofSecret = new TextEncoder().encode(proofSecret);
  }

  /** Lets so many walk at once, one after another in each place. */
  begin(walkers: number): void {
    this.#walks = Array.from({ length: walkers }, () => this.#walk());
    // Heard of at the end; until then nobody waits for them.
    for (const walk of this.#walks) walk.catch(() => (this.#isOver = true));
  }

  /** Lets everybody finish what they are at. @throws {Error} What went wrong in one of them. */
  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#walks);
  }

  async #walk(): Promise<void> {
    while (!this.#isOver) {
      const browser: CrowdBrowser = {
        anonymousId: crypto.randomUUID(),
        token: undefined,
        visitorIds: [],
        proved: null,
        told: null,
        accepted: [],
        fromServer: [],
      };
      this.browsers.push(browser);
      const { least, most } = batchesPerBrowser;
      const batches = least + Math.floor(this.#random() * (most - least + 1));
      for (let index = 0; index < batches; index += 1) await this.#report(browser);
    }
  }

  async #report(browser: CrowdBrowser): Promise<void> {
    const chance = this.#random();
    const events = [this.#page()];
    if (chance < 0.15 && browser.told === null && browser.proved === null) {
      browser.told = `told-${crypto.randomUUID()}@example.com`;
      events.push(
        this.#event("identify", { traits: { email: browser.told, firstName: "Ada" } }),
        this.#form(),
      );
    } else if (chance < 0.3 && browser.proved === null && browser.told === null) {
      events.push(await this.#logIn(browser));
    } else if (chance < 0.35 && browser.told === null && browser.proved === null) {
      // The same address from many, without proof: nobody is merged for it.
      events.push(this.#event("identify", { traits: { email: "office@example.com" } }));
    } else if (chance < 0.6) {
      events.push(this.#event("track", { event: "chat_started" }));
    } else if (chance < 0.75) {
      events.push(this.#form());
    } else if (chance < 0.85 && browser.told !== null) {
      await this.#mail(browser, browser.told);
    }
    await this.#send(browser, events);
  }

  /** At a day of its own in the last four weeks: caps over days see different windows, in any order of arrival. */
  #event(type: string, more: Record<string, unknown>): SentEvent {
    const atMs = Date.now() - Math.floor(this.#random() * 27 * dayMs) - 1_000;
    return { type, messageId: crypto.randomUUID(), timestamp: new Date(atMs).toISOString(), ...more };
  }

  #page(): SentEvent {
    const path = paths[Math.floor(this.#random() * paths.length)] ?? "/";
    return this.#event("page", { properties: { path, title: "" } });
  }

  #form(): SentEvent {
    return this.#event("track", { event: "generate_lead", properties: { model: "Aurora" } });
  }

  /** Logs in: the site's server has proved who it is, and some have logged in elsewhere before. */
  async #logIn(browser: CrowdBrowser): Promise<SentEvent> {
    const devicesOf = (email: string) => this.browsers.filter(({ proved }) => proved === email).length;
    const others = this.browsers.filter(({ proved }) => proved !== null && devicesOf(proved) < devicesAtMost);
    const other = this.#random() < 0.5 ? others[Math.floor(this.#random() * others.length)] : undefined;
    browser.proved = other?.proved ?? `proved-${crypto.randomUUID()}@example.com`;
    const proof = await new SignJWT({
      aud: siteId,
      exp: Math.floor(Date.now() / 1000) + 3_000,
      email: browser.proved,
      anonymousId: browser.anonymousId,
    })
      .setProtectedHeader({ alg: "HS256" })
      .sign(this.#proofSecret);
    return this.#event("identify", { traits: { email: browser.proved }, context: { proof } });
  }

  /** The mail tool tells that the mail was opened. */
  async #mail(browser: CrowdBrowser, email: string): Promise<void> {
    const event = { ...this.#event("track", { event: "email_opened" }), properties: { email } };
    const sentAtMs = Date.now();
    await this.#persist("/v1/track", { ...event, sentAt: new Date(sentAtMs).toISOString() }, keys.secret);
    browser.fromServer.push({ event, sentAtMs });
  }

  async #send(browser: CrowdBrowser, events: SentEvent[]): Promise<void> {
    const sentAtMs = Date.now();
    const answer = await this.#persist("/v1/batch", {
      writeKey: keys.write,
      sentAt: new Date(sentAtMs).toISOString(),
      ...(browser.token !== undefined && { visitor: browser.token }),
      batch: events.map((event) => ({ anonymousId: browser.anonymousId, ...event })),
    });
    if (answer.accepted + answer.duplicates !== events.length)
      throw new Error(`a batch was answered with ${JSON.stringify(answer)}`);
    this.duplicates += answer.duplicates;
    browser.accepted.push({ events, sentAtMs });
    if (answer.visitor === undefined || answer.visitor === browser.token) return;
    browser.token = answer.visitor;
    browser.visitorIds.push(String(answer.visitor).split(".")[0] ?? "");
  }

  /** Sends until there is an answer. The house may be down; what it says of an event it says once. */
  async #persist(path: string, body: unknown, secretKey?: string): Promise<Json> {
    const headers = {
      "user-agent": userAgent,
      ...(secretKey !== undefined && { authorization: `Basic ${btoa(`${secretKey}:`)}` }),
    };
    for (let attempt = 0; ; attempt += 1) {
      if (attempt === 1) this.retried += 1;
      try {
        const signal = AbortSignal.timeout(20_000);
        const init = { method: "POST", headers, body: JSON.stringify(body), signal };
        const response = await fetch(this.#house.url + path, init);
        if (response.ok) return await response.json();
        if (response.status < 500 && response.status !== 429)
          throw new Refused(`${path} was refused: ${response.status} ${await response.text()}`);
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      await wait(retryMs);
    }
  }
}

class Refused extends Error {}
