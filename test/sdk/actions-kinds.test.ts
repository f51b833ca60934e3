import { expect, test } from "vitest";
import type { ActionPayload } from "../../shared/wire.ts";
import { sample, stage } from "./support/stage.ts";
import { endpoint, startOver, visit } from "./support/visits.ts";

test("one click on an answer tells the trait, the answer and that the survey is done, in this order", async () => {
  stage.page("");
  endpoint.actions = [sample("survey", { thanks: "Good to know." })];
  await stage.open();
  await visit.page.focus("#before");
  const card = stage.card("survey-1");
  await card.getByText("My car is getting old").click();
  await endpoint.until(() => stage.told("select_promotion").length === 1);
  const told = endpoint.events().filter(({ type, event }) => type === "identify" || event?.startsWith("s"));
  expect(told.map(({ type, event, traits, properties }) => [event ?? type, traits ?? properties])).toEqual([
    ["identify", { broughtBy: "replacing" }],
    [
      "survey_answered",
      {
        promotion_id: "survey-1",
        creative_slot: "survey",
        question: "What brought you here today?",
        answer: "replacing",
      },
    ],
    ["select_promotion", { promotion_id: "survey-1", creative_slot: "survey" }],
  ]);
  expect(await card.locator(".title").textContent()).toBe("Good to know.");
  expect(await card.locator("button:not(.close)").count()).toBe(0);
  // The thanks have the focus while they are there, and give it back.
  await card.waitFor({ state: "detached" });
  expect(await visit.page.evaluate(() => document.activeElement?.id)).toBe("before");
  expect(stage.told("promotion_dismissed")).toEqual([]);
});

test("closing the thanks of a survey is no dismissal", async () => {
  stage.page("");
  endpoint.actions = [sample("survey")];
  await stage.open();
  const card = stage.card("survey-1");
  await card.getByText("Just looking").click();
  await card.getByText("Thank you").waitFor();
  await card.locator(".close").click();
  await visit.page.evaluate(() => window.scoreline.track("after"));
  await endpoint.arrival(({ event }) => event === "after");
  expect(stage.told("select_promotion")).toHaveLength(1);
  expect(stage.told("promotion_dismissed")).toEqual([]);
});

test("a survey in a slot keeps its place and its size after the answer", async () => {
  stage.page(`<div data-score-slot="side">Ours</div>`);
  endpoint.actions = [sample("survey", { slot: "side" })];
  await stage.open();
  const card = stage.card("survey-1");
  const before = await card.boundingBox();
  await card.getByText("Just looking").click();
  await card.getByText("Thank you").waitFor();
  expect(await card.boundingBox()).toEqual(before);
  expect(stage.told("survey_answered")).toMatchObject([{ creative_slot: "side", answer: "looking" }]);
});

test("a recommendation leads to its products and says which one was chosen", async () => {
  endpoint.pages.set("/boreal", { html: "<!doctype html><title>Boreal</title>" });
  stage.page("");
  endpoint.actions = [sample("recommend")];
  await stage.open();
  const links = stage.card("recommend-1").locator("li a");
  await links.first().waitFor();
  expect(await links.allTextContents()).toEqual(["Aurora€ 28,900", "Boreal"]);
  await links.nth(1).click();
  await visit.page.waitForURL("**/boreal");
  await endpoint.until(() => stage.told("select_promotion").length === 1);
  expect(stage.told("select_promotion")).toEqual([
    { promotion_id: "recommend-1", creative_slot: "recommend", item_name: "Boreal" },
  ]);
});

test("at the edge of the window one card is shown at a time, and the next one when it is closed", async () => {
  stage.page("");
  endpoint.actions = [sample("slide_in"), sample("banner"), sample("survey")];
  await stage.open();
  await stage.card("slide_in-1").waitFor();
  await endpoint.until(() => stage.told("view_promotion").length === 1);
  expect(await visit.page.locator("scoreline-action").count()).toBe(1);
  await stage.card("slide_in-1").locator(".close").click();
  await stage.card("banner-1").waitFor();
  expect(stage.told("promotion_dismissed")).toMatchObject([{ promotion_id: "slide_in-1" }]);
});

const chats: Record<string, string> = {
  "the site's own": `document.body.insertAdjacentHTML("beforeend", "<button data-score-chat aria-expanded=false onclick=\\"opened.push('click')\\">Chat</button>")`,
  Intercom: `window.Intercom = Object.assign((command) => opened.push(command), { booted: true })`,
  Crisp: `window.$crisp = { is() {}, push: (command) => opened.push(command.join(" ")) }`,
  "tawk.to": `window.Tawk_API = { maximize: () => opened.push("maximize") }`,
  "Zendesk messaging": `window.zE = Object.assign((...call) => opened.push(call.join(" ")), { widget: "messenger" })`,
  "Zendesk classic": `window.zE = Object.assign((...call) => opened.push(call.join(" ")), { widget: "classic" })`,
  HubSpot: `window.HubSpotConversations = { widget: { open: () => opened.push("open") } }`,
  Drift: `window.drift = { api: { openChat: () => opened.push("openChat") } }`,
  Tidio: `window.tidioChatApi = { open: () => opened.push("open") }`,
  LiveChat: `window.LiveChatWidget = { get: () => ({ visibility: "minimized" }), call: (command) => opened.push(command) }`,
};
const calls: Record<string, string> = {
  "the site's own": "click",
  Intercom: "show",
  Crisp: "do chat:open",
  "tawk.to": "maximize",
  "Zendesk messaging": "messenger open",
  "Zendesk classic": "webWidget open",
  HubSpot: "open",
  Drift: "openChat",
  Tidio: "open",
  LiveChat: "maximize",
};

