import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import edge from "../../examples/edge-personalisation/worker.ts";
import { patienceMs } from "../support/patience.ts";
import { call, messageId, post, type Json } from "./support/api.ts";

const scoreline = (exports as unknown as { default: Fetcher }).default;
const site = `<!doctype html><title>Pricing</title><h1>Pricing</h1>
<aside data-score-slot="trial" class="own"><strong data-score-part="title">Ours</strong><p data-score-part="body">Our words</p><a data-score-part="link" href="/own">Go</a></aside>
<aside data-score-slot="elsewhere"><strong data-score-part="title">Theirs</strong></aside>
<p data-score-part="title">no slot</p><em data-score-slot="trial" data-score-text>text</em>`;
const origin = {
  fetch: async () =>
    new Response(site, {
      headers: { "content-type": "text/html; charset=utf-8", "cache-control": "max-age=60" },
    }),
};
const navigation = {
  accept: "text/html,*/*",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0.0.0 Safari/537.36",
};

async function open(
  headers: Record<string, string> = {},
  more: object = {},
  path = "/saas/pricing/",
): Promise<{ text: string; headers: Headers }> {
  const context = createExecutionContext();
  const request = new Request(`https://saas.example${path}`, { headers: { ...navigation, ...headers } });
  const environment = {
    ORIGIN: origin,
    SCORELINE: scoreline,
    SCORELINE_SECRET_KEY: "sec_demo_saas",
    SCORELINE_PATIENCE_MS: patienceMs,
    ...more,
  };
  const response = await edge.fetch(request, environment, context);
  const text = await response.text();
  await waitOnExecutionContext(context);
  return { text, headers: response.headers };
}

const answering = (answer: () => Promise<Response>) => ({ SCORELINE: { fetch: answer } });
const deciding = (slot: object) =>
  answering(async () =>
    Response.json({ slots: { trial: { id: "a", ...slot } }, cache: { scope: "everyone" } }),
  );

describe("a site behind the example at the edge", () => {
  it("has its slots filled in the first bytes, in the visitor's language, in its own markup", async () => {
    const { text, headers } = await open({ "accept-language": "ro-RO,ro;q=0.9" });
    const { body } = await post(
      "/v1/decide",
      { context: { page: { path: "/pricing" }, locale: "ro-RO" } },
      { authorization: `Basic ${btoa("sec_demo_saas:")}` },
    );
    const { title, link } = body.slots["trial"];
    expect(text).toContain(
      `<aside class="own" data-score-filled="start_trial"><strong data-score-part="title">${title}</strong>`,
    );
    expect(text).toContain(`href="${link}"`);
    expect(text).toContain('data-score-event="select_promotion" data-score-promotion_id="start_trial"');
    expect(text).toContain(
      `<em data-score-text="" data-score-filled="start_trial">${title}</em>`.replace('=""', ""),
    );
    expect(text).toContain('<aside data-score-slot="elsewhere"><strong data-score-part="title">Theirs');
    expect(text).toContain('<p data-score-part="title">no slot</p>');
    // The same for every newcomer: the site's own cache rule holds.
    expect(headers.get("cache-control")).toBe("max-age=60");
  });

  it("knows a visitor by the cookie, keeps the page to them, and tells what it went out with", async () => {
    const seen = await post("/v1/batch", {
      writeKey: "pub_demo_saas",
      batch: [{ type: "page", messageId: messageId(), properties: { path: "/pricing" } }],
    });
    const cookie = `a=b; __Host-scoreline-demo-saas=${seen.body.visitor}`;
    const { text, headers } = await open({ cookie });
    expect(text).toContain('data-score-filled="start_trial"');
    expect(headers.get("cache-control")).toBe("private, no-store");
    const lead = async (): Promise<Json> =>
      (
        await call(`/admin/v1/leads/${seen.body.visitor.split(".")[0]}`, {
          headers: { authorization: "Bearer adm_demo_saas" },
        })
      ).body;
    const views = ({ timeline }: Json) => timeline.filter(({ name }: Json) => name === "view_promotion");
    expect(views(await lead())[0]).toMatchObject({
      source: "server",
      properties: { promotion_id: "start_trial", creative_slot: "trial" },
    });
    const { length } = views(await lead());
    await open({ cookie, "sec-purpose": "prefetch" });
    expect(views(await lead())).toHaveLength(length);

    await post("/v1/batch", {
      writeKey: "pub_demo_saas",
      visitor: seen.body.visitor,
      batch: [{ type: "track", event: "sign_up", messageId: messageId() }],
    });
    expect((await open({ cookie })).text).not.toContain("start_trial");
    // Who asks not to be known is a newcomer.
    expect((await open({ cookie, "sec-gpc": "1" })).text).toContain("start_trial");
  });

  it("puts words in as words and leaves links alone that lead nowhere good", async () => {
    const title = '<img src=x onerror=alert(1)>"&';
    for (const link of [
      "javascript:alert(1)",
      "//evil.example",
      "/\\evil.example",
      "http://evil.example",
      "/a b",
    ]) {
      const { text } = await open({}, deciding({ title, body: "</p><script>", link }));
      expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(text).not.toContain("<script>");
      expect(text).not.toContain("<img");
      expect(text).toContain('href="/own"');
    }
    expect((await open({}, deciding({ link: '/x"onclick="y' }))).text).toContain(
      'href="/x&quot;onclick=&quot;y"',
    );
    expect((await open({}, deciding({ link: "https://shop.example/x" }))).text).toContain(
      'href="https://shop.example/x"',
    );
  });

  it.each([
    ["is late", answering(() => new Promise(() => undefined))],
    ["is away", answering(() => Promise.reject(new Error("no route")))],
    ["fails", answering(async () => new Response("", { status: 500 }))],
    ["refuses the key", { SCORELINE_SECRET_KEY: "sec_of_nobody" }],
    ["answers with another shape", answering(async () => Response.json({ slots: null }))],
    ["answers with something else", answering(async () => new Response("<html>"))],
  ])("is left as it is when Scoreline %s", async (_name, more) => {
    const { text } = await open({}, { SCORELINE_PATIENCE_MS: undefined, ...more });
    expect(text).toBe(site);
  });

  it("is asked nothing for what is no page", async () => {
    let asked = 0;
    const counting = answering(async () => {
      asked += 1;
      return Response.json({});
    });
    expect((await open({ accept: "image/*" }, counting)).text).toBe(site);
    expect(asked).toBe(0);
  });
});
