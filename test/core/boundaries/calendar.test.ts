import { describe, expect, it } from "vitest";
import { canonicalOrder, dayMs, foldLog } from "../../../shared/core/index.ts";
import type { Condition } from "../../../shared/schema/condition.ts";
import { at, modelOf, pays, paysLast, totalOf } from "../support/boundary.ts";

const oncePerDay = (timeZone: string) =>
  modelOf({ timeZone, rules: [pays("earn", 1, { cap: { times: 1, per: "day" } })] });
const daysOf = (timeZone: string, ...moments: string[]) =>
  totalOf(
    moments.map((moment) => at(Date.parse(moment))),
    oncePerDay(timeZone),
    1e14,
  );

describe("the leap day", () => {
  it("is a day of its own", () => {
    const first = ["2024-02-28T23:59:59.999Z", "2024-02-29T00:00:00.000Z"];
    const last = ["2024-02-29T23:59:59.999Z", "2024-03-01T00:00:00.000Z"];
    expect(daysOf("UTC", ...first, ...last)).toBe(3);
    expect(daysOf("UTC", "2023-02-28T23:59:59.999Z", "2023-03-01T00:00:00.000Z")).toBe(2);
  });

  it("counts in windows and ages like any other day", () => {
    const count: Condition = { test: "count", of: { test: "event", is: "earn" }, withinDays: 2, atLeast: 2 };
    const log = (end: string) => [at(Date.parse("2024-02-28T10:00:00Z")), at(Date.parse(end))];
    expect(paysLast(count, log("2024-03-01T09:59:59.999Z"))).toBe(true);
    expect(paysLast(count, log("2024-03-01T10:00:00.000Z"))).toBe(false);
    const year = modelOf({ rules: [pays("earn", 8, { decay: { curve: "step", days: 366 } })] });
    const leap = [at(Date.parse("2024-02-29T10:00:00Z"))];
    expect(totalOf(leap, year, Date.parse("2025-02-28T23:59:59.999Z"))).toBe(8);
    expect(totalOf(leap, year, Date.parse("2025-03-01T00:00:00.000Z"))).toBe(0);
  });

  it.each([
    ["2024-02-29", true],
    ["2000-02-29", true],
    ["2023-02-29", false],
    ["1900-02-29", false],
    ["2024-02-30", false],
    ["2024-04-31", false],
    ["2024-12-31", true],
    ["2024-13-01", false],
    ["2024-00-10", false],
    ["2024-01-00", false],
  ])("%s is a date: %s", (date, isDate) => {
    const before: Condition = { test: "property", name: "date", before: "9999-01-01" };
    expect(paysLast(before, [at(0, "earn", { properties: { date } })])).toBe(isDate);
  });
});

