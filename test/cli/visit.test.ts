import { describe, expect, it } from "vitest";
import { toTracked } from "../../cli/input/to-tracked.ts";

/** The class of what brought a visitor to a page of an archive. */
function referrerClass(page: object, context: object = {}): string | undefined {
  const incoming = {
    type: "page",
    timestamp: "2026-11-20T10:00:00Z",
    properties: page,
    context,
  };
  const read = toTracked({ incoming, source: "browser" }, "m1", []);
  if ("fault" in read) throw new Error(read.fault);
  return read.event.visit?.referrer?.class;
}

const url = "https://shop.example/models/";

describe("an event of an archive knows what brought the visitor, as at the edge:", () => {
  it.each([
    ["a search engine", { url, referrer: "https://www.google.com/" }, "search"],
    ["a social network", { url, referrer: "https://m.facebook.com/" }, "social"],
    ["an AI assistant", { url, referrer: "https://chatgpt.com/" }, "ai_assistant"],
    ["the site itself", { url, referrer: "https://www.shop.example/" }, "internal"],
    ["another site", { url, referrer: "https://blog.example/" }, "other"],
    ["an advertisement", { url: `${url}?gclid=1`, referrer: "https://www.google.com/" }, "paid"],
    ["an e-mail", { url: `${url}?utm_medium=email` }, "email"],
    ["a newsletter of Mailchimp", { url: `${url}?utm_medium=email&mc_cid=1a2b` }, "email"],
    ["a newsletter, by Mailchimp's id alone", { url: `${url}?mc_cid=1a2b` }, "email"],
    ["a post on Facebook", { url: `${url}?fbclid=IwAR0x`, referrer: "https://l.facebook.com/" }, "social"],
    ["a post on Facebook, by its id alone", { url: `${url}?fbclid=IwAR0x` }, "social"],
    ["an advertisement on Facebook", { url: `${url}?fbclid=IwAR0x&utm_medium=paid_social` }, "paid"],
    ["a pin", { url: `${url}?epik=dj0y`, referrer: "https://www.pinterest.com/" }, "social"],
    [
      "a search engine, long after a post",
      { url: `${url}?fbclid=1`, referrer: "https://duckduckgo.com/" },
      "search",
    ],
    ["nobody knows what", { url }, undefined],
  ])("%s", (_name, page, expected) => {
    expect(referrerClass(page)).toBe(expected);
  });

  it("from the context's page and campaign, when they tell it", () => {
    expect(referrerClass({}, { page: { url, referrer: "https://www.bing.com/" } })).toBe("search");
    expect(referrerClass({ url }, { campaign: { medium: "cpc" } })).toBe("paid");
  });
});
