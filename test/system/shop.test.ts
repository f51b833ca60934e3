import { mkdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { eventually, House, type Json } from "./support/house.ts";
import { Receiver } from "./support/receiver.ts";
import { answerOn, tells, visit } from "./support/visit.ts";

const artifacts = "test/artifacts/shop";
let house: House;
let browser: Browser;
const receiver = new Receiver();

beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true });
  await receiver.open();
  [house, browser] = await Promise.all([House.open("shop"), launchBrowser()]);
  const { secret } = await house.admin("/destinations", {
    kind: "webhook",
    url: receiver.url,
    purposes: ["marketing", "sales"],
  });
  receiver.secret = secret;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await receiver.close();
});

/** Puts a lamp into the cart, from the catalogue on, and stays on each page until it has been told. */
async function addToCart(page: Page, products: string, lamp: string): Promise<void> {
  await page.goto(house.url + products);
  await tells(page, "view_item", () => page.getByRole("link", { name: lamp }).click());
  await tells(page, "add_to_cart", () => page.locator("[data-add-to-cart] [type=submit]").click());
  await tells(page, "view_cart", () => page.locator("[data-added] a").click());
  await page.locator("[data-cart-filled]").waitFor();
}

/** The first step of the checkout: from here on the shop knows who it is. */
async function tellContact(page: Page, checkout: string, email: string): Promise<void> {
  await tells(page, "begin_checkout", () => page.goto(house.url + checkout));
  const form = page.locator("#checkout-contact");
  await form.locator("[name=name]").fill("Ada Kaya");
  await form.locator("[name=email]").fill(email);
  await form.locator("[type=submit]").click();
  await page.locator("#contact-done").waitFor();
}

/** The second step, up to the page that says thank you. */
async function placeOrder(page: Page, thanks: string): Promise<void> {
  await page.locator("#street").fill("Quay 1");
  await page.locator("#city").fill("Gdańsk");
  await tells(page, "purchase", () => page.locator("#delivery [type=submit]").click());
  await page.waitForURL(`**${thanks}`);
}

/** Whether the answer to the view of a page holds the promo code. */
async function isOffered(page: Page, path: string): Promise<boolean> {
  const { actions } = await answerOn(page, house.url + path);
  return actions.some(({ promoCode }: Json) => promoCode === "BACK10");
}

describe.each([
  {
    language: "en",
    width: 1280,
    root: "/shop/",
    products: "/shop/products/",
    checkout: "/shop/checkout/",
    thanks: "/shop/thank-you/",
    cart: "/shop/cart/",
    words: "Your cart is still here",
  },
  {
    language: "pl",
    width: 390,
    root: "/shop/pl/",
    products: "/shop/pl/produkty/",
    checkout: "/shop/pl/zamowienie/",
    thanks: "/shop/pl/dziekujemy/",
    cart: "/shop/pl/koszyk/",
    words: "Twój koszyk czeka",
  },
])("the shop in Chromium ($language, $width px)", (site) => {
  const { language, width, root, products, checkout, thanks, cart, words } = site;
  const open = async () =>
    visit(await browser.newContext({ viewport: { width, height: 800 }, locale: language }));

  it("G13: a cart left behind brings the promo code on the next page and by e-mail, and the order ends it", async () => {
    const email = `left.${language}@example.com`;
    const { page, errors } = await open();
    await addToCart(page, products, "Morel");
    await tellContact(page, checkout, email);
    await house.lead(email);

    expect(await isOffered(page, root)).toBe(true);
    const offer = page.locator('scoreline-action[data-action="cart_offer"]');
    await offer.getByText(words).waitFor();
    await offer.getByText("BACK10").waitFor();
    await page.waitForTimeout(600);
    await page.screenshot({ path: `${artifacts}/offer-${language}-${width}.png` });
    const mine = () => receiver.received.filter(({ body }) => body.data.who.email === email);
    await eventually(async () => mine().length > 0);
    expect(mine()).toMatchObject([{ isSigned: true, body: { type: "lead.marketing" } }]);

    await offer.getByRole("link").click();
    await page.waitForURL(`**${cart}`);
    // The cart itself, and the way to pay, are left alone.
    expect(await page.locator("scoreline-action").count()).toBe(0);
    await page.locator("[data-cart] .button:visible").click();
    await tellContact(page, checkout, email);
    await placeOrder(page, thanks);
    await house.lead(email, ({ stage }) => stage === "customer");

    expect(await isOffered(page, root)).toBe(false);
    expect(await isOffered(page, products)).toBe(false);
    expect(mine()).toHaveLength(1);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("G13: an order without a break brings no promo code and nothing to marketing", async () => {
    const email = `bought.${language}@example.com`;
    const { page, errors } = await open();
    await addToCart(page, products, "Orb");
    await tellContact(page, checkout, email);
    await placeOrder(page, thanks);
    const lead = await house.lead(email, ({ stage }) => stage === "customer");
    expect(lead.timeline.map(({ name }: Json) => name)).toEqual(
      expect.arrayContaining([
        "view_item",
        "add_to_cart",
        "view_cart",
        "begin_checkout",
        "generate_lead",
        "purchase",
      ]),
    );
    expect(lead.receipts.map(({ ruleId }: Json) => ruleId)).toEqual([
      "product_view",
      "cart",
      "checkout",
      "purchase",
    ]);

    expect(await isOffered(page, root)).toBe(false);
    // The page of an order that is done is no second order.
    await page.goto(house.url + thanks);
    await page.goto(house.url + products);
    const after = await house.lead(email, ({ timeline }) => timeline[0].path === products);
    expect(after.timeline.filter(({ name }: Json) => name === "purchase")).toHaveLength(1);
    expect(receiver.received.filter(({ body }) => body.data.who.email === email)).toEqual([]);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it("counts what is in the cart on every page, changes it, and takes it out", async () => {
    const { page, errors } = await open();
    await addToCart(page, products, "Ledger");
    await page.locator(".cart-row:visible input").fill("3");
    await page.locator(".cart-row:visible input").blur();
    await page.locator("[data-cart-total]").getByText("837").waitFor();
    await page.goto(house.url + root);
    expect(await page.locator("[data-cart-count]").textContent()).toBe("3");
    await page.goto(house.url + cart);
    await page.locator("[data-remove]:visible").click();
    await page.locator("[data-cart-empty]").waitFor();
    expect(await page.locator("[data-cart-count]").isVisible()).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
