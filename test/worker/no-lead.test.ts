import { describe, expect, it } from "vitest";
import { track } from "./support/api.ts";
import { Browser, leadOf } from "./support/identity.ts";

/** What a form of a page is taken for. */
async function takenFor(properties: Record<string, unknown>, path = "/"): Promise<string | undefined> {
  const browser = new Browser();
  await browser.send([
    track("generate_lead", properties, { context: { page: { path, url: `http://127.0.0.1${path}` } } }),
  ]);
  return (await leadOf(browser.id)).timeline?.[0]?.name;
}

describe("a form that is sent", () => {
  it.each([
    ["to get into an account", { form_id: "login-form" }, "/"],
    ["to get into an account, by its heading", { form_id: "form_email", form_name: "Giriş yap" }, "/"],
    ["for a forgotten password", { form_id: "form_email", form_name: "Forgot your password?" }, "/"],
    ["for a forgotten password, by its page", { form_id: "form_email" }, "/forgot-password"],
    ["for a forgotten password, in Turkish", { form_id: "form_eposta" }, "/sifremi-unuttum"],
    [
      "for a forgotten password, in Polish",
      { form_id: "form_email", form_name: "Nie pamiętasz hasła?" },
      "/",
    ],
    ["for a forgotten password, in Romanian", { form_id: "form_email" }, "/cont/resetare-parola/"],
    [
      "for a forgotten password of a Shopify shop",
      { form_id: "form_form_type_utf8_email" },
      "/account/login",
    ],
    ["to comment on an article", { form_id: "commentform" }, "/blog/aurora/"],
    ["to comment on an article, by its name", { form_id: "comment-form-7" }, "/blog/aurora/"],
    ["to leave a list", { form_id: "form_email" }, "/unsubscribe"],
  ])("%s is no lead", async (_what, properties, path) => {
    expect(await takenFor(properties, path)).toBe("form_submit");
  });

  it.each([
    ["with a name of its own on a page for logins", { form_id: "newsletter" }, "/login"],
    ["with a field for comments", { form_id: "form_email_comments_phone" }, "/models/"],
    ["for a test drive", { form_id: "form_email", form_name: "Book a test drive" }, "/login"],
    ["on a page of another kind", { form_id: "form_email" }, "/models/"],
    ["by the site's own word, without a form", { value: 1 }, "/login"],
  ])("%s is a lead", async (_what, properties, path) => {
    expect(await takenFor(properties, path)).toBe("generate_lead");
  });
});