describe("summer time in Warsaw", () => {
  it("makes a day of 23 hours in March", () => {
    const midnight = "2026-03-28T23:00:00.000Z";
    expect(daysOf("Europe/Warsaw", midnight, "2026-03-29T21:59:59.999Z")).toBe(1);
    expect(daysOf("Europe/Warsaw", midnight, "2026-03-29T22:00:00.000Z")).toBe(2);
  });

  it("makes a day of 25 hours in October", () => {
    const midnight = "2026-10-24T22:00:00.000Z";
    expect(daysOf("Europe/Warsaw", midnight, "2026-10-25T22:59:59.999Z")).toBe(1);
    expect(daysOf("Europe/Warsaw", midnight, "2026-10-25T23:00:00.000Z")).toBe(2);
  });

  it.each([
    ["2026-03-29T00:59:59.999Z", false, "01:59:59, the hour before the clock goes forward"],
    ["2026-03-29T01:00:00.000Z", true, "03:00, and there is no 02:30 on that day"],
    ["2026-03-29T01:29:59.999Z", true, "03:29:59"],
    ["2026-03-29T01:30:00.000Z", false, "03:30"],
    ["2026-10-25T00:29:59.999Z", false, "02:29:59 in summer time"],
    ["2026-10-25T00:30:00.000Z", true, "02:30 in summer time"],
    ["2026-10-25T01:00:00.000Z", false, "02:00 again, an hour later"],
    ["2026-10-25T01:30:00.000Z", true, "02:30 again"],
    ["2026-10-25T02:30:00.000Z", false, "03:30"],
  ])("from 02:30 until 03:30 at %s: %s, for there it is %s", (moment, expected) => {
    const when: Condition = { test: "time", from: "02:30", until: "03:30" };
    const log = [at(Date.parse(moment))];
    expect(paysLast(when, log, { timeZone: "Europe/Warsaw" })).toBe(expected);
  });

  it("does not touch windows and ages, which are days of 24 hours and UTC days", () => {
    const window = modelOf({
      timeZone: "Europe/Warsaw",
      rules: [pays("earn", 1, { cap: { times: 1, withinDays: 1 } })],
    });
    const startMs = Date.parse("2026-03-28T23:00:00Z");
    expect(totalOf([at(startMs), at(startMs + dayMs - 1)], window)).toBe(1);
    expect(totalOf([at(startMs), at(startMs + dayMs)], window)).toBe(2);
    const ages = modelOf({
      timeZone: "Europe/Warsaw",
      rules: [pays("earn", 8, { decay: { curve: "step", days: 1 } })],
    });
    expect(totalOf([at(startMs)], ages, Date.parse("2026-03-28T23:59:59.999Z"))).toBe(8);
    expect(totalOf([at(startMs)], ages, Date.parse("2026-03-29T00:00:00.000Z"))).toBe(0);
  });

  it("is kept in Istanbul all the year, since 2016", () => {
    expect(daysOf("Europe/Istanbul", "2026-01-14T21:00:00Z", "2026-01-15T20:59:59.999Z")).toBe(1);
    expect(daysOf("Europe/Istanbul", "2026-07-14T21:00:00Z", "2026-07-15T20:59:59.999Z")).toBe(1);
    expect(daysOf("Europe/Istanbul", "2016-01-14T22:00:00Z", "2016-01-15T21:59:59.999Z")).toBe(1);
  });
});

/** Moments at which something else than a calendar turns over. */
const turns = [
  ["1970 begins", 0],
  ["milliseconds pass 31 bits", 2 ** 31],
  ["milliseconds pass 32 bits", 2 ** 32],
  ["2038, when seconds pass 31 bits", 2 ** 31 * 1000],
  ["2106, when seconds pass 32 bits", 2 ** 32 * 1000],
  ["the last day that a date can name", 8.64e15 - 4 * dayMs],
] as const;

describe.each(turns)("when %s", (_name, turnMs) => {
  const moments = [turnMs - 1, turnMs, turnMs + 1].filter((atMs) => atMs >= 0);

  it("events are put into their order, seen, counted and paid", () => {
    const log = moments.map((atMs) => at(atMs));
    expect(canonicalOrder(log.toReversed())).toEqual(log);
    const { state } = foldLog(log.toReversed(), modelOf());
    expect([state.firstSeenAtMs, state.lastSeenAtMs, state.events]).toEqual([
      moments[0],
      moments.at(-1),
      moments.length,
    ]);
    expect(totalOf(log, modelOf(), turnMs)).toBe(moments.length);
  });

  it("windows, sequences, caps and ages go on as before", () => {
    const [view, lead]: Condition[] = [
      { test: "event", is: "view" },
      { test: "event", is: "lead" },
    ];
    const sequence = { test: "sequence", steps: [view, lead], withinDays: 3 } as Condition;
    const log = (gapMs: number) => [at(turnMs, "view"), at(turnMs + gapMs, "lead")];
    expect([3 * dayMs - 1, 3 * dayMs].map((gapMs) => paysLast(sequence, log(gapMs)))).toEqual([true, false]);
    const capped = modelOf({ rules: [pays("earn", 1, { cap: { times: 1, withinDays: 3 } })] });
    const earned = (gapMs: number) => totalOf([at(turnMs), at(turnMs + gapMs)], capped, turnMs + gapMs);
    expect([3 * dayMs - 1, 3 * dayMs].map(earned)).toEqual([1, 2]);
    const fading = modelOf({ rules: [pays("earn", 8, { decay: { curve: "half_life", halfLifeDays: 3 } })] });
    expect(totalOf([at(turnMs)], fading, turnMs + 3 * dayMs)).toBe(4);
    const daily = oncePerDay("Europe/Warsaw");
    expect(totalOf([at(turnMs), at(turnMs + dayMs)], daily, turnMs + dayMs)).toBe(2);
  });
});
