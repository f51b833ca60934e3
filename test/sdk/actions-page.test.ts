import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ActionPayload } from "../../shared/wire.ts";
import { sample, stage } from "./support/stage.ts";
import { endpoint, startOver, visit } from "./support/visits.ts";

/** Nothing but scripts of the site's own, calls of its own, and no HTML from strings. */
const strictest =
  "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'";

const kinds = ["banner", "modal", "slide_in", "inline", "survey", "recommend"] as const;
const text = "<p>Words and words, and more of them.</p>".repeat(40);
/** A slot with room enough, near the top, and words on both sides. */
const place = (action: ActionPayload) =>
  `${text.slice(0, 120)}${action.slot ? `<div data-score-slot="${action.slot}"></div>` : ""}${text}`;
const roomy = "[data-score-slot]{min-height:460px}";
const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 5"><path d="M0 0h8v5H0z" fill="#9fc3ff"/></svg>`;
/** Loads a style sheet of the site's own. */
const css = (rules: string) => {
  endpoint.pages.set("/own.css", { html: rules, headers: { "content-type": "text/css" } });
  return "<link rel=stylesheet href=/own.css>";
};
const addPicture = () =>
  endpoint.pages.set("/aurora.svg", { html: picture, headers: { "content-type": "image/svg+xml" } });

const shifts = async (open: () => Promise<void>): Promise<number> => {
  await open();
  // The browser reports shifts after the frame in which they happened.
  await visit.page.waitForTimeout(700);
  return visit.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(
            list
              .getEntries()
              .reduce((sum, entry) => sum + (entry as PerformanceEntry & { value: number }).value, 0),
          ),
        ).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(0), 300);
      }),
  );
};

/** Every card, at the edge and, where it can be, in a slot. */
const cards: [name: string, action: ActionPayload][] = [
  ...kinds.map((kind): [string, ActionPayload] => [kind, sample(kind)]),
  ["survey in a slot", sample("survey", { slot: "hero" })],
  ["recommend in a slot", sample("recommend", { slot: "hero" })],
];

test.each(cards)("%s works under the strictest policy, and reports nothing to it", async (_, action) => {
  // With nothing below it, a slot needs no room of its own.
  stage.page(action.slot ? `<div data-score-slot="${action.slot}"></div>` : text, { policy: strictest });
  endpoint.actions = [action];
  await stage.open();
  const card = stage.card(action.id);
  await card.waitFor();
  expect(await card.evaluate((element) => getComputedStyle(element).borderRadius)).toBe("16px");
  expect(visit.violations).toEqual([]);
});

test("pictures that the policy refuses vanish, and the action is there without them", async () => {
  addPicture();
  stage.page(text, { policy: strictest });
  endpoint.actions = [sample("slide_in", { image: "/aurora.svg" })];
  await stage.open();
  const card = stage.card("slide_in-1");
  await card.waitFor();
  expect(await card.locator("img").count()).toBe(0);
  expect(visit.violations.every((line) => line.includes("aurora.svg"))).toBe(true);
  visit.violations.length = 0;
});

test.each(cards)("%s moves nothing on the page, with a picture that comes late", async (_, action) => {
  addPicture();
  stage.page(place(action), { head: css(roomy) });
  endpoint.actions = [{ ...action, ...(action.kind !== "survey" && { image: "/aurora.svg" }) }];
  expect(
    await shifts(async () => {
      await stage.open({ viewport: { width: 1280, height: 800 } });
      await stage.card(action.id).waitFor();
    }),
  ).toBe(0);
});

test("a slot without room waits until it is out of sight, so nothing moves there either", async () => {
  stage.page(`<div data-score-slot="hero"></div>${text.repeat(3)}`);
  endpoint.actions = [sample("inline")];
  const sum = await shifts(async () => {
    await stage.open({ viewport: { width: 800, height: 600 } });
    await endpoint.until(() => endpoint.events().length > 0);
    await visit.page.waitForTimeout(400);
    expect(await stage.card("inline-1").count()).toBe(0);
  });
  expect(sum).toBe(0);
  await startOver();

  stage.page(`${text}<div data-score-slot="hero"></div>${text}`);
  endpoint.actions = [sample("inline")];
  expect(
    await shifts(async () => {
      await stage.open({ viewport: { width: 800, height: 600 } });
      await stage.card("inline-1").waitFor({ state: "attached" });
      expect(stage.told("view_promotion")).toEqual([]);
      await stage.card("inline-1").scrollIntoViewIfNeeded();
      await endpoint.until(() => stage.told("view_promotion").length === 1);
    }),
  ).toBe(0);
});

