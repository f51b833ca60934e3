import { expect, test } from "vitest";
import { sample, stage } from "./support/stage.ts";
import { endpoint, visit } from "./support/visits.ts";

const preview = (action: unknown, status = "200") => {
  endpoint.pages.set("/v1/previews/abc", {
    html: JSON.stringify(action),
    headers: { "content-type": "application/json" },
  });
  if (status !== "200") endpoint.pages.delete("/v1/previews/abc");
};
const note = () => visit.page.locator("scoreline-preview p");

/** The inline stub of the snippet, as far as it matters here: it sends its queue when the page is left. */
const stub = `<script>scoreline = { q: [] }; for (const name of ["page", "track", "on", "ready"]) scoreline[name] = (...given) => scoreline.q.push([name, Date.now(), ...given]); const queue = scoreline.q; addEventListener("pagehide", () => queue[0] && navigator.sendBeacon("/v1/batch", JSON.stringify({ writeKey: "pub_test", sentAt: "", batch: [{ type: "page", messageId: "stub" }] }))); scoreline.page()</script>`;

test("a preview link shows its one action and records nothing, whatever the page and the visitor do", async () => {
  endpoint.pages.set("/offer", { html: "<!doctype html><title>Offer</title>" });
  stage.page("", { head: stub });
  endpoint.actions = [sample("modal")];
  preview(sample("banner"));
  await stage.open({ locale: "tr-TR" }, "/?scoreline_preview=abc");
  await stage.card("banner-1").waitFor();
  expect(await note().textContent()).toBe("Preview. Nothing is recorded.");
  await visit.page.evaluate(() => {
    window.scoreline.track("add_to_cart", { value: 1 });
    window.scoreline.identify({ email: "jane@example.com" });
    window.scoreline.on("decision", () => undefined)();
    window.scoreline.ready(() => undefined);
  });
  await stage.card("banner-1").locator(".follow").click();
  await visit.page.waitForURL("**/offer");
  await visit.page.waitForTimeout(300);
  expect(endpoint.requests).toEqual([]);
  expect(await visit.page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, ""]);
});

test("a survey can be answered in a preview, and the page's own code gets an event of one, also what waits for ready()", async () => {
  stage.page("", {
    head:
      stub +
      `<script>const add = ({ id }) => (document.title += " " + id); scoreline.on("action", add); scoreline.ready(() => scoreline.on("action", add))</script>`,
  });
  preview(sample("survey"));
  await stage.open({}, "/?scoreline_preview=abc");
  await stage.card("survey-1").getByText("Just looking").click();
  await stage.card("survey-1").getByText("Thank you").waitFor();
  expect(await visit.page.title()).toBe("Page survey-1 survey-1");
  expect(endpoint.requests).toEqual([]);
});

test("a preview says when it has ended, when the page has no such slot, and where a redirect leads", async () => {
  stage.page("");
  preview(undefined, "404");
  await stage.open({}, "/?scoreline_preview=abc");
  await note().getByText("This preview has ended.").waitFor();
  await visit.end();

  preview(sample("inline", { slot: "nowhere" }));
  await stage.open({}, "/?scoreline_preview=abc");
  await note().getByText("nowhere").waitFor();
  await visit.end();

  preview(sample("redirect"));
  await stage.open({}, "/?scoreline_preview=abc");
  await note().getByText("/offer").waitFor();
  expect(new URL(visit.page.url()).pathname).toBe("/");
});

test("the note of a preview is in the language of the page", async () => {
  stage.page("", { head: "<script>document.documentElement.lang = 'tr'</script>" });
  preview(sample("slide_in"));
  await stage.open({}, "/?scoreline_preview=abc");
  await stage.card("slide_in-1").waitFor();
  expect(await note().textContent()).toBe("Önizleme. Hiçbir şey kaydedilmiyor.");
});
