import { readFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { siteEvents } from "../../cli/generate/site.ts";
import { shopLog } from "../../cli/input/shop-log.ts";
import { segmentEvent } from "../../cli/input/segment.ts";
import { toTracked } from "../../cli/input/to-tracked.ts";
import { foldLog, loadModel, standingOf } from "../../cli/scoring.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Model } from "../../shared/schema/model.ts";
import { fixture, scoreline, shopSample } from "./support/run.ts";

const model = loadModel(JSON.parse(readFileSync(fixture("model.json"), "utf8")) as Model, "test");
const events = fixture("events.ndjson");
const replay = (args: string[], input?: string | Buffer) =>
  scoreline(["replay", fixture("model.json"), ...args], input === undefined ? {} : { input });

interface Line {
  visitor: string;
  total: number;
  stage: string;
}

function linesOf(out: string): Line[] {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)
    .map(({ visitor, total, stage }) => ({ visitor, total, stage }));
}

/**
 * What folding each visitor's whole log at once says.
 *
 * @param visitorOf Whose an event is; null for nobody's.
 */
function folded(
  records: Record<string, unknown>[],
  visitorOf: (record: Record<string, unknown>) => string | null,
): Line[] {
  const logs = new Map<string, TrackedEvent[]>();
  let last = 0;
  for (const [index, record] of records.entries()) {
    const visitor = visitorOf(record);
    if (visitor === null) continue;
    const [sent] = (shopLog.recognises(record) ? shopLog : segmentEvent).read(record);
    if (sent === undefined || "fault" in sent) throw new Error(sent?.fault);
    const read = toTracked(sent, `line-${String(index + 1).padStart(12, "0")}`, []);
    if ("fault" in read) throw new Error(read.fault);
    last = Math.max(last, read.event.atMs);
    logs.set(visitor, [...(logs.get(visitor) ?? []), read.event]);
  }
  return [...logs]
    .map(([visitor, log]) => {
      const { total, stage } = standingOf(foldLog(log, model.compiled).state, model, last);
      return { visitor, total, stage };
    })
    .sort((a, b) => (a.visitor < b.visitor ? -1 : 1));
}

const text = (value: unknown) => (typeof value === "string" ? value : null);

