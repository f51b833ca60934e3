import { describe, expect, test } from "vitest";
import { tag } from "../support/endpoint.ts";
import { useStage } from "./support.ts";

const stage = useStage("links");
/** Opens a page with a link and clicks on it; the page itself keeps the visitor from leaving. */
const click = async (href: string) => {
  await stage.open({ path: "/cars", body: `<a href="${href}" onclick="return false">Link</a>` });
  await stage.page.click("a");
};

test("a click to another site is not lost to the navigation, and takes no secrets along", async () => {
  const { host, pages } = stage.endpoint;
  pages.set("/offer", { html: "<!doctype html><title>Offer</title>" });
  await stage.open({
    body: `<a href="${host}/offer?utm_source=shop&email=jane@example.com#top">Partner</a>`,
  });
  await stage.page.click("a", { noWaitAfter: true });
  expect(await stage.first("click")).toEqual({
    link_url: `${host}/offer?utm_source=shop`,
    link_domain: "127.0.0.1",
    outbound: true,
  });
  await stage.page.waitForURL(`${host}/**`);
});

test("links within the site are no news", async () => {
  await stage.open({ path: "/other" });
  await stage.open({
    body: `<a id="a" href="/other#x">A</a><a id="b" href="#y">B</a><a id="c" href="javascript:void 0">C</a>`,
  });
  await stage.page.click("#b");
  await stage.page.click("#c");
  await stage.page.click("#a");
  await stage.page.waitForURL("**/other#x");
  await stage.page.waitForFunction("window.scoreline?.loaded");
  expect(await stage.all()).toEqual([]);
});

test("a download tells the file", async () => {
  await click("/files/Price%20list.PDF?token=1");
  expect(await stage.first("file_download")).toEqual({
    file_name: "Price%20list.PDF",
    file_extension: "PDF",
    link_url: `${stage.endpoint.site}/files/Price%20list.PDF`,
  });
});

test("a phone number that is tapped is told without the number", async () => {
  await click("tel:+905551234567");
  await stage.endpoint.arrival(({ event }) => event === "phone_click");
  expect(JSON.stringify(stage.endpoint.requests)).not.toContain("905551234567");
});

for (const [href, event, method] of [
  ["https://www.facebook.com/sharer/sharer.php?u=x", "share", "facebook.com"],
  ["https://x.com/intent/post?text=x", "share", "x.com"],
  ["https://t.me/share/url?url=x", "share", "t.me"],
  ["https://www.linkedin.com/company/aurora", "social_follow", "linkedin.com"],
  ["https://www.instagram.com/aurora", "social_follow", "instagram.com"],
  // Not the network X.
  ["https://netflix.com/intent", "click", undefined],
] as const) {
  test(`a link to ${new URL(href).hostname + new URL(href).pathname} is ${event}`, async () => {
    await click(href);
    expect((await stage.first(event))?.["method"]).toBe(method);
    expect(await stage.all()).toEqual([event]);
  });
}

test("what is inside of the link, in a shadow root, the keyboard and the middle button all count", async () => {
  await stage.open({
    body: `<a id="inner" href="tel:1" onclick="return false"><b>Call</b></a><x-link></x-link>
      <script>document.querySelector("x-link").attachShadow({ mode: "open" }).innerHTML =
        '<a href="https://other.test/" target="_blank">Other</a>'</script>`,
  });
  await stage.page.click("b");
  await stage.page.focus("#inner");
  await stage.page.keyboard.press("Enter");
  await stage.page.click("x-link a", { button: "middle" });
  await stage.endpoint.until(() => stage.told("click").length === 1);
  expect(stage.told("phone_click")).toHaveLength(2);
});

test("a part of the page that the site keeps private is left alone", async () => {
  await stage.open({
    body: `<div data-score-private><a href="tel:1" onclick="return false">Call</a></div>`,
  });
  await stage.page.click("a");
  expect(await stage.all()).toEqual([]);
});

describe("a click before what listens to links is there", () => {
  /** Opens a page whose first touch is the click. */
  const arrive = async (body: string, attributes = "") => {
    const { endpoint, page } = stage;
    const html = `<!doctype html><title>Page</title>${tag(endpoint.host, attributes)}<body>${body}`;
    endpoint.pages.set("/", { html });
    await page.goto(endpoint.site);
    await page.waitForFunction("window.scoreline?.loaded");
  };

  test("is told once, by where it leads", async () => {
    await arrive('<a href="tel:+905551234567" onclick="return false"><b>Call</b></a>');
    const { page } = stage;
    const arrival = page.waitForResponse((response) => response.url().includes("/s/capture-"));
    await page.click("b");
    await arrival;
    expect(await stage.all()).toEqual(["phone_click"]);
    expect(JSON.stringify(stage.endpoint.requests)).not.toContain("905551234567");
  });

  test("is not lost when it leaves the page", async () => {
    const { host, pages } = stage.endpoint;
    pages.set("/offer", { html: "<!doctype html><title>Offer</title>" });
    await arrive(`<a href="${host}/offer?email=jane@example.com">Partner</a>`);
    await stage.page.click("a", { noWaitAfter: true });
    expect(await stage.first("click")).toMatchObject({ link_url: `${host}/offer`, outbound: true });
  });

  test("is left alone where the site says so", async () => {
    await arrive('<div data-score-private><a href="tel:1" onclick="return false">Call</a></div>');
    await stage.page.click("a");
    await arrive('<a href="tel:1" onclick="return false">Call</a>', 'data-off="links"');
    await stage.page.click("a");
    await stage.all();
    expect(stage.told("phone_click")).toEqual([]);
  });
});
