import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { EventSorter } from "../../cli/visitors/event-sorter.ts";
import { canonicalOrder } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";

function event(messageId: string, atMs: number, type: TrackedEvent["type"] = "track"): TrackedEvent {
  return { messageId, type, name: "x", atMs, source: "browser", properties: { text: "ığ\u2028\n" } };
}

const scratch = () => readdirSync(tmpdir()).filter((name) => name.startsWith("scoreline-"));

describe("the order in which a history is folded", () => {
  it("is each visitor's canonical order, also when the events lie on disk", () => {
    const before = scratch();
    // So little is held that more runs are made than are merged at once.
    const sorter = new EventSorter({ heldBytes: 300 });
    const logs = new Map<string, TrackedEvent[]>();
    for (let index = 0; index < 500; index += 1) {
      const visitor = `v${(index * 13) % 7}\t`;
      const one = event(
        `m!${(index * 31) % 211}`,
        ((index * 17) % 29) * 10,
        index % 5 === 0 ? "identify" : "track",
      );
      sorter.add(visitor, one, index);
      logs.set(visitor, [...(logs.get(visitor) ?? []), one]);
    }
    const pieces = [...sorter.pieces()];
    sorter.close();
    expect(pieces.map(({ visitor }) => visitor)).toEqual([...logs.keys()].sort());
    for (const { visitor, events } of pieces) expect(events).toEqual(canonicalOrder(logs.get(visitor) ?? []));
    expect(sorter.duplicates).toBe(500 - pieces.reduce((sum, { events }) => sum + events.length, 0));
    expect(scratch()).toEqual(before);
  });

  it("takes an id that begins another before it, as the core does", () => {
    const sorter = new EventSorter();
    for (const id of ["a!", "a", "a b", "a\tb"]) sorter.add("v", event(id, 1), 1);
    expect([...sorter.pieces()][0]?.events.map(({ messageId }) => messageId)).toEqual([
      "a",
      "a\tb",
      "a b",
      "a!",
    ]);
  });

  it("counts an event as late when a later one of the same visitor came before it", () => {
    const sorter = new EventSorter();
    let arrival = 0;
    for (const [visitor, at] of [
      ["a", 5],
      ["b", 1],
      ["a", 3],
      ["a", 4],
      ["a", 9],
    ] as const) {
      sorter.add(visitor, event(`m${at}`, at), (arrival += 1));
    }
    expect([...sorter.pieces()].map(({ visitor }) => visitor)).toEqual(["a", "b"]);
    expect(sorter.late).toBe(2);
  });

  it("cuts a visitor with very many events into pieces", () => {
    const sorter = new EventSorter({ pieceEvents: 100 });
    for (let index = 249; index >= 0; index -= 1) sorter.add("v", event(`m${index}`, index), 250 - index);
    sorter.add("w", event("m", 1), 999);
    const pieces = [...sorter.pieces()];
    expect(pieces.map(({ visitor, events, isLast }) => [visitor, events.length, isLast])).toEqual([
      ["v", 100, false],
      ["v", 100, false],
      ["v", 50, true],
      ["w", 1, true],
    ]);
    expect(pieces.flatMap(({ events }) => events.map(({ atMs }) => atMs)).slice(0, 250)).toEqual(
      Array.from({ length: 250 }, (_, index) => index),
    );
  });

  it("takes a message once, though it came again at a border between pieces", () => {
    const sorter = new EventSorter({ pieceEvents: 100 });
    let arrival = 0;
    for (let index = 0; index < 250; index += 1) {
      for (let copy = 0; copy < 3; copy += 1) sorter.add("v", event(`m${index}`, index), (arrival += 1));
    }
    const ids = [...sorter.pieces()].flatMap(({ events }) => events.map(({ messageId }) => messageId));
    expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => `m${index}`));
    expect(sorter.duplicates).toBe(500);
  });

  it("takes a message of very many at its first telling, though it came again much later, with other times", () => {
    const sorter = new EventSorter({ pieceEvents: 100 });
    for (let index = 0; index < 250; index += 1) sorter.add("v", event(`m${index}`, index), index);
    for (let index = 0; index < 250; index += 1)
      sorter.add("v", event(`m${index}`, 1_000 + index), 500 + index);
    for (let index = 0; index < 250; index += 1)
      sorter.add("v", event(`m${index}`, 249 - index), 900 + index);
    sorter.add("w", event("m1", 1), 2_000);
    const pieces = [...sorter.pieces()];
    expect(pieces.map(({ visitor, events, isLast }) => [visitor, events.length, isLast])).toEqual([
      ["v", 100, false],
      ["v", 100, false],
      ["v", 50, true],
      ["w", 1, true],
    ]);
    expect(pieces.flatMap(({ events }) => events.map(({ atMs }) => atMs)).slice(0, 250)).toEqual(
      Array.from({ length: 250 }, (_, index) => index),
    );
    expect(sorter.duplicates).toBe(500);
  });
});
