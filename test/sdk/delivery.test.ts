import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { limits } from "../../shared/limits.ts";
import { pathOf } from "../support/wire-events.ts";
import { tag, type Mood } from "./support/endpoint.ts";
import { endpoint, inWholeBrowser, visit } from "./support/visits.ts";

inWholeBrowser();

const built = readFileSync(new URL("../../dist/assets/s/stub.js", import.meta.url), "utf8");

beforeEach(() => {
  endpoint.pages.set("/", { html: `<!doctype html><title>Home</title>${tag(endpoint.host)}<body>` });
  endpoint.pages.set("/bare", { html: `<!doctype html><title>Bare</title><body>` });
});

const open = async (path = "/") => {
  await visit.page.goto(endpoint.site + path);
  await visit.page.waitForFunction("window.scoreline?.loaded");
};
const named = (event: string) => endpoint.events().filter((each) => each.event === event);

test("an event is not lost when the next statement leaves the page (20 trials)", async () => {
  for (let trial = 0; trial < 20; trial += 1) {
    await open();
    await visit.page.evaluate((number) => {
      window.scoreline.track("trial", { number });
      location.href = "/bare";
    }, trial);
    await visit.page.waitForURL("**/bare");
  }
  await endpoint.until(() => named("trial").length === 20);
  expect(new Set(named("trial").map(({ properties }) => properties?.["number"])).size).toBe(20);
});

test("nothing arrives twice on the way: a healthy page sends each event once", async () => {
  for (let trial = 0; trial < 3; trial += 1) {
    await open();
    await visit.page.evaluate("scoreline.track('click'); location.href = '/bare'");
    await visit.page.waitForURL("**/bare");
  }
  await open();
  await visit.page.waitForTimeout(200);
  const ids = endpoint.requests.flatMap(({ batch }) => batch.map(({ messageId }) => messageId));
  expect(new Set(ids).size).toBe(ids.length);
});

test("events of one task go in one request", async () => {
  await open();
  await visit.page.evaluate(
    "scoreline.track('a'); scoreline.identify({ plan: 'pro' }); scoreline.track('b')",
  );
  await endpoint.arrival(({ event }) => event === "b");
  expect(endpoint.requests.at(-1)?.batch.map(({ type }) => type)).toEqual(["track", "identify", "track"]);
});

