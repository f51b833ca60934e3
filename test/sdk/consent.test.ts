import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tag } from "./support/endpoint.ts";
import { endpoint, inWholeBrowser, visit } from "./support/visits.ts";

inWholeBrowser();

const built = (name: string) => readFileSync(new URL(`../../dist/assets/s/${name}`, import.meta.url), "utf8");
const stubs = { "opt-out": built("stub.js"), "opt-in": built("stub-opt-in.js") };
/** The inline stub, as the snippet of a site has it. */
const stub = (mode: keyof typeof stubs) =>
  `<script>${stubs[mode].replace("HOST/", endpoint.host + "/").replace('"KEY"', '"pub_test"')}</script>`;

/** All that would know the visitor again if it left the page: what the page and the address hold. */
const canary = /canary|gclid-7|fbclid-7/;

const form = `<form id="f" onsubmit="return false"><input type="email" name="email" value="canary@example.com">
  <input name="phone" type="tel" value="+90 555 000 00 07 canary"><button>Send</button></form>`;

/** Opens the site as a visitor who does all that a visitor can do. */
const walk = async (options = "", mode: keyof typeof stubs = "opt-out", signal = "") => {
  endpoint.pages.set("/", {
    html: `<!doctype html><title>Home</title><script>${signal}</script>${stub(mode)}${tag(endpoint.host, options)}<body>${form}`,
  });
  endpoint.pages.set("/bare", { html: `<!doctype html><title>Bare</title><body>` });
  await visit.page.goto(endpoint.site + "/?utm_source=mail&gclid=gclid-7&fbclid=fbclid-7");
  await visit.page.waitForFunction("window.scoreline?.loaded");
  await visit.page.evaluate(`
    scoreline.identify("canary-user", { email: "canary@example.com" });
    scoreline.group("canary-group");
    scoreline.track("view_item", { model: "Aurora", note: "ask canary@example.com" });
    history.pushState({}, "", "/cars?email=canary@example.com");
  `);
  await visit.page.waitForTimeout(150);
  const leads = () => endpoint.events().filter(({ event }) => event === "generate_lead").length;
  const before = leads();
  await visit.page.click("button");
  await endpoint.until(() => leads() > before);
};

/** Everything that is on the device. */
const device = async () => {
  const stored = await visit.page.evaluate(async () => [
    ...Object.entries(localStorage).flat(),
    ...Object.entries(sessionStorage).flat(),
    ...(await indexedDB.databases()).map(({ name }) => name),
    ...("caches" in window ? await caches.keys() : []),
  ]);
  return [...stored, ...(await visit.page.context().cookies()).map(({ name }) => name)];
};

/** Fails when a request holds an id of the visitor, or a value that an earlier one held too. */
const expectNameless = () => {
  const seen = new Set<string>();
  expect(endpoint.requests.length).toBeGreaterThan(1);
  for (const request of endpoint.requests) {
    expect(JSON.stringify(request)).not.toMatch(canary);
    expect(Object.keys(request)).toEqual(["writeKey", "sentAt", "context", "batch"]);
    expect(request.context?.consent).toBe(false);
    for (const event of request.batch) {
      expect(Object.keys(event).toSorted()).toEqual([
        "context",
        ...(event.event ? ["event"] : []),
        "messageId",
        ...(event.properties ? ["properties"] : []),
        "timestamp",
        "type",
      ]);
      expect(seen.has(event.messageId)).toBe(false);
      seen.add(event.messageId);
    }
  }
};

const signals = {
  "before a yes, where one is needed": { options: `data-consent="opt-in"`, mode: "opt-in", signal: "" },
  "with Global Privacy Control": {
    options: "",
    mode: "opt-out",
    signal: "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })",
  },
  "with Do Not Track": {
    options: "",
    mode: "opt-out",
    signal: "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })",
  },
} as const;

describe.each(Object.entries(signals))("%s", (_, { options, mode, signal }) => {
  test("nothing is on the device, and nothing that leaves knows the visitor again", async () => {
    await walk(options, mode, signal);
    expect(await device()).toEqual([]);
    expectNameless();
    expect(endpoint.events().map(({ event, type }) => event ?? type)).toEqual(
      expect.arrayContaining(["page", "view_item", "generate_lead"]),
    );
    expect(endpoint.events()[0]?.context?.page.url).toContain("utm_source=mail");
    await visit.page.goto(endpoint.site + "/bare");
    expect(await device()).toEqual([]);
  });

  test("the inline stub writes and sends nothing for one who leaves before the script has arrived", async () => {
    endpoint.scriptDelayMs = 60_000;
    endpoint.pages.set("/stub", {
      html: `<!doctype html><title>Stub</title><script>${signal}</script>${stub(mode)}${tag(endpoint.host, options)}<body>`,
    });
    endpoint.pages.set("/bare", { html: `<!doctype html><title>Bare</title><body>` });
    await visit.page.goto(endpoint.site + "/stub", { waitUntil: "commit" });
    await visit.page.evaluate("scoreline.identify({ email: 'canary@example.com' })");
    await visit.page.goto(endpoint.site + "/bare");
    await visit.page.waitForTimeout(200);
    expect(endpoint.requests).toEqual([]);
    expect(await device()).toEqual([]);
  });
});

test("Global Privacy Control that is switched on later clears what is on the device", async () => {
  await walk();
  expect(await device()).toHaveLength(2);
  await walk("", "opt-out", signals["with Global Privacy Control"].signal);
  expect(await device()).toEqual([]);
});

