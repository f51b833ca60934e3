import { seededRandom } from "./random.ts";

/** What to make. */
export interface SiteOptions {
  events: number;
  seed: number;
  /** First moment, milliseconds since 1970. */
  fromMs?: number;
  /** Days over which the events are spread. */
  days?: number;
}

interface Guest {
  id: string;
  email: string;
  userAgent: string;
  language: string;
  isKnown: boolean;
}

/** Visitors who are on the site at a time; who leaves makes room for a new one. */
const guestsAtOnce = 5_000;
/** One event in so many reaches the file late. */
const lateEvery = 100;
const lateBy = 400;

const pages: readonly (readonly [path: string, title: string])[] = [
  ["/", "Home"],
  ["/models/", "Models"],
  ["/models/aurora/", "Aurora"],
  ["/models/boreal/", "Boreal"],
  ["/finance/", "Finance"],
  ["/contact/", "Contact"],
  ["/yol-tarifi", "Yol tarifi"],
  ["/dojazd", "Dojazd"],
  ["/directions/", "Directions"],
  ["/cariere", "Cariere"],
  ["/blog/winter-tyres", "Winter tyres"],
];
const models = ["Aurora", "Boreal", "Cirrus"];
const languages = ["en", "tr", "pl", "ro"];
const userAgents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/133.0.0.0 Mobile Safari/537.36",
];
const crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

/**
 * Makes the events of a car dealer's site, one after the other, in Segment's form: page views, forms,
 * rates worked out, e-mails opened, a few bots, and one event in a hundred that comes late. Holds no
 * more than the visitors who are there.
 */
export function* siteEvents({ events, seed, fromMs, days = 30 }: SiteOptions): Generator<object> {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const startMs = fromMs ?? Date.UTC(2026, 0, 1);
  const stepMs = (days * 86_400_000) / Math.max(events, 1);
  const guests: Guest[] = [];
  const delayed: object[] = [];
  let arrived = 0;

  const arrive = (): Guest => {
    arrived += 1;
    return {
      id: `${seed.toString(16).padStart(6, "0")}-${Math.imul(arrived, 0x9e3779b1) >>> 0}-${arrived.toString(36).padStart(8, "0")}`,
      email: `guest.${seed}.${arrived}@example.com`,
      userAgent: random() < 0.01 ? crawler : pick(userAgents),
      language: pick(languages),
      isKnown: false,
    };
  };

  for (let index = 0; index < events; index += 1) {
    const slot = Math.floor(random() * guestsAtOnce);
    let guest = guests[slot];
    // Eight events a visitor on average.
    if (guest === undefined || random() < 1 / 8) guests[slot] = guest = arrive();
    const event = eventOf(guest, random, pick);
    const made = {
      messageId: `${seed}-${index.toString(36)}`,
      timestamp: new Date(Math.floor(startMs + (index + random()) * stepMs)).toISOString(),
      ...event,
    };
    if (index % lateEvery === lateEvery - 1) delayed.push(made);
    else yield made;
    const due = delayed[0];
    if (
      due !== undefined &&
      index % lateEvery === lateBy % lateEvery &&
      delayed.length > lateBy / lateEvery
    ) {
      delayed.shift();
      yield due;
    }
  }
  yield* delayed;
}

function eventOf(
  guest: Guest,
  random: () => number,
  pick: <Item>(items: readonly Item[]) => Item,
): Record<string, unknown> {
  const { id: anonymousId, email, userAgent, language } = guest;
  const context = { userAgent, locale: language };
  const chance = random();
  if (guest.isKnown && chance < 0.15) {
    // What the e-mail tool tells: it knows the address and no device.
    const event = random() < 0.7 ? "email_opened" : "email_link_clicked";
    return { type: "track", event, channel: "server", properties: { email, campaign: "winter" } };
  }
  if (chance < 0.17) {
    return {
      type: "track",
      event: "calculate_finance",
      anonymousId,
      properties: { model: pick(models) },
      context,
    };
  }
  if (!guest.isKnown && chance < 0.19) {
    guest.isKnown = true;
    return {
      type: "track",
      event: "generate_lead",
      anonymousId,
      properties: { form_id: "offer", model: pick(models), email, name: "Ada Kaya" },
      context,
    };
  }
  const [path, title] = pick(pages);
  return {
    type: "page",
    anonymousId,
    properties: { path, title, url: `https://dealer.example${path}` },
    context,
  };
}