test("a slot that a router has taken away, still empty, leaves its name to the next one", async () => {
  stage.page(`<div id="view"><div data-score-slot="hero"></div>${text}</div>`);
  endpoint.actions = [sample("inline")];
  await stage.open();
  await endpoint.until(() => visit.lines.length === 1);
  await visit.page.evaluate(() => {
    const view = document.getElementById("view") as HTMLElement;
    view.innerHTML = `<div data-score-slot="hero" style="min-height:300px"></div>`;
    window.scoreline.track("ask");
  });
  await stage.card("inline-1").waitFor();
  await endpoint.until(() => stage.told("view_promotion").length === 1);
  expect(await visit.page.locator("scoreline-action").count()).toBe(1);
});

test("what stands in a slot without room is not touched: a field keeps the focus, a frame its page", async () => {
  endpoint.pages.set("/frame", { html: "<!doctype html><title>Frame</title>" });
  stage.page(`<div data-score-slot="hero"><input id="mail"><iframe src="/frame"></iframe></div>${text}`);
  await stage.open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.focus("#mail");
  await visit.page.keyboard.type("jane@");
  await visit.page.evaluate("frames[0].isOld = true");
  endpoint.actions = [sample("inline", { body: "Words and more words. ".repeat(20) })];
  await visit.page.evaluate(() => window.scoreline.track("ask"));
  await endpoint.until(() => visit.lines.length === 1);
  await visit.page.keyboard.type("example.com");
  expect(await visit.page.inputValue("#mail")).toBe("jane@example.com");
  expect(await visit.page.evaluate("frames[0].isOld")).toBe(true);
});

test.each(["display:flex;justify-content:center", "display:grid;place-items:center"])(
  "a card is as wide as a slot with %s",
  async (rules) => {
    stage.page(`<div data-score-slot="hero"></div>`, {
      head: css(`[data-score-slot]{min-height:200px;width:600px;${rules}}`),
    });
    endpoint.actions = [sample("inline")];
    await stage.open();
    await stage.card("inline-1").waitFor();
    expect(await stage.card("inline-1").boundingBox()).toMatchObject({ width: 600 });
  },
);

test.each([
  "body{display:flex;flex-direction:column;justify-content:space-between;gap:20px;min-height:100vh}",
  "body > * + *{margin-top:40px}",
])("a card over the page takes no place among the body's own, with %s", async (rules) => {
  stage.page("</main><footer>Footer</footer>", { head: css(rules) });
  const height = () => visit.page.evaluate(() => document.documentElement.getBoundingClientRect().height);
  let before = 0;
  const sum = await shifts(async () => {
    await stage.open();
    await endpoint.until(() => endpoint.events().length === 1);
    before = await height();
    endpoint.actions = [sample("banner")];
    await visit.page.evaluate(() => window.scoreline.track("ask"));
    await stage.card("banner-1").waitFor();
  });
  expect(sum).toBe(0);
  expect(await height()).toBe(before);
});

const long = "Considerably longer words than anybody would like to read in here ".repeat(8).slice(0, 500);

test("a banner with the longest texts can be read and closed on a small screen", async () => {
  addPicture();
  stage.page(text);
  const promoCode = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCD";
  const texts = { title: long.slice(0, 120), body: long, button: long.slice(0, 60), promoCode };
  endpoint.actions = [sample("banner", { ...texts, image: "/aurora.svg" })];
  await stage.open({ reducedMotion: "reduce" });
  const card = stage.card("banner-1");
  await card.waitFor();
  for (const [width, height] of [
    [320, 256],
    [360, 640],
    [568, 320],
    [844, 390],
    [768, 1024],
  ] as const) {
    await visit.page.setViewportSize({ width, height });
    const close = await card.locator(".close").boundingBox();
    expect(close?.y, `${width}`).toBeGreaterThanOrEqual(0);
    expect((close?.x ?? 0) + (close?.width ?? 0), `${width}`).toBeLessThanOrEqual(width);
    expect((await card.locator(".words").boundingBox())?.width, `${width}`).toBeGreaterThan(width / 4);
  }
});

