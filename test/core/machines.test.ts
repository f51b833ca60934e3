import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalOrder, foldLog, readScores, receiptsOf } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { at, modelOf, pays, totalOf } from "./support/boundary.ts";
import { dealer } from "./support/dealer.ts";
import { accountOf, arrive, settings } from "./support/property.ts";

const startMs = Date.UTC(2026, 10, 21, 10);
const endMs = startMs + 3_600_000;
let count = 0;

/** An event of the mail tool, so many seconds after the message left. */
function mail(name: string, seconds: number, properties: Record<string, unknown> = {}): TrackedEvent {
  count += 1;
  return {
    messageId: `m-${String(count).padStart(4, "0")}`,
    type: "track",
    name,
    atMs: startMs + seconds * 1000,
    source: "server",
    properties: { email: "ada@example.com", email_id: "first", ...properties },
  };
}

const delivered = (seconds: number, more = {}) => mail("email_delivered", seconds, more);
const opened = (seconds: number, more = {}) => mail("email_opened", seconds, more);
const clicked = (seconds: number, link = "/a", more = {}) =>
  mail("email_link_clicked", seconds, { link_url: link, ...more });

function page(seconds: number, visit: TrackedEvent["visit"] = {}): TrackedEvent {
  count += 1;
  return {
    messageId: `p-${count}`,
    type: "page",
    name: "page_view",
    atMs: startMs + seconds * 1000,
    source: "browser",
    properties: {},
    page: { path: "/somewhere/" },
    visit,
  };
}

/** Total and receipts of the dealer's pack: 3 for an e-mail opened, 7 for a link followed. */
function scored(...events: TrackedEvent[]) {
  const { state, effects } = foldLog(events, dealer);
  const receipts = receiptsOf(effects, state, dealer, endMs);
  const { total } = readScores(state, dealer, endMs);
  expect(receipts.reduce((sum, { points }) => sum + points, 0)).toBe(total);
  return { total, lines: receipts.map(({ ruleId, points, reason }) => [ruleId, points, reason]), state };
}

describe("an e-mail that a machine opened", () => {
  const byMachine = opened(3_000, { machine: true });

  it("waits, and nobody was here", () => {
    const { total, lines, state } = scored(byMachine);
    expect([total, lines, state.lastEventName, state.visits]).toEqual([
      0,
      [["email_open", 0, "quarantined"]],
      null,
      0,
    ]);
  });

  it.each([
    ["a link that is followed", clicked(3_200), 10],
    ["a page of the e-mail's campaign", page(3_200, { campaign: { medium: "Email" } }), 3],
    [
      "a page that was reached from a mailbox",
      page(3_200, { referrer: { host: "mail.example.com", class: "email" } }),
      3,
    ],
    ["an answer", mail("email_replied", 3_200), 3],
  ])("is paid with %s", (_sign, event, total) => {
    const result = scored(byMachine, event);
    expect(result.total).toBe(total);
    expect(result.lines).toContainEqual(["email_open", 3, "released"]);
  });

  it.each([
    ["any other page", page(3_200)],
    ["a page that a bot looked at", page(3_200, { campaign: { medium: "email" }, bot: "crawler" })],
    ["a link that a machine followed", clicked(3_200, "/a", { machine: true })],
    ["another message that is delivered", delivered(3_200, { email_id: "second" })],
  ])("goes on waiting after %s", (_event, event) => {
    expect(scored(byMachine, event).total).toBe(0);
  });

  it.each([
    ["a second before ten have passed", 9.999, 0],
    ["with the tenth second", 10, 0],
    ["after the tenth second", 10.001, 3],
  ])("is known by its time too: %s after delivery", (_when, seconds, total) => {
    expect(scored(delivered(0), opened(seconds)).total).toBe(total);
  });

  it("is believed of servers only", () => {
    expect(scored({ ...byMachine, source: "browser" }).total).toBe(3);
  });
});

