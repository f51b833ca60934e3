import { expect, test } from "vitest";
import { useStage } from "./support.ts";

const stage = useStage("commerce");
const gtag = `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }</script>`;
/** A tag manager, as far as it matters here: it replaces push, and keeps the list short. */
const manager = `{ const push = dataLayer.push; dataLayer.push = (...entries) => {
  const length = push.apply(dataLayer, entries); while (dataLayer.length > 2) dataLayer.shift(); return length; }; }`;

test("what was pushed before the script came is told, and what comes after it", async () => {
  await stage.open({
    head: `${gtag}<script>gtag("event", "view_item", { currency: "EUR", value: 9, items: [{ item_id: "a" }] });</script>`,
  });
  expect(await stage.first("view_item")).toEqual({ currency: "EUR", value: 9, items: [{ item_id: "a" }] });
  await stage.page.evaluate(
    `dataLayer.push({ event: "purchase", ecommerce: { transaction_id: "t1", value: 18, user_data: { email: "canary@example.com" } }, email: "canary@example.com" })`,
  );
  expect(await stage.first("purchase")).toEqual({ transaction_id: "t1", value: 18, provider: "dataLayer" });
  expect(JSON.stringify(stage.endpoint.requests)).not.toContain("canary");
});

test("a tag manager may replace push and shorten the list, before us and after us", async () => {
  await stage.open({ head: `${gtag}<script>${manager}</script>` });
  await stage.page.evaluate(manager);
  await stage.page.evaluate(`for (const id of "abcdefgh") gtag("event", "add_to_cart", { item_id: id })`);
  await stage.endpoint.until(() => stage.told("add_to_cart").length === 8);
  expect(stage.told("add_to_cart").map(({ properties }) => properties?.["item_id"])).toEqual(
    "abcdefgh".split(""),
  );
});

test("the page's push keeps its answer and its exceptions", async () => {
  await stage.open({
    head: `<script>window.dataLayer = []; dataLayer.push = (entry) => { if (!entry) throw new Error("mine"); return 42; };</script>`,
  });
  expect(
    await stage.page.evaluate(
      `[dataLayer.push({}), (() => { try { dataLayer.push(); } catch (error) { return error.message; } })()]`,
    ),
  ).toEqual([42, "mine"]);
});

test("one purchase that two tags tell is one, two products in a cart are two", async () => {
  await stage.open({ head: gtag });
  await stage.page.evaluate(`
    gtag("event", "add_to_cart", {}); gtag("event", "add_to_cart", {});
    gtag("event", "purchase", { value: 1 }); dataLayer.push({ event: "purchase", ecommerce: { value: 1 } });`);
  expect(await stage.all()).toEqual(["add_to_cart", "add_to_cart", "purchase"]);
});

test("a lead that the page has told itself is not told again", async () => {
  await stage.open({ head: gtag });
  await stage.page.evaluate(`scoreline.track("generate_lead", {}); gtag("event", "generate_lead", {})`);
  expect(await stage.all()).toEqual(["generate_lead"]);
});

test("events of Shopify's are taken, those of the tag manager and of the site are not", async () => {
  await stage.open({ head: gtag });
  await stage.page
    .evaluate(`dataLayer.push({ event: "gtm.load" }, { event: "my_event" }, { event: "product_added_to_cart" });
    gtag("js", new Date()); gtag("config", "G-1"); gtag("event", "page_view")`);
  expect(await stage.all()).toEqual(["product_added_to_cart"]);
});

test("a layer that comes later is found", async () => {
  await stage.open();
  await stage.page.evaluate(`window.dataLayer = [{ event: "login", method: "link" }]`);
  expect(await stage.first("login")).toEqual({ method: "link" });
});

test("a term that names a person stays", async () => {
  await stage.open({ head: gtag });
  await stage.page.evaluate(`gtag("event", "search", { search_term: "jane@example.com" })`);
  expect(await stage.first("search")).toEqual({ search_term: "" });
});
