import type { StageChange } from "../../../../shared/schema/receipt.ts";
import type { HandOffRecord, Lead, TimelineEntry } from "../../../../shared/schema/visitor.ts";
import { dayKey } from "../../words/times.ts";

/** A line of the timeline. */
export type TimelineItem =
  | { kind: "event"; key: string; atMs: number; entry: TimelineEntry }
  | { kind: "stage"; key: string; atMs: number; change: StageChange }
  | { kind: "handOff"; key: string; atMs: number; record: HandOffRecord };

/** A day of the timeline. */
export interface TimelineDay {
  key: string;
  atMs: number;
  items: TimelineItem[];
}

type Followers = Map<string, TimelineItem[]>;

function add(to: Followers, eventId: string, item: TimelineItem): void {
  const list = to.get(eventId);
  if (list === undefined) to.set(eventId, [item]);
  else list.push(item);
}

/**
 * Stage changes and hand-offs stand right after the event that caused them (so above it, as the
 * newest is first); those whose event is not in the timeline go by their time.
 */
export function timelineItems(lead: Pick<Lead, "timeline" | "stages" | "handOffs">): TimelineItem[] {
  const known = new Set(lead.timeline.map((entry) => entry.eventId));
  const followers: Followers = new Map();
  const strays: TimelineItem[] = [];
  const place = (eventId: string | null, item: TimelineItem) => {
    if (eventId !== null && known.has(eventId)) add(followers, eventId, item);
    else strays.push(item);
  };
  for (const [index, change] of lead.stages.entries()) {
    place(change.eventId, { kind: "stage", key: `stage-${index}`, atMs: change.atMs, change });
  }
  for (const record of lead.handOffs) {
    place(record.eventId, { kind: "handOff", key: `hand-off-${record.id}`, atMs: record.atMs, record });
  }
  strays.sort((a, b) => b.atMs - a.atMs);
  const items: TimelineItem[] = [];
  for (const entry of lead.timeline) {
    while (strays[0] !== undefined && strays[0].atMs > entry.atMs) items.push(strays.shift() as TimelineItem);
    items.push(...(followers.get(entry.eventId) ?? []).toReversed());
    items.push({ kind: "event", key: `event-${entry.eventId}`, atMs: entry.atMs, entry });
  }
  return [...items, ...strays];
}

/** Cuts the timeline into the reader's local days. */
export function timelineDays(items: readonly TimelineItem[]): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const item of items) {
    const key = dayKey(item.atMs);
    const last = days[days.length - 1];
    if (last?.key === key) last.items.push(item);
    else days.push({ key, atMs: item.atMs, items: [item] });
  }
  return days;
}