describe("a yes", () => {
  test("tells again what was done on this page, now with the visitor's id", async () => {
    await walk(`data-consent="opt-in"`, "opt-in");
    const before = new Set(endpoint.events().map(({ messageId }) => messageId));
    await visit.page.evaluate("scoreline.setConsent('granted')");
    const ofVisitor = () =>
      endpoint.requests.flatMap(({ batch }) => batch).filter(({ anonymousId }) => anonymousId !== undefined);
    await endpoint.until(() => ofVisitor().some(({ event }) => event === "generate_lead"));
    const told = ofVisitor();
    expect(new Set(told.map(({ anonymousId }) => anonymousId)).size).toBe(1);
    expect(told.map(({ event, type }) => event ?? type)).toEqual(
      expect.arrayContaining(["consent_updated", "page", "identify", "group", "view_item", "generate_lead"]),
    );
    expect(told.find(({ type }) => type === "page")?.context?.page.url).toContain("gclid-7");
    expect(told.filter(({ messageId }) => before.has(messageId)).length, "under the same message ids").toBe(
      before.size,
    );
    expect(endpoint.requests.at(-1)?.context?.consent).toBe(true);
    expect(await device()).toHaveLength(2);
  });

  test("holds on the next page, and is told once", async () => {
    await walk(`data-consent="opt-in"`, "opt-in");
    await visit.page.evaluate("scoreline.setConsent(true); scoreline.setConsent('granted')");
    await walk(`data-consent="opt-in"`, "opt-in");
    const answers = endpoint.events().filter(({ event }) => event === "consent_updated");
    expect(answers).toHaveLength(1);
    expect(answers[0]?.properties).toEqual({ consent: "granted" });
    const last = endpoint.requests.at(-1);
    expect(last?.context?.consent).toBe(true);
    expect(last?.batch[0]?.anonymousId).toBe(answers[0]?.anonymousId);
  });

  test("to this site counts for more than the browser's no to all", async () => {
    const { signal } = signals["with Global Privacy Control"];
    await walk("", "opt-out", signal);
    await visit.page.evaluate("scoreline.setConsent('granted')");
    await endpoint.arrival(({ event }) => event === "consent_updated");
    expect(await device()).toHaveLength(2);
  });
});

describe("a no", () => {
  test("is told as the last word under the id, and clears the device", async () => {
    await walk();
    const [known] = endpoint.events();
    expect(known?.anonymousId).toBeDefined();
    await visit.page.evaluate("scoreline.setConsent('denied'); scoreline.track('after')");
    const told = await endpoint.arrival(({ event }) => event === "consent_updated");
    expect(told).toMatchObject({ anonymousId: known?.anonymousId, properties: { consent: "denied" } });
    const after = await endpoint.arrival(({ event }) => event === "after");
    expect(after).not.toHaveProperty("anonymousId");
    // The no itself has to stay: the next page would not ask.
    expect(await device()).toEqual(["scoreline", '{"consent":false}']);

    endpoint.requests.length = 0;
    await walk();
    expectNameless();
    await visit.page.evaluate("scoreline.setConsent('granted')");
    const anew = await endpoint.arrival(({ properties }) => properties?.["consent"] === "granted");
    expect(anew.anonymousId, "a visitor who comes back is a new one").not.toBe(known?.anonymousId);
  });

  test("where a yes is needed, leaves nothing at all", async () => {
    await walk(`data-consent="opt-in"`, "opt-in");
    await visit.page.evaluate("scoreline.setConsent('granted'); scoreline.setConsent('denied')");
    await endpoint.arrival(({ properties }) => properties?.["consent"] === "denied");
    expect(await device()).toEqual([]);
    expect(endpoint.events().filter(({ event }) => event === "consent_updated")).toHaveLength(2);
  });

  test("forgets what waited for a yes", async () => {
    await walk(`data-consent="opt-in"`, "opt-in");
    await visit.page.evaluate("scoreline.setConsent('denied'); scoreline.setConsent('granted')");
    const yes = await endpoint.arrival(({ properties }) => properties?.["consent"] === "granted");
    await visit.page.waitForTimeout(100);
    expect(endpoint.events().filter(({ anonymousId }) => anonymousId === yes.anonymousId)).toHaveLength(1);
  });

  test("in another tab holds in this one", async () => {
    await walk();
    const other = await visit.page.context().newPage();
    await other.goto(endpoint.site + "/");
    await other.waitForFunction("window.scoreline?.loaded");
    await other.evaluate("scoreline.setConsent('denied')");
    await endpoint.arrival(({ event }) => event === "consent_updated");
    // The browser brings what one tab has written to the other in its own time.
    await expect.poll(device).toEqual(["scoreline", '{"consent":false}']);
    await visit.page.evaluate("scoreline.track('here')");
    expect(await endpoint.arrival(({ event }) => event === "here")).not.toHaveProperty("anonymousId");
    expect(await device()).toEqual(["scoreline", '{"consent":false}']);
    // A yes there holds here too, and so does a second no after it.
    await other.evaluate("scoreline.setConsent('granted')");
    await expect.poll(async () => String(await device())).toContain('"consent":true');
    await visit.page.evaluate("scoreline.setConsent('denied')");
    expect(await device()).toEqual(["scoreline", '{"consent":false}']);
  });
});

test("data-consent=none asks neither the visitor nor the browser", async () => {
  await walk(`data-consent="none"`, "opt-out", signals["with Global Privacy Control"].signal);
  expect(endpoint.events()[0]?.anonymousId).toBeDefined();
});