describe("replay", () => {
  it("counts stages, hand-offs a day, rules, late and repeated events", () => {
    const { code, out } = replay([events, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      at: "2026-11-13T09:00:00.000Z",
      visitors: 2,
      events: { scored: 10, late: 1, duplicates: 1, afterUntil: 0, leftOut: 4 },
      stages: [
        { id: "visitor", visitors: 0 },
        { id: "lead", visitors: 0 },
        { id: "mql", visitors: 2 },
      ],
      handOffs: [
        { day: "2026-11-11", id: "sales", count: 1 },
        { day: "2026-11-12", id: "sales", count: 1 },
      ],
      scores: [{ id: "total", lowest: 38, highest: 40 }, { id: "intent" }, { id: "fit" }],
    });
  });

  it("leaves bad lines out, counts them and names them with the reason", () => {
    const { err } = replay([events]);
    expect(err).toContain("4 events or lines were left out; the first:\n");
    expect(err).toContain("  line 5: not JSON");
    expect(err).toContain("  line 7: names nobody");
    expect(err).toContain("  line 11: timestamp is missing or is no time");
    expect(err).toContain("  line 13: cid is missing");
  });

  it("takes what archives of Segment and RudderStack hold beside an event", () => {
    const view = (messageId: string, beside: object) => ({
      type: "page",
      messageId,
      anonymousId: "ada-0123456789abcdef",
      timestamp: "2026-11-10T09:00:00Z",
      properties: { path: "/pricing" },
      ...beside,
    });
    const archive = [
      view("a", { channel: "client", projectId: "p1", version: 2 }),
      view("b", { channel: "web", request_ip: "192.0.2.1", rudderId: "r" }),
      view("c", { channel: "server", projectId: "p1" }),
    ];
    const { out } = replay(["-", "--json"], archive.map((line) => JSON.stringify(line)).join("\n"));
    expect(JSON.parse(out)).toMatchObject({ events: { scored: 3, leftOut: 0 } });
  });

  it("prints aligned tables", () => {
    const { out } = replay([events]);
    expect(out).toContain("Small shop: 10 events of 2 visitors, as of 2026-11-13 09:00:00 UTC\n");
    expect(out).toContain("1 late, 1 repeated, 4 left out;");
    expect(out).toMatch(/^ {2}cart {12}30 {5}2 {9}0 {9}1 {2}Put something into the cart$/m);
  });

  it("prints one fact a line as CSV", () => {
    const lines = replay([events, "--csv"]).out.split("\r\n");
    expect(lines[0]).toBe("section,item,measure,value");
    expect(lines).toContain("events,all,scored,10");
    expect(lines).toContain("stages,mql,visitors,2");
    expect(lines).toContain("hand-offs,2026-11-11,sales,1");
    expect(lines).toContain("rules,pricing,points,20");
  });

  it("reads the scores as they were at a moment", () => {
    const { out } = replay([events, "--until", "2026-11-11T12:00:00Z", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      at: "2026-11-11T12:00:00.000Z",
      events: { scored: 6, afterUntil: 4 },
      scores: [{ id: "total", lowest: 10, highest: 35 }, {}, {}],
    });
  });

  it("reads gzip by its first bytes, and stdin, and says the same", () => {
    const plain = readFileSync(events);
    const [first, ...others] = [
      plain,
      gzipSync(plain),
      Buffer.concat([gzipSync(plain.subarray(0, 500)), gzipSync(plain.subarray(500))]),
    ].map((input) => replay(["-", "--visitors"], input).out);
    expect(first).toBe(replay([events, "--visitors"]).out);
    expect(others).toEqual([first, first]);
  });

  it("says where a download broke off and scores what came before", () => {
    const whole = gzipSync(readFileSync(events));
    const { code, out, err } = replay(["-", "--json"], whole.subarray(0, whole.length - 40));
    expect(code).toBe(0);
    expect(err).toContain("the input breaks off here");
    expect((JSON.parse(out) as { visitors: number }).visitors).toBeGreaterThan(0);
  });

  it("says of an empty input that there is nobody", () => {
    expect(JSON.parse(replay(["-", "--json"], "").out)).toMatchObject({ visitors: 0, events: { scored: 0 } });
  });

  it("guards a spreadsheet against formulas in ids", () => {
    const input = JSON.stringify({ type: "page", anonymousId: "=HYPERLINK(1)", timestamp: 1e12 });
    expect(replay(["-", "--visitors"], input).out).toContain("\r\n'=HYPERLINK(1),visitor,");
  });

  it("gives each visitor the total of folding the whole log, whatever the order of the file", () => {
    const records = [...siteEvents({ events: 3_000, seed: 5 })] as Record<string, unknown>[];
    const emailOf = (record: Record<string, unknown>) =>
      text((record["properties"] as Record<string, unknown>)["email"]);
    const givenBy = new Map(
      records
        .filter(({ event }) => event === "generate_lead")
        .map((record) => [emailOf(record), text(record["anonymousId"])]),
    );
    const expected = folded(
      records,
      (record) => text(record["anonymousId"]) ?? givenBy.get(emailOf(record)) ?? null,
    );
    expect(givenBy.size).toBeGreaterThan(20);
    const write = (list: object[]) => list.map((record) => JSON.stringify(record)).join("\n");
    expect(linesOf(replay(["-", "--visitors", "--json"], write(records)).out)).toEqual(expected);
    const scattered = records
      .map((record, index) => ({ record, place: (index * 7919) % 3_001 }))
      .sort((a, b) => a.place - b.place)
      .map(({ record }) => record);
    const repeated = [...scattered, ...scattered.slice(0, 500)];
    expect(linesOf(replay(["-", "--visitors", "--json"], write(repeated)).out)).toEqual(expected);
    expect(linesOf(replay(["--generate", "3000", "--seed", "5", "--visitors", "--json"]).out)).toEqual(
      expected,
    );
  });

  it("scores a real shop's days as folding each visitor's log does", ({ skip }) => {
    const file = shopSample();
    if (file === undefined) return skip("there is no shop sample");
    const records = gunzipSync(readFileSync(file))
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const { out, err } = replay([file, "--visitors", "--json"]);
    expect(err).toContain("157 events or lines were left out");
    expect(linesOf(out)).toEqual(folded(records, (record) => text(record["cid"]) || null));
    const summary = JSON.parse(replay([file, "--json"]).out) as {
      visitors: number;
      rules: { id: string; times: number }[];
    };
    expect(summary.visitors).toBe(11_187);
    expect(summary.rules.find(({ id }) => id === "cart")?.times).toBeGreaterThan(400);
  });
});
