import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { trackerNames, useStage } from "./support.ts";

const stage = useStage();
/** A page on which everything that a tracker could want is there, and hostile. */
const hostile = `<script>
  const refuse = () => { throw new Error("hostile"); };
  window.dataLayer = Object.freeze([null, 7, "text", Object.freeze({ event: {} }), { get event() { refuse(); } }]);
  for (const name of ["Intercom", "$crisp", "zE", "__tcfapi"]) window[name] = refuse;
  $crisp.is = $crisp.get = refuse;
  window.drift = window.LiveChatWidget = window.HubSpotConversations = { on: refuse, get: refuse };
  window.MktoForms2 = { whenReady: refuse };
  window.Shopify = null;
  Object.freeze(history); Object.freeze(navigator);
</script>`;
const off = (kept: string) =>
  `data-off="${trackerNames.filter((name) => name !== kept && name !== "external").join(" ")}"`;

test("every file of a tracker is in a registry", async () => {
  const files = await readdir(new URL("../../../sdk/trackers/", import.meta.url));
  // The first view is reported by the entry; the rest is no tracker.
  const own = files.filter((file) => !["index.ts", "tracker.ts", "page-view.ts"].includes(file));
  expect(trackerNames).toHaveLength(own.length);
  expect(new Set(trackerNames).size).toBe(own.length);
});

describe.each(trackerNames)("%s", (name) => {
  test("says nothing by itself, on an empty page", async () => {
    await stage.open({ attributes: off(name) });
    await stage.page.evaluate(() => history.pushState({}, "", "/next"));
    // A slow machine takes a second for it, and that second is the visitor's.
    expect((await stage.all()).filter((event) => event !== "user_engagement")).toEqual([]);
    expect(stage.visit.lines).toEqual([]);
  });

  test("throws nothing into a hostile page", async () => {
    await stage.open({
      head: hostile,
      attributes: `${off(name)} data-consent-from="${name === "consent" ? "tcf" : "google"}"`,
      body: `<a data-score-event="event" id="link" href="https://other.test/a.pdf">Link</a><video></video>
        <form id="form" data-score-event="event"><input name="attributes"><input name="matches" value="x"></form>`,
    });
    await stage.page.evaluate(() => {
      for (const data of [
        null,
        undefined,
        1,
        "text",
        '{"event":"Tally',
        { type: "constructor" },
        { payload: 1 },
      ])
        postMessage(data, "*");
      dispatchEvent(new Event("hs-form-event:on-submission:success"));
      document.dispatchEvent(new Event("timeupdate"));
      dispatchEvent(new Event("scroll"));
      document.querySelector("form")?.requestSubmit();
    });
    await stage.page.waitForTimeout(250);
    // The end of the visit tells whether the page has suffered.
    expect(stage.visit.errors).toEqual([]);
  });

  test("takes no click of a script for one of the visitor", async () => {
    await stage.open({
      attributes: off(name),
      body: `<a data-score-event="event" href="tel:1" onclick="return false">Call</a>
        <a href="https://other.test/" onclick="return false">Other</a><a href="/a.pdf" onclick="return false">File</a>`,
    });
    await stage.page.evaluate(() => {
      for (const link of document.querySelectorAll("a")) link.click();
    });
    expect(await stage.all()).toEqual([]);
  });
});

test("a site switches trackers off by name", async () => {
  const body = `<a href="tel:1" data-score-event="called">Call</a>`;
  await stage.open({ body, attributes: `data-off="video links"` });
  await stage.page.click("a");
  expect(await stage.all()).toEqual(["called"]);
});

test("a page without the interfaces of newer browsers loses only what needs them", async () => {
  await stage.page.addInitScript(
    "Object.defineProperty(navigator, 'share', { value: undefined }); Object.defineProperty(window, 'navigation', { value: undefined })",
  );
  await stage.open({ body: `<button data-score-event="pressed">Press</button>` });
  await stage.page.click("button");
  expect(await stage.all()).toEqual(["pressed"]);
});
