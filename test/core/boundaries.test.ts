import { describe, expect, it } from "vitest";
import { compile, dayMs, decide, foldLog, readScores, stageId } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Model } from "../../shared/schema/model.ts";

/** A model of one score whose points come from the event `earn` (1), `big` (29) and `lose` (-1). */
function model(more: Partial<Model> = {}): ReturnType<typeof compile> {
  const pays = (id: string, points: number) => ({
    id,
    type: "event" as const,
    label: id,
    score: "x",
    points,
    when: { test: "event" as const, is: id },
  });
  return compile({
    version: 1,
    id: "boundaries",
    model: {
      name: "boundaries",
      scores: [{ id: "x", label: "x", min: -1000 }],
      total: { min: -1000, max: 1000 },
      rules: [pays("earn", 1), pays("big", 29), pays("lose", -1), pays("drop", -10)],
      stages: [
        { id: "visitor", label: "Visitor" },
        { id: "mql", label: "MQL", threshold: { atLeast: 30, rearmBelow: 20 } },
      ],
      handOffs: [{ id: "sales", label: "Sales", purpose: "sales", trigger: { on: "stage", stage: "mql" } }],
      ...more,
    },
  });
}

let count = 0;
function at(name: string, atMs = (count += 1)): TrackedEvent {
  count += 1;
  return {
    messageId: `m${String(count).padStart(6, "0")}`,
    type: "track",
    name,
    atMs,
    source: "browser",
    properties: {},
  };
}

describe("a threshold of 30, re-armed below 20", () => {
  const visit = (names: string[]) => {
    const { state, effects } = foldLog(
      names.map((name, index) => at(name, index)),
      model(),
    );
    return {
      total: readScores(state, model(), 1e12).total,
      stage: stageId(state, model(), 1e12),
      handOffs: effects.filter(({ type }) => type === "hand_off").length,
    };
  };

  it("is not reached at 29, is at 30 and stays at 31, with one hand-off", () => {
    expect(visit(["big"])).toEqual({ total: 29, stage: "visitor", handOffs: 0 });
    expect(visit(["big", "earn"])).toEqual({ total: 30, stage: "mql", handOffs: 1 });
    expect(visit(["big", "earn", "earn"])).toEqual({ total: 31, stage: "mql", handOffs: 1 });
  });

  it("is kept at 20 and left at 19", () => {
    expect(visit(["big", "earn", "drop"])).toEqual({ total: 20, stage: "mql", handOffs: 1 });
    expect(visit(["big", "earn", "drop", "lose"])).toEqual({ total: 19, stage: "visitor", handOffs: 1 });
  });

  it("hands off again only after it was left", () => {
    expect(visit(["big", "earn", "lose", "earn"]).handOffs).toBe(1);
    expect(visit(["big", "earn", "drop", "lose", "big"]).handOffs).toBe(2);
  });
});

describe("a cap of two in three days", () => {
  const capped = model({
    rules: [
      {
        id: "earn",
        type: "event",
        label: "earn",
        score: "x",
        points: 1,
        when: { test: "event", is: "earn" },
        cap: { times: 2, withinDays: 3 },
      },
    ],
  });
  const total = (times: number[]) =>
    readScores(
      foldLog(
        times.map((atMs) => at("earn", atMs)),
        capped,
      ).state,
      capped,
      1e12,
    ).total;

  it("withholds the third until the first is three days old, to the millisecond", () => {
    expect(total([0, 1, 3 * dayMs - 1])).toBe(2);
    expect(total([0, 1, 3 * dayMs])).toBe(3);
    expect(total([0, 1, 3 * dayMs, 3 * dayMs])).toBe(3);
    expect(total([0, 1, 3 * dayMs, 3 * dayMs + 1])).toBe(4);
  });

  it("counts awards, not events: what was withheld does not push the window on", () => {
    expect(total([0, 1, 2 * dayMs, 3 * dayMs])).toBe(3);
  });
});

describe("bounds", () => {
  const bounded = model({ scores: [{ id: "x", label: "x", min: 0, max: 30 }] });
  const total = (names: string[]) =>
    readScores(
      foldLog(
        names.map((name, index) => at(name, index)),
        bounded,
      ).state,
      bounded,
      1e12,
    ).total;

  it("hold at the minimum and the maximum", () => {
    expect(total(["lose"])).toBe(0);
    expect(total(["big"])).toBe(29);
    expect(total(["big", "earn"])).toBe(30);
    expect(total(["big", "earn", "earn"])).toBe(30);
  });

  it("apply when the score is read: what is beyond them is remembered", () => {
    expect(total(["lose", "lose", "earn"])).toBe(0);
    expect(total(["lose", "earn", "earn"])).toBe(1);
    expect(total(["big", "earn", "earn", "lose"])).toBe(30);
  });
});

describe("times at the edges of the calendar", () => {
  it.each([0, Date.UTC(2024, 1, 29, 23, 59, 59, 999), Date.UTC(2038, 0, 19, 3, 14, 8), 8.64e15])(
    "%d is a time like any other",
    (atMs) => {
      const { state } = foldLog([at("earn", atMs)], model());
      expect(readScores(state, model(), 1e12).total).toBe(1);
      expect(state.lastSeenAtMs).toBe(atMs);
    },
  );
});

describe("an action with a cap of one in seven days", () => {
  const withAction = model({
    actions: [
      {
        id: "offer",
        kind: "banner",
        when: { test: "score", atLeast: 0 },
        cap: { times: 1, withinDays: 7 },
        afterDismissDays: 10,
        texts: { en: { title: "Offer" } },
      },
    ],
  });
  const verdict = (names: [string, number][], nowMs: number) => {
    const events = names.map(([name, atMs]) => ({
      ...at(name, atMs),
      properties: { promotion_id: "offer" },
    }));
    const { state } = foldLog(events, withAction);
    return decide(state, withAction, { nowMs, event: null, locale: undefined }).verdicts[0]?.reason;
  };

  it("is shown until it was seen, and again seven days later, to the millisecond", () => {
    expect(verdict([], 0)).toBe("chosen");
    expect(verdict([["view_promotion", 0]], 7 * dayMs - 1)).toBe("cap");
    expect(verdict([["view_promotion", 0]], 7 * dayMs)).toBe("chosen");
  });

  it("stays away for ten days after it was dismissed", () => {
    expect(verdict([["promotion_dismissed", 0]], 10 * dayMs - 1)).toBe("dismissed");
    expect(verdict([["promotion_dismissed", 0]], 10 * dayMs)).toBe("chosen");
  });
});
