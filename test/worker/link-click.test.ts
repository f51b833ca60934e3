import { describe, expect, it } from "vitest";
import { track } from "./support/api.ts";
import { Browser, leadOf } from "./support/identity.ts";

const page = { url: "https://www.aurora.example/cars?utm_source=mail" };

/** What the timeline says of a click on a link. */
async function toldOf(properties: Record<string, unknown>) {
  const browser = new Browser();
  const body = await browser.send([
    track("page_seen", {}, { context: { page } }),
    track("click", properties, { context: { page } }),
  ]);
  const event = (await leadOf(browser.id)).timeline?.find(
    ({ name }: { name: string }) => name !== "page_seen",
  );
  return { body, event: event && [event.name, event.properties] };
}

describe("a click of which only the link is told", () => {
  it.each([
    [
      "https://other.test/offer",
      "click",
      { link_url: "https://other.test/offer", link_domain: "other.test", outbound: true },
    ],
    [
      "https://shop.test/files/Price%20list.PDF?utm_source=mail",
      "file_download",
      {
        file_name: "Price%20list.PDF",
        file_extension: "PDF",
        link_url: "https://shop.test/files/Price%20list.PDF?utm_source=mail",
      },
    ],
    ["tel:", "phone_click", {}],
    ["https://www.facebook.com/sharer/sharer.php", "share", { method: "facebook.com", item_id: page.url }],
    ["https://x.com/aurora", "social_follow", { method: "x.com", link_url: "https://x.com/aurora" }],
    // Not the network X.
    [
      "https://netflix.com/intent",
      "click",
      { link_url: "https://netflix.com/intent", link_domain: "netflix.com", outbound: true },
    ],
  ])("%s is %s", async (link_url, name, properties) => {
    expect((await toldOf({ link_url })).event).toEqual([name, properties]);
  });

  it.each([
    ["the page's own host", "https://www.aurora.example/contact"],
    ["a part of the site", "https://help.aurora.example/"],
    ["another origin of the site", "http://localhost:8787/contact/"],
    ["the mail program", "mailto:"],
    ["a script", "javascript:"],
  ])("to %s is no news, and the answer says so", async (_where, link_url) => {
    const { body, event } = await toldOf({ link_url });
    expect(event).toBeUndefined();
    expect(body).toMatchObject({ accepted: 1, rejected: [], warnings: [{ index: 1, code: "not_kept" }] });
  });
});

describe("a click of which more is told", () => {
  it.each([
    { link_url: "https://x.com/aurora", link_domain: "x.com", outbound: true },
    { link_url: "https://x.com/aurora", place: "footer" },
    { link_url: "no address" },
    {},
  ])("stays as it is: %j", async (properties) => {
    expect((await toldOf(properties)).event).toEqual(["click", properties]);
  });
});