describe("a scanner that follows the links of an e-mail", () => {
  it.each([
    [9.999, 0],
    [10, 0],
    [10.001, 7],
  ])("is known by the seconds since delivery: %d", (seconds, total) => {
    expect(scored(delivered(0), clicked(seconds)).total).toBe(total);
  });

  it("is known when it follows a link before the message is there, and what it was paid goes back", () => {
    expect(scored(clicked(-1), delivered(0))).toMatchObject({
      total: 0,
      lines: [
        ["email_click", 7, "granted"],
        ["email_click", -7, "voided"],
      ],
    });
  });

  it.each([
    [1.999, 0],
    [2, 0],
    [2.001, 14],
  ])("is known when it follows another link after %d seconds", (seconds, total) => {
    expect(scored(clicked(600, "/a"), clicked(600 + seconds, "/b")).total).toBe(total);
  });

  it("earns nothing with five links, a second each, and leaves the reader's own click its points", () => {
    const burst = ["/a", "/b", "/c", "/d", "/e"].map((link, index) => clicked(600 + index, link));
    expect(scored(...burst).total).toBe(0);
    expect(scored(...burst, clicked(4_000, "/a")).total).toBe(7);
  });

  it("is no reader who clicks one link twice", () => {
    expect(scored(clicked(600, "/a"), clicked(601, "/a")).total).toBe(14);
  });

  it("releases nothing: what its first click released waits again", () => {
    const { total, lines } = scored(opened(500, { machine: true }), clicked(600, "/a"), clicked(601, "/b"));
    expect([total, lines]).toEqual([
      0,
      [
        ["email_open", 0, "quarantined"],
        ["email_open", 3, "released"],
        ["email_click", 7, "granted"],
        ["email_click", -7, "voided"],
        ["email_open", -3, "voided"],
        ["email_click", 0, "bot"],
      ],
    ]);
    expect(
      scored(opened(500, { machine: true }), clicked(600, "/a"), clicked(601, "/b"), clicked(4_000)).total,
    ).toBe(10);
  });

  it("of one message says nothing of another", () => {
    expect(scored(delivered(0), clicked(5, "/a", { email_id: "second" })).total).toBe(7);
  });
});

describe("what a machine was paid and had to give back", () => {
  const of = (email_id: string) => ({ email_id });

  it("takes nothing of the reader's cap: three in 30 days are three of the reader's", () => {
    const mails = ["first", "second", "third"].map(of);
    const tried = mails.flatMap((one, index) => [
      clicked(600 + index * 60, "/a", one),
      clicked(601 + index * 60, "/b", one),
    ]);
    const read = mails.map((one, index) => clicked(3_000 + index * 60, "/a", one));
    expect(scored(...tried, ...read).total).toBe(21);
    expect(scored(...tried, ...read, clicked(3_400, "/a", of("fourth"))).total).toBe(21);
  });

  it.each([
    ["for life", { times: 2 }],
    ["in a visit", { times: 2, per: "session" as const }],
    ["in a day", { times: 2, per: "day" as const }],
    ["in three days", { times: 2, withinDays: 3 }],
    ["of very many in three days", { times: 600, withinDays: 3 }],
  ])("leaves a cap %s as it was", (_name, cap) => {
    const model = modelOf({ rules: [pays("email_link_clicked", 1, { cap })], total: { max: 1000 } });
    const reader = Array.from({ length: cap.times - 1 }, (_, index) => clicked(3 * index));
    const tried = [
      clicked(3 * cap.times, "/a", of("second")),
      clicked(3 * cap.times + 1, "/b", of("second")),
    ];
    const again = [clicked(3 * cap.times + 60), clicked(3 * cap.times + 120)];
    expect(totalOf([...reader, ...tried], model)).toBe(cap.times - 1);
    expect(totalOf([...reader, ...tried, ...again], model)).toBe(cap.times);
  });

  it("leaves a group the room that it had", () => {
    const model = modelOf({
      groups: [{ id: "mail", label: "Mail", max: 10 }],
      rules: [pays("email_link_clicked", 8, { group: "mail" })],
    });
    const tried = [clicked(0), clicked(1, "/b")];
    expect(totalOf([...tried, clicked(600)], model)).toBe(8);
    expect(totalOf([...tried, clicked(600), clicked(660)], model)).toBe(10);
  });
});