test.each(Object.keys(chats))(
  "chat_open waits for the chat of %s, opens it once and reports it then",
  async (name) => {
    stage.page("", { head: "<script>window.opened = []</script>" });
    endpoint.actions = [sample("chat_open")];
    await stage.open();
    await endpoint.until(() => endpoint.events().length === 1);
    await visit.page.waitForTimeout(200);
    expect(stage.told("view_promotion")).toEqual([]);
    await visit.page.evaluate(chats[name] ?? "");
    await endpoint.until(() => stage.told("view_promotion").length === 1);
    await visit.page.waitForTimeout(700);
    expect(await visit.page.evaluate("opened")).toEqual([calls[name]]);
    expect(stage.told("view_promotion")).toEqual([
      { promotion_id: "chat_open-1", creative_slot: "chat_open" },
    ]);
  },
);

test("chat_open leaves a chat alone that is open already, and calls no vendor's stand-in", async () => {
  // A property that Firefox has only since 119.
  await visit.page.addInitScript("delete Element.prototype.ariaExpanded");
  stage.page(
    `<button data-score-chat aria-expanded="true" onclick="document.title = 'closed'">Chat</button>`,
  );
  endpoint.actions = [sample("chat_open")];
  await stage.open();
  await endpoint.until(() => stage.told("view_promotion").length === 1);
  expect(await visit.page.title()).toBe("Page");
  await startOver();

  const standIns = `opened = []; Intercom = (x) => opened.push(x); $crisp = { push: (x) => opened.push(x) }; zE = (...x) => opened.push(x); Tawk_API = {}; LiveChatWidget = { get() { throw new Error("not loaded") }, call: (x) => opened.push(x) }`;
  stage.page("", { head: `<script>${standIns}</script>` });
  endpoint.actions = [sample("chat_open")];
  await stage.open();
  await visit.page.waitForTimeout(1_300);
  expect(await visit.page.evaluate("opened")).toEqual([]);
  expect(stage.told("view_promotion")).toEqual([]);
});

test("a redirect does nothing, and is reported in no way, unless the page allows it", async () => {
  stage.page("");
  endpoint.actions = [sample("redirect")];
  await stage.open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.waitForTimeout(400);
  expect(new URL(visit.page.url()).pathname).toBe("/");
  expect(endpoint.events()).toHaveLength(1);
});

test("a redirect leads once in a session, so two pages that lead to each other never loop", async () => {
  stage.page("", { attributes: `data-redirect="true"` });
  stage.page("", { attributes: `data-redirect="true"`, path: "/offer" });
  endpoint.actions = [sample("redirect"), sample("redirect", { id: "back", link: "/" })];
  await stage.open();
  await endpoint.until(() => endpoint.events().filter(({ type }) => type === "page").length >= 3);
  await visit.page.waitForTimeout(600);
  expect(stage.told("view_promotion").map((properties) => properties?.["promotion_id"])).toEqual([
    "redirect-1",
    "back",
  ]);
  expect(endpoint.events().filter(({ type }) => type === "page")).toHaveLength(3);
});

test.each([
  "javascript:document.title='broken'",
  "//evil.test/",
  "/\\evil.test",
  "data:text/html,x",
  "https://shop.test@evil.test/",
])("a redirect to %s leads nowhere", async (link) => {
  stage.page("", { attributes: `data-redirect="true"` });
  endpoint.actions = [sample("redirect", { link })];
  await stage.open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.waitForTimeout(300);
  expect(visit.page.url()).toBe(endpoint.host + "/");
  expect(await visit.page.title()).toBe("Page");
  expect(stage.told("view_promotion")).toEqual([]);
});

test("a redirect leads from the home page to the one of another host", async () => {
  stage.page("", { attributes: `data-redirect="true"` });
  endpoint.actions = [sample("redirect", { link: "https://tr.example.test/" })];
  await visit.page.route("https://tr.example.test/", (route) => route.fulfill({ body: "There" }));
  await stage.open();
  await visit.page.waitForURL("https://tr.example.test/");
  expect(await visit.page.textContent("body")).toBe("There");
});

test("a redirect leaves a visitor alone who has begun to use the page", async () => {
  stage.page("", { attributes: `data-redirect="true"` });
  await stage.open();
  await endpoint.until(() => endpoint.events().length === 1);
  await visit.page.click("#before");
  endpoint.actions = [sample("redirect")];
  await visit.page.evaluate(() => window.scoreline.track("ask"));
  await visit.page.waitForTimeout(500);
  expect(visit.page.url()).toBe(endpoint.host + "/");
});

test("event_only shows nothing, is handed to the page's own code once, and counts as seen", async () => {
  stage.page("");
  await stage.open();
  await endpoint.until(() => endpoint.events().length === 1);
  endpoint.actions = [sample("event_only", { data: { ribbon: "gold", months: 24 } })];
  const heard = await visit.page.evaluate(
    () =>
      new Promise<ActionPayload[]>((resolve) => {
        const actions: ActionPayload[] = [];
        window.scoreline.on("action", (action) => actions.push(action));
        window.scoreline.track("ask");
        setTimeout(() => {
          window.scoreline.track("ask");
          setTimeout(() => resolve(actions), 500);
        }, 500);
      }),
  );
  expect(heard).toMatchObject([{ id: "event_only-1", data: { ribbon: "gold", months: 24 } }]);
  expect(stage.told("view_promotion")).toEqual([
    { promotion_id: "event_only-1", creative_slot: "event_only" },
  ]);
  expect(await visit.page.locator("scoreline-action").count()).toBe(0);
});