test("six products in a slot are seen on a phone that is held sideways", async () => {
  addPicture();
  stage.page(`<div data-score-slot="hero"></div>`);
  const products = Array.from({ length: 6 }, (_, at) => ({
    name: `Car ${at}`,
    link: `/${at}`,
    image: "/aurora.svg",
  }));
  endpoint.actions = [sample("recommend", { slot: "hero", products })];
  await stage.open({ viewport: { width: 844, height: 390 } });
  await stage.card("recommend-1").evaluate((card) => card.scrollIntoView({ block: "center" }));
  await endpoint.until(() => stage.told("view_promotion").length === 1);
  const { height = 0 } = (await stage.card("recommend-1").boundingBox()) ?? {};
  expect(height, "more than two screens").toBeGreaterThan(780);
});

const axe = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

test.each(cards)("axe finds nothing in %s, light or dark", async (_, action) => {
  const theme =
    ":root{color-scheme:light dark}body{background:light-dark(#fff,#111);color:light-dark(#111,#eee)}";
  stage.page(place(action), { head: css(roomy + theme) });
  endpoint.actions = [action];
  await stage.open({ reducedMotion: "reduce" });
  const { page } = visit;
  await stage.card(action.id).waitFor();
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { found, isSeen } = await page.evaluate<{ found: string[]; isSeen: boolean }>(
      `axe.run().then(({ violations, passes }) => ({
        found: violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " " + target.flat() + " " + failureSummary)),
        isSeen: passes.some(({ id, nodes }) => id === "color-contrast" && nodes.some(({ target }) => target.flat().some((part) => part.startsWith("scoreline-action")))),
      }))`,
    );
    // It has looked into the shadow root.
    expect(isSeen, colorScheme).toBe(true);
    expect(found, colorScheme).toEqual([]);
  }
});

test.each(["banner", "slide_in", "survey", "recommend"] as const)(
  "%s is reached, used and closed with the keyboard alone, and the focus goes back",
  async (kind) => {
    stage.page("");
    endpoint.actions = [sample(kind)];
    await stage.open();
    const { page } = visit;
    await stage.card(`${kind}-1`).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    await page.focus("#before");
    await page.keyboard.press("Tab");
    const focused = () =>
      page.evaluate(() => document.querySelector("scoreline-action")?.shadowRoot?.activeElement?.tagName);
    expect(await focused()).toMatch(/^(A|BUTTON)$/);
    await page.keyboard.press("Escape");
    await endpoint.until(() => stage.told("promotion_dismissed").length === 1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("before");
  },
);

test("a survey is answered with the keyboard, and its thanks are read out", async () => {
  stage.page("");
  endpoint.actions = [sample("survey")];
  await stage.open();
  const { page } = visit;
  await stage.card("survey-1").waitFor();
  await page.focus("#before");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await endpoint.until(() => stage.told("survey_answered").length === 1);
  expect(stage.told("survey_answered")).toMatchObject([{ answer: "looking" }]);
  const focused = await page.evaluate(
    () => document.querySelector("scoreline-action")?.shadowRoot?.activeElement?.textContent,
  );
  expect(focused).toBe("Thank you");
});

test("who wants less motion gets none, and who wants it dark gets it dark", async () => {
  const look = async (reducedMotion: "reduce" | "no-preference", colorScheme: "light" | "dark") => {
    stage.page("");
    endpoint.actions = [sample("slide_in")];
    await stage.open({ reducedMotion, colorScheme });
    await stage.card("slide_in-1").waitFor();
    const looks = await stage.card("slide_in-1").evaluate((element) => {
      const { animationName, backgroundColor } = getComputedStyle(element);
      return [animationName, backgroundColor];
    });
    await visit.end();
    return looks;
  };
  expect(await look("no-preference", "light")).toEqual(["rise", "rgb(255, 255, 255)"]);
  expect(await look("reduce", "dark")).toEqual(["none", "rgb(26, 29, 36)"]);
});
