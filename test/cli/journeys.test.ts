import { describe, expect, it } from "vitest";
import { fixture, scoreline } from "./support/run.ts";

const now = ["--now", "2026-11-21T12:00:00Z"];

describe("test", () => {
  it("passes journeys that come out as written", () => {
    const { code, out } = scoreline(["test", fixture("model.json"), fixture("journeys.json"), ...now]);
    expect(out).toBe(
      "pass  offer: prices, a form and an e-mail make 38 points and one hand-off\n1 passed, 0 failed\n",
    );
    expect(code).toBe(0);
  });

  it("says step by step what came out otherwise, and ends with 1", () => {
    const { code, out } = scoreline([
      "test",
      fixture("model.json"),
      fixture("journeys-failing.json"),
      ...now,
    ]);
    expect(code).toBe(1);
    expect(out).toBe(`pass  offer: prices, a form and an e-mail make 38 points and one hand-off
FAIL  wrong: expects what does not happen
      step 0 (3 days ago)
        total  expected 15    got 10
        stage  expected lead  got visitor
      step 1 (2 days ago)
        handOffs  expected sales.1, sales.2  got sales.1
      receipts (- expected, + got)
        - pricing +15 granted
        + pricing +10 granted
          form +20 granted
        + email_open +3 granted
          company +5 granted
      first hand-off to sales
        sales.channel  expected phone  got email
        sales.total    expected 38     got 35
FAIL  refused: an event without a name is refused
      step 0 (1 day ago)
        events  expected accepted  got event 0 is refused: event is missing: a track call names what happened
1 passed, 2 failed
`);
  });

  it("tells the same as JSON", () => {
    const { out } = scoreline([
      "test",
      fixture("model.json"),
      fixture("journeys-failing.json"),
      ...now,
      "--json",
    ]);
    const result = JSON.parse(out) as { passed: number; failed: number; journeys: { steps: object[] }[] };
    expect(result).toMatchObject({ now: "2026-11-21T12:00:00.000Z", passed: 1, failed: 2 });
    expect(result.journeys[1]?.steps[0]).toMatchObject({
      differences: [
        { field: "total", expected: 15, got: 10 },
        { field: "stage", expected: "lead", got: "visitor" },
      ],
    });
  });

  it("says what is wrong with a file of journeys", () => {
    const input = JSON.stringify({
      journeys: [{ id: "a", title: "b", steps: [{ daysAgo: -1, events: [] }] }],
    });
    const { code, err } = scoreline(["test", fixture("model.json"), "-"], { input });
    expect(code).toBe(1);
    expect(err).toContain("journeys[0].steps[0].daysAgo");
  });
});