describe("points that waited and are void", () => {
  const model = modelOf({
    groups: [{ id: "g", label: "g", max: 5 }],
    rules: [pays("look", 3, { group: "g", cap: { times: 1 } }), pays("person", 1)],
    quarantine: {
      when: { test: "event", is: "look" },
      release: { test: "event", is: "person" },
      void: { test: "event", is: "robot" },
    },
  });
  const total = (...names: string[]) =>
    totalOf(
      names.map((name, index) => at(index, name)),
      model,
    );

  it("take nothing of the cap and the group of what comes after", () => {
    expect(total("look", "robot", "person")).toBe(1);
    expect(total("look", "robot", "look", "person")).toBe(4);
    expect(total("look", "look", "person")).toBe(4);
  });
});

describe("e-mails that a machine opens without end", () => {
  const opens = Array.from({ length: 203 }, (_, index) => opened(3_000 + index, { machine: true }));
  const model = modelOf({
    rules: [pays("email_opened", 1, { cap: { times: 201 } }), pays("email_replied", 10)],
  });

  it("earn nothing, however often: of more than 200 the rest do not wait", () => {
    const { state, effects } = foldLog(opens, model);
    expect(readScores(state, model, endMs).total).toBe(0);
    expect(effects.map((effect) => effect.type === "award" && effect.reason)).toEqual([
      ...Array.from({ length: 200 }, () => "quarantined"),
      ...Array.from({ length: 3 }, () => "capped"),
    ]);
  });

  it("are paid with the first sign of the reader as far as they waited, and leave the cap to what comes after", () => {
    expect(totalOf([...opens, mail("email_replied", 3_300)], model)).toBe(210);
    expect(totalOf([...opens, mail("email_replied", 3_300), opened(3_400), opened(3_500)], model)).toBe(211);
  });
});

describe("what machines did to an e-mail", () => {
  const event = fc
    .record({
      name: fc.constantFrom(
        "email_delivered",
        "email_opened",
        "email_link_clicked",
        "page_view",
        "email_replied",
      ),
      second: fc.integer({ min: 0, max: 40 }),
      email_id: fc.constantFrom("first", "second"),
      link_url: fc.constantFrom("/a", "/b"),
      machine: fc.constantFrom(true, undefined),
      medium: fc.constantFrom("email", "cpc"),
    })
    .map(({ name, second, medium, ...properties }) =>
      name === "page_view"
        ? page(second, { campaign: { medium } })
        : mail(
            name,
            second,
            properties.machine === undefined ? { ...properties, machine: false } : properties,
          ),
    );

  it("comes to the same in any order, any batching and any duplication, and its receipts sum to the score", () => {
    const arrivals = fc
      .array(event, { maxLength: 14 })
      .chain((log) =>
        fc.tuple(
          fc.constant(log),
          fc.shuffledSubarray([...log, ...log], { minLength: log.length }),
          fc.integer({ min: 1, max: 4 }),
        ),
      );
    fc.assert(
      fc.property(arrivals, ([log, copies, size]) => {
        const all = [...copies, ...log];
        const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
          all.slice(index * size, (index + 1) * size),
        );
        const whole = foldLog(canonicalOrder(log), dealer);
        expect(accountOf(arrive(batches, dealer), dealer, endMs)).toBe(accountOf(whole, dealer, endMs));
        const { total, lines } = scored(...log);
        expect(lines.reduce((sum, [, points]) => sum + Number(points), 0)).toBe(total);
      }),
      settings,
    );
  });
});
