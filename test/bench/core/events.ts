import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { RandomNumbers } from "../../support/random-numbers.ts";
import { sections, sectionShares } from "./site-map.ts";

/** Names of the events and which part of all events they are. */
export const eventShares: Readonly<Record<string, number>> = {
  page_view: 0.55,
  view_item: 0.12,
  scroll: 0.1,
  select_content: 0.07,
  file_download: 0.06,
  video_progress: 0.05,
  form_start: 0.03,
  generate_lead: 0.02,
};

/** Part of the events that have the property `item`. */
export const itemShare = 0.8;
/** Values of the property `item`, all alike. */
export const items = Array.from({ length: 40 }, (_, index) => `model-${index + 10}`);
/** Values of the property `medium`, all alike. */
export const media = ["organic", "referral", "email", "cpc", "social", "display", "affiliate", "none"];
/** The property `engaged_ms` is any whole number from 0 below this, all alike. */
export const engagedLimit = 30_000;

/** When the first event of the load happens, milliseconds since 1970. */
export const startMs = Date.UTC(2026, 0, 5);

const names = Object.keys(eventShares);
const nameShares = Object.values(eventShares);
const letters = "0123456789abcdefghijklmnopqrstuvwxyz".split("");

/** An event as ingest stores it. What it holds is drawn independently of each other, so that a rule's hits can be foretold. */
export function eventAt(atMs: number, random: RandomNumbers): TrackedEvent {
  const name = names[random.weighted(nameShares)] ?? "page_view";
  const section = sections[random.weighted(sectionShares)] ?? sections[0];
  if (section === undefined) throw new Error("the site has no sections");
  const path = random.pick(section.paths);
  return {
    messageId: Array.from({ length: 16 }, () => random.pick(letters)).join(""),
    type: name === "page_view" ? "page" : "track",
    name,
    atMs,
    source: "browser",
    properties: {
      ...(random.next() < itemShare && { item: random.pick(items) }),
      medium: random.pick(media),
      engaged_ms: random.below(engagedLimit),
    },
    page: { path, title: `Meridian Motors | ${path.split("/").at(-1)}`, kind: section.kind },
  };
}

/** The load: events of many visitors, mixed, in order of time. */
export interface Traffic {
  /** Each event as JSON. */
  texts: readonly string[];
  /** Of each event, the visitor's number. */
  visitors: Uint32Array;
  /** Of each event, when it happened. */
  times: Float64Array;
  visitorCount: number;
}

/** Makes the load. Every visitor has the same number of events. */
export function trafficOf(visitorCount: number, eventsPerVisitor: number, random: RandomNumbers): Traffic {
  const count = visitorCount * eventsPerVisitor;
  const order = random.shuffle(Array.from({ length: count }, (_, index) => index % visitorCount));
  const stepMs = Math.floor((30 * 86_400_000) / count);
  const times = Float64Array.from(order, (_, index) => startMs + index * stepMs + random.below(stepMs));
  return {
    texts: Array.from(times, (atMs) => JSON.stringify(eventAt(atMs, random))),
    visitors: Uint32Array.from(order),
    times,
    visitorCount,
  };
}
