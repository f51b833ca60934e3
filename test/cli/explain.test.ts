import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { timelineText } from "../../cli/explain/timeline-text.ts";
import type { Account } from "../../cli/explain/timeline.ts";
import { fixture, scoreline } from "./support/run.ts";

const explain = (args: string[], input?: Buffer) =>
  scoreline(["explain", fixture("model.json"), ...args], input === undefined ? {} : { input });
const events = fixture("events.ndjson");

describe("explain", () => {
  it("tells a visitor's events in order, with what each paid and why, and the sum", () => {
    const { code, out } = explain([events, "--visitor", "ada-0123456789abcdef"]);
    expect(code).toBe(0);
    expect(out).toBe(`ada-0123456789abcdef: mql, total 38 on 2026-11-13 09:00:00 UTC
intent 33, fit 5

2026-11-09 09:00:00     10  page_view      /pricing/cars
                            +10 Looked at prices
2026-11-10 09:00:00     10  page_view      /
2026-11-10 09:05:00     10  page_view      /pricing
                            0 Looked at prices (limit reached)
2026-11-11 09:00:00     15  identify
                            entered lead
2026-11-11 09:00:00     35  generate_lead
                            +20 Asked for an offer
                            entered mql
                            handed off: sales.1
2026-11-12 08:00:00     38  email_opened   (server)
                            +3 Opened an e-mail
2026-11-13 09:00:00     38  page_view      /pricing
                            0 Looked at prices (limit reached)

As it stands
  +5 Works for a company

38 points in all receipts, total 38
`);
  });

  it("speaks the reader's language", () => {
    const { out } = explain([events, "--visitor", "ada-0123456789abcdef", "--language", "tr"]);
    expect(out).toContain("+10 Fiyatlara baktı");
    expect(out).toContain("+5 Bir şirkette çalışıyor");
  });

  it("finds a visitor by an e-mail address", () => {
    const { out } = explain([events, "--visitor", "ADA@example.com"]);
    expect(out).toContain("ada-0123456789abcdef: mql");
    const piped = explain(["-", "--visitor", "ada@example.com"], readFileSync(events));
    expect(piped.code).toBe(1);
    expect(piped.err).toContain('give --visitor "ada-0123456789abcdef"');
  });

  it("looks at a moment", () => {
    const { out } = explain([events, "--visitor", "ada@example.com", "--until", "2026-11-10", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      total: 10,
      sum: 10,
      stage: "visitor",
      moments: [{ lines: ["+10 Looked at prices"] }],
    });
  });

  it("comes to the same in every time zone of the machine", () => {
    const view = (messageId: string, timestamp: string) =>
      JSON.stringify({
        type: "page",
        messageId,
        anonymousId: "ada-0123456789abcdef",
        timestamp,
        properties: { path: "/pricing" },
      });
    const input = [view("a", "2026-01-05 23:30:00"), view("b", "2026-01-06T00:30:00")].join("\n");
    const until = (zone: string) =>
      scoreline(
        [
          "explain",
          fixture("model.json"),
          "-",
          "--visitor",
          "ada-0123456789abcdef",
          "--until",
          "2026-01-06 00:00:00",
        ],
        { input, environment: { TZ: zone } },
      ).out;
    expect(until("UTC")).toContain("2026-01-05 23:30:00");
    expect(until("UTC")).not.toContain("2026-01-06 00:30:00");
    expect([until("Europe/Istanbul"), until("America/New_York")]).toEqual([until("UTC"), until("UTC")]);
  });

  it("says what age took, and when a stage was left because points faded", () => {
    const { code, out } = scoreline([
      "explain",
      fixture("model-fading.json"),
      events,
      "--visitor",
      "ada-0123456789abcdef",
      "--until",
      "2026-11-20",
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/^2026-11-1\d 00:00:00 +left mql: points faded$/m);
    expect(out).toMatch(/^ {2}−\d+ Lost with age$/m);
    expect(out).toMatch(/^(\d+) points in all receipts, total \1$/m);
  });

  it("prints the timeline of a visitor with very many events", () => {
    const { out } = explain([events, "--visitor", "ada@example.com", "--json"]);
    const account = JSON.parse(out) as Account;
    const many = Array.from({ length: 150_000 }, () => account.moments.slice(0, 1)).flat();
    const lines = timelineText("ada", { ...account, moments: many }).split("\n");
    expect(lines.filter((line) => line.startsWith("2026-11-"))).toHaveLength(150_000);
  });

  it("says when there is nobody of that name", () => {
    const { code, err } = explain([events, "--visitor", "nobody"]);
    expect(code).toBe(1);
    expect(err).toContain("there is no visitor nobody: none of 11 events is theirs");
  });

  it("keeps a stranger's control characters from the terminal", () => {
    const event = {
      type: "track",
      event: "x",
      anonymousId: "evil",
      timestamp: 1e12,
      context: { page: { path: "/\u001b[31m\u009b2J" } },
    };
    const { out } = explain(["-", "--visitor", "evil"], Buffer.from(JSON.stringify(event)));
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    expect(out).not.toMatch(/[\u001b\u009b]/);
  });
});