describe("with the inline stub", () => {
  const withStub = (body = "") => {
    const stub = built.replace("HOST/", endpoint.host + "/").replace('"KEY"', '"pub_test"');
    endpoint.pages.set("/stub", {
      html: `<!doctype html><title>Stub</title><script>${stub}</script>${tag(endpoint.host)}<body>${body}`,
    });
  };

  test("a visitor who acts and leaves before the script has arrived is not lost (20 trials)", async () => {
    endpoint.scriptDelayMs = 60_000;
    withStub(`<button onclick="scoreline.track('early', {}); location.href = '/bare'">Go</button>`);
    for (let trial = 0; trial < 20; trial += 1) {
      await visit.page.goto(endpoint.site + "/stub", { waitUntil: "commit" });
      await visit.page.click("button", { noWaitAfter: true });
      await visit.page.waitForURL("**/bare");
    }
    await endpoint.until(() => named("early").length === 20);
    const views = endpoint.events().filter(({ type }) => type === "page");
    expect(views).toHaveLength(20);
    expect(new Set(endpoint.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
    expect(endpoint.requests[0]).toMatchObject({
      writeKey: "pub_test",
      context: { page: { url: endpoint.site + "/stub" } },
    });
  });

  test("a form that is sent before the script has arrived is told, without who sent it, unless it is private", async () => {
    endpoint.scriptDelayMs = 60_000;
    for (const [id, attribute] of [
      ["contact", ""],
      ["secret", "data-score-private"],
    ]) {
      withStub(
        `<form id="${id}" ${attribute} action="/bare"><input name="id" value="jane@example.com"><button>Send</button></form>`,
      );
      await visit.page.goto(endpoint.site + "/stub", { waitUntil: "commit" });
      await visit.page.click("button", { noWaitAfter: true });
      await visit.page.waitForURL("**/bare?*");
    }
    await endpoint.until(() => endpoint.events().filter(({ type }) => type === "page").length === 2);
    expect(named("form_submit").map(({ properties }) => properties)).toEqual([{ form_id: "contact" }]);
    expect(JSON.stringify(endpoint.requests)).not.toContain("jane");
  });

  test("an event of the page's own that is called submit harms nothing", async () => {
    endpoint.scriptDelayMs = 60_000;
    withStub("<p>Here</p>");
    await visit.page.goto(endpoint.site + "/stub", { waitUntil: "commit" });
    await visit.page.waitForSelector("p");
    await visit.page.evaluate(() => {
      document.dispatchEvent(new Event("submit"));
      dispatchEvent(new Event("submit"));
    });
    expect(visit.errors).toEqual([]);
  });

  test("a form that is sent after the script has arrived is left to the script", async () => {
    withStub(`<form onsubmit="return false"><input type="email" name="email"><button>Send</button></form>`);
    await open("/stub");
    await visit.page.fill("input", "jane@example.com");
    await visit.page.click("button");
    await endpoint.arrival(({ event }) => event === "generate_lead");
    expect(named("form_submit")).toEqual([]);
  });

  test("the script takes the queue over with its times, and the page is one view", async () => {
    endpoint.scriptDelayMs = 300;
    withStub(`<script>scoreline.identify({ email: "jane@example.com" }); scoreline.track("early", { n: 1 });
      scoreline.on("decision", (answer) => (window.stage = answer.stage)); scoreline.ready(() => (window.isReady = true))</script>`);
    const startedAtMs = Date.now();
    await open("/stub");
    const early = await endpoint.arrival(({ event }) => event === "early");
    expect(endpoint.requests).toHaveLength(1);
    expect(endpoint.requests[0]?.batch.map(({ type }) => type)).toEqual(["page", "identify", "track"]);
    expect(early.properties).toEqual({ n: 1 });
    const sentAtMs = endpoint.requests[0]?.sentAt ?? 0;
    expect(sentAtMs - early.timestamp).toBeGreaterThan(200);
    expect(early.timestamp).toBeGreaterThanOrEqual(startedAtMs - 1_000);
    await visit.page.waitForFunction("window.stage === 'first_touch' && window.isReady");
    await visit.page.goto(endpoint.site + "/bare");
    await visit.page.waitForTimeout(150);
    expect(endpoint.events().map(({ type }) => type)).toEqual(["page", "identify", "track"]);
  });

  test("the device keeps its id from the stub to the script", async () => {
    endpoint.scriptDelayMs = 1_000;
    withStub();
    await visit.page.goto(endpoint.site + "/stub", { waitUntil: "commit" });
    await visit.page.waitForSelector("body", { state: "attached" });
    await visit.page.goto(endpoint.site + "/bare");
    await endpoint.until(() => endpoint.requests.length === 1);
    endpoint.scriptDelayMs = 0;
    await open();
    await endpoint.until(() => endpoint.events().length === 2);
    expect(new Set(endpoint.events().map(({ anonymousId }) => anonymousId)).size).toBe(1);
  });
});

for (const mood of ["error", "html", "cut", "hang"] satisfies Mood[]) {
  test(`when the endpoint is broken (${mood}), the page hears nothing and the next page brings the same events`, async () => {
    endpoint.mood = mood;
    await open();
    await visit.page.evaluate("scoreline.track('kept', { mood: 1 })");
    await endpoint.until(() =>
      endpoint.requests.some(({ batch }) => batch.some(({ event }) => event === "kept")),
    );
    // A request that hangs is given up for stuck after two seconds.
    await visit.page.waitForTimeout(mood === "hang" ? 2_200 : 300);
    await visit.page.goto(endpoint.site + "/bare");
    const sent = endpoint.requests.flatMap(({ batch }) => batch).find(({ event }) => event === "kept");
    expect(endpoint.events()).toEqual([]);
    endpoint.mood = "well";
    await open();
    const arrived = await endpoint.arrival(({ event }) => event === "kept");
    expect(arrived).toEqual(sent);
    expect(visit.lines.length).toBeLessThanOrEqual(1);
    await endpoint.until(() => endpoint.events().length >= 3);
    // The device lets go of them when the page has the answer.
    await expect
      .poll(() => visit.page.evaluate(() => JSON.parse(localStorage["scoreline"]).unsent))
      .toBeUndefined();
  });
}

test("on the same page, a failed request is tried again with the same ids", async () => {
  endpoint.mood = "error";
  await open();
  await endpoint.until(() => endpoint.requests.length === 1);
  endpoint.mood = "well";
  await endpoint.until(() => endpoint.events().length === 1);
  expect(endpoint.events()[0]?.messageId).toBe(endpoint.requests[0]?.batch[0]?.messageId);
});

test("what is refused is dropped with one line, and not tried again", async () => {
  endpoint.mood = "refuse";
  await open();
  await endpoint.until(() => endpoint.requests.length === 1);
  await visit.page.evaluate("scoreline.track('again')");
  await endpoint.until(() => endpoint.requests.length === 2);
  await visit.page.waitForTimeout(1_700);
  expect(endpoint.requests).toHaveLength(2);
  expect(visit.lines).toHaveLength(1);
});

test("a policy that forbids the endpoint costs the page nothing", async () => {
  endpoint.pages.set("/strict", {
    html: `<!doctype html><title>Strict</title>${tag(endpoint.host)}<body>`,
    headers: { "content-security-policy": `script-src ${endpoint.host}; connect-src 'none'` },
  });
  await open("/strict");
  await visit.page.waitForTimeout(300);
  expect(endpoint.requests).toEqual([]);
  expect(visit.lines.length).toBeLessThanOrEqual(1);
  await open();
  const view = await endpoint.arrival((event) => pathOf(event) === "/strict");
  expect(view.type).toBe("page");
  // The browser's own words about the policy; nothing of ours is among them.
  visit.violations.length = 0;
});

test("a burst is split into requests that a closing page may still send, and arrives whole", async () => {
  await open();
  await visit.page.evaluate(() => {
    for (let number = 0; number < 150; number += 1)
      window.scoreline.track("burst", { number, text: "ş".repeat(1_500) });
  });
  await endpoint.until(() => named("burst").length === 150);
  for (const request of endpoint.requests) {
    expect(Buffer.byteLength(JSON.stringify(request))).toBeLessThanOrEqual(limits.sdkBodyBytes);
  }
});

test("whatever a page hands over, the event fits the server's limits", async () => {
  await open();
  await visit.page.evaluate(() => {
    const loop: Record<string, unknown> = {
      text: "x".repeat(10_000),
      when: new Date(0),
      nothing: undefined,
      run() {},
    };
    loop["self"] = loop;
    for (let key = 0; key < 500; key += 1) loop["k" + key] = "y".repeat(500);
    window.scoreline.track("big", loop);
    window.scoreline.track(undefined as never);
    window.scoreline.track("n".repeat(500), JSON.parse('{"__proto__":{"a":1},"ok":1}'));
  });
  const big = await endpoint.arrival(({ event }) => event === "big");
  expect(big.properties).toMatchObject({ when: "1970-01-01T00:00:00.000Z" });
  const count = (value: unknown): number =>
    typeof value === "object" && value
      ? Object.values(value).reduce((sum: number, each) => sum + 1 + count(each), 0)
      : 0;
  expect(count(big)).toBeLessThanOrEqual(limits.eventKeys);
  const long = await endpoint.arrival(({ event }) => event === "n".repeat(128));
  expect(long.properties).toEqual({ ok: 1 });
});

test("reset makes another visitor of the device", async () => {
  await open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.evaluate("scoreline.identify('u1'); scoreline.reset(); scoreline.track('after')");
  const after = await endpoint.arrival(({ event }) => event === "after");
  const before = endpoint.events().find(({ type }) => type === "identify");
  expect(before?.userId).toBe("u1");
  expect(after.userId).toBeUndefined();
  expect(after.anonymousId).not.toBe(before?.anonymousId);
  // Empty, not missing: an id in a cookie is not to be used either.
  expect(endpoint.requests.find(({ batch }) => batch[0]?.event === "after")).toMatchObject({ visitor: "" });
});

test("what another tab has done is not undone: a reset there holds here", async () => {
  await open();
  await visit.page.evaluate("scoreline.identify('u1')");
  const first = await endpoint.arrival(({ type }) => type === "identify");
  const other = await visit.page.context().newPage();
  await other.goto(endpoint.site + "/");
  await other.waitForFunction("window.scoreline?.loaded");
  await other.evaluate("scoreline.reset()");
  await visit.page.evaluate("scoreline.identify('u2')");
  const second = await endpoint.arrival(({ userId }) => userId === "u2");
  expect(second.anonymousId).not.toBe(first.anonymousId);
  await other.close();
});

test("an answer that comes after a reset in another tab says nothing of the next visitor", async () => {
  await open();
  const other = await visit.page.context().newPage();
  await other.goto(endpoint.site + "/");
  await other.waitForFunction("JSON.parse(localStorage.scoreline).visitor");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  const isHeld = visit.page.waitForRequest("**/v1/batch");
  await visit.page.route("**/v1/batch", async (route) => {
    await held;
    await route.continue();
  });
  await visit.page.evaluate("scoreline.track('slow')");
  await isHeld;
  await other.evaluate("scoreline.reset()");
  const answered = visit.page.waitForResponse("**/v1/batch");
  release();
  await (await answered).finished();
  await other.evaluate("scoreline.track('next')");
  await endpoint.arrival(({ event }) => event === "next");
  const next = endpoint.requests.find(({ batch }) => batch.some(({ event }) => event === "next"));
  expect(next).toMatchObject({ visitor: "" });
});

test("traits without a user id, as others' libraries are called, and a form that is named title", async () => {
  endpoint.pages.set("/title", {
    html: `<!doctype html>${tag(endpoint.host)}<body><form name="title"></form>`,
  });
  await open("/title");
  await visit.page.evaluate("scoreline.identify(null, { plan: 'pro' })");
  expect((await endpoint.arrival(({ type }) => type === "identify")).traits).toEqual({ plan: "pro" });
});

test("an event is cut to what the worker takes", async () => {
  await open();
  await visit.page.evaluate(
    "scoreline.track('big', Object.fromEntries(Array.from({ length: 12 }, (_, at) => ['text' + at, 'x'.repeat(4000)])))",
  );
  const big = await endpoint.arrival(({ event }) => event === "big");
  expect(Object.keys(big.properties ?? {})).toHaveLength(12);
  expect(JSON.stringify(big).length).toBeLessThanOrEqual(limits.eventCharacters);
});

test("two copies of the script count once", async () => {
  endpoint.pages.set("/twice", {
    html: `<!doctype html><title>Twice</title>${tag(endpoint.host)}${tag(endpoint.host)}<body>`,
  });
  await open("/twice");
  await visit.page.waitForTimeout(250);
  expect(endpoint.events()).toHaveLength(1);
});

test("a tag without data-site says so in one line and does nothing", async () => {
  endpoint.pages.set("/keyless", {
    html: `<!doctype html><script async src="${endpoint.host}/s.js"></script><body>`,
  });
  await visit.page.goto(endpoint.site + "/keyless");
  await visit.page.waitForTimeout(200);
  expect(endpoint.requests).toEqual([]);
  expect(visit.lines).toEqual([expect.stringContaining("data-site")]);
});
