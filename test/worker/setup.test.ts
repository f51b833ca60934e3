import { env, exports } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import { isNews } from "../../worker/ingest/sightings.ts";
import {
  connectRefusal,
  inlineRefusal,
  parsePolicies,
  scriptRefusal,
} from "../../worker/install-check/content-security-policy.ts";
import { admin, adminPost, batch, call, identify, page, post, type Json } from "./support/api.ts";

const origin = "http://localhost:5173";
const send = (events: unknown[], more: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
  post("/v1/batch", batch(events, more), { origin, ...headers });
const setup = async (): Promise<Json> => (await admin("/setup")).body;
const codes = async (): Promise<string[]> => (await setup()).causes.map(({ code }: Json) => code);

describe("the setup page's lights", () => {
  it("turn green with the first request, page view and identify, and the feed says so", async () => {
    const worker = (exports as unknown as { default: Fetcher }).default;
    const feed = (await worker.fetch("http://127.0.0.1/admin/v1/live", {
      headers: { upgrade: "websocket", "sec-websocket-protocol": "scoreline.v1, bearer.adm_demo_local" },
    })) as unknown as { webSocket: WebSocket };
    let news = 0;
    feed.webSocket.accept();
    feed.webSocket.addEventListener("message", ({ data }) => {
      if (JSON.parse(String(data)).type === "setup") news += 1;
    });

    const before = await setup();
    expect(before).toMatchObject({
      writeKey: "pub_demo_dealer",
      script: { firstAtMs: null, places: [] },
      pageView: { firstAtMs: null },
      identify: { firstAtMs: null },
    });
    expect(before.actions).toContainEqual({ id: "showroom_welcome", kind: "banner" });
    expect(JSON.stringify(before)).not.toContain("sec_");

    await send([page("/")]);
    await expect.poll(async () => (await setup()).pageView.places).toEqual([origin]);
    expect((await setup()).script.firstAtMs).toBeGreaterThan(0);
    expect((await setup()).identify.firstAtMs).toBeNull();
    await expect.poll(() => news).toBe(1);

    await send([identify({ email: "jane@example.com" })]);
    await expect.poll(async () => (await setup()).identify.places).toEqual([origin]);
    await expect.poll(() => news).toBe(2);

    await send([page("/again")]);
    expect(news).toBe(2);
    feed.webSocket.close();
  });

  it("are dark for a new site, whose own write key stands in the snippet", async () => {
    const rootToken = "a-root-token-for-this-test-and-for-nothing-else";
    const answer = await createApp().request(
      "http://127.0.0.1/admin/v1/sites",
      {
        method: "POST",
        headers: { authorization: `Bearer ${rootToken}`, "content-type": "application/json" },
        body: JSON.stringify({
          id: "new-shop",
          name: "New shop",
          origins: ["https://*.shop.example.net"],
          pack: "dealer",
        }),
      },
      { ...env, SCORELINE_ROOT_TOKEN: rootToken },
    );
    const created: Json = await answer.json();
    const { body } = await call("/admin/v1/setup", {
      headers: { authorization: `Bearer ${created.adminToken}` },
    });
    expect(body).toMatchObject({ writeKey: created.writeKey, causes: [], script: { firstAtMs: null } });
    expect(JSON.stringify(body)).not.toContain(created.secretKey);

    const subdomain = "https://www.shop.example.net";
    await post("/v1/batch", { writeKey: "pub_of_nobody", batch: [] }, { origin: subdomain });
    await expect
      .poll(async () => {
        const headers = { authorization: `Bearer ${created.adminToken}` };
        return (await call("/admin/v1/setup", { headers })).body.causes[0]?.message;
      })
      .toBe(`A page of ${subdomain} uses the key pub_of_nobody, which nobody knows.`);
  });

  it("do not turn green for a program without a page", async () => {
    await post("/v1/batch", batch([page("/curl")]));
    expect((await setup()).script.places).toEqual([origin]);
  });
});

describe("a cause is named", () => {
  it("when another origin uses the key", async () => {
    await post("/v1/batch", batch([page("/")]), { origin: "https://shop.example.com" });
    await expect.poll(codes).toContain("wrong_origin");
    const cause = (await setup()).causes.find(({ code }: Json) => code === "wrong_origin");
    expect(cause).toMatchObject({
      severity: "error",
      message: "https://shop.example.com is not one of the site's origins, so its events are refused.",
    });
  });

  it("when a page of the site uses a key that nobody knows; a secret is never shown whole", async () => {
    await send([page("/")], { writeKey: "pub_demo_deeler" });
    await expect.poll(codes).toContain("wrong_key");
    await send([page("/")], { writeKey: "sec_somebody_elses_secret" }, { origin: "http://127.0.0.1:9" });
    await expect
      .poll(async () => (await setup()).causes.map(({ message }: Json) => message))
      .toEqual(
        expect.arrayContaining([
          `A page of ${origin} uses the key pub_demo_deeler, which nobody knows.`,
          "A page of http://127.0.0.1:9 uses the key sec_so…, which nobody knows.",
        ]),
      );
    await post("/v1/batch", { writeKey: "pub_nobodys", batch: [] }, { origin: "https://elsewhere.example" });
    expect(JSON.stringify(await setup())).not.toContain("elsewhere");
  });

  it("when a visitor's consent is missing or denied, or the browser says no", async () => {
    await send([page("/")], { context: { consent: false } });
    await send([page("/")], {}, { "sec-gpc": "1" });
    await send(
      [{ type: "track", event: "consent_updated", messageId: "no-1", properties: { consent: "denied" } }],
      { context: { consent: false } },
    );
    await expect
      .poll(codes)
      .toEqual(expect.arrayContaining(["no_consent_page", "no_consent_signal", "no_consent_denied"]));
  });

  it("when an automated browser opens a page: it is heard, counts for nobody, and is named until its like are scored", async () => {
    const headers = { authorization: "Bearer adm_demo_saas", "content-type": "application/json" };
    const saas = async (): Promise<Json> => (await call("/admin/v1/setup", { headers })).body;
    const score = (scoreTools: boolean) =>
      call("/admin/v1/site", {
        method: "PATCH",
        headers,
        body: JSON.stringify({ scoreTools }),
      });
    await score(false);
    const userAgent =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/156.0.0.0 Safari/537.36";
    await send(
      [page("/"), identify({ email: "headless@example.com" })],
      { writeKey: "pub_demo_saas" },
      { "user-agent": userAgent },
    );
    await expect
      .poll(async () => (await saas()).causes)
      .toMatchObject([
        { code: "automated_browser", severity: "warning", message: expect.stringContaining(origin) },
      ]);
    expect(await saas()).toMatchObject({
      script: { places: [origin] },
      pageView: { firstAtMs: null },
      identify: { firstAtMs: null },
    });
    await score(true);
    expect((await saas()).causes).toEqual([]);
  });

  it("when the secret key is on a page, and when events are refused", async () => {
    await send([page("/")], { writeKey: "sec_demo_dealer" });
    await send([{ type: "track", event: "x", messageId: "bad-1", properties: 7 }]);
    await expect.poll(codes).toEqual(expect.arrayContaining(["secret_on_page", "rejected_event"]));
  });

  it("but no more than eight details of a kind in a minute, whatever strangers send", () => {
    const told = Array.from({ length: 100 }, (_, index) =>
      isNews("flooded", { kind: "foreign_origin", detail: `https://${index}.example` }, index),
    ).filter(Boolean);
    expect(told).toHaveLength(8);
    expect(isNews("flooded", { kind: "script", detail: origin }, 100)).toBe(true);
    expect(isNews("flooded", { kind: "script", detail: origin }, 60_099)).toBe(false);
    expect(isNews("flooded", { kind: "script", detail: origin }, 60_100)).toBe(true);
  });
});

const pageUrl = new URL("https://shop.example.com/cars/");
const script = (address: string, nonce: string | null = null, integrity: string | null = null) => ({
  url: new URL(address),
  page: pageUrl,
  nonce,
  integrity,
});

describe("a Content-Security-Policy", () => {
  it.each([
    ["", "https://s.example.net/s.js", true],
    ["img-src 'none'", "https://s.example.net/s.js", true],
    ["default-src 'none'", "https://s.example.net/s.js", false],
    ["script-src", "https://s.example.net/s.js", false],
    ["default-src 'none'; script-src https://s.example.net", "https://s.example.net/s.js", true],
    ["DEFAULT-SRC 'none'; Script-Src HTTPS://S.EXAMPLE.NET", "https://s.example.net/s.js", true],
    ["script-src s.example.net; script-src 'none'", "https://s.example.net/s.js", true],
    ["script-src s.example.net, script-src 'none'", "https://s.example.net/s.js", false],
    ["script-src 'none'; script-src-elem *", "https://s.example.net/s.js", true],
    ["script-src *; script-src-elem 'self'", "https://s.example.net/s.js", false],
    ["script-src *.example.net", "https://s.example.net/s.js", true],
    ["script-src *.example.net", "https://example.net/s.js", false],
    ["script-src example.net", "https://s.example.net/s.js", false],
    ["script-src s.example.net", "http://s.example.net/s.js", false],
    ["script-src http://s.example.net", "https://s.example.net/s.js", true],
    ["script-src https:", "https://s.example.net/s.js", true],
    ["script-src https:", "http://s.example.net/s.js", false],
    ["script-src data:", "https://s.example.net/s.js", false],
    ["script-src s.example.net:8443", "https://s.example.net/s.js", false],
    ["script-src s.example.net:443", "https://s.example.net/s.js", true],
    ["script-src s.example.net:80", "https://s.example.net/s.js", false],
    ["script-src http://s.example.net:80", "https://s.example.net/s.js", false],
    ["script-src s.example.net:*", "https://s.example.net:8443/s.js", true],
    ["script-src s.example.net", "https://s.example.net:8443/s.js", false],
    ["script-src s.example.net/s.js", "https://s.example.net/s.js", true],
    ["script-src s.example.net/lib/", "https://s.example.net/s.js", false],
    ["script-src s.example.net/lib/", "https://s.example.net/lib/s.js", true],
    ["script-src 'self'", "https://shop.example.com/s.js", true],
    ["script-src 'self'", "https://s.example.net/s.js", false],
    ["script-src 'strict-dynamic' https: 'nonce-abc'", "https://s.example.net/s.js", false],
    ["script-src http://127.0.0.1:8787", "http://127.0.0.1:8787/s.js", true],
    ["script-src http://10.0.0.1", "http://10.0.0.1/s.js", false],
  ])("%j lets %s in: %j", (policy, address, isAllowed) => {
    expect(scriptRefusal(parsePolicies(policy), script(address)) === undefined).toBe(isAllowed);
  });

  it("lets a script in by its nonce or its integrity, under 'strict-dynamic' too", () => {
    const address = "https://s.example.net/s.js";
    const strict = parsePolicies("script-src 'nonce-Abc' 'sha384-good' 'strict-dynamic'");
    expect(scriptRefusal(strict, script(address, "Abc"))).toBeUndefined();
    expect(scriptRefusal(strict, script(address, "abc"))).toBe("script-src");
    expect(scriptRefusal(strict, script(address, null, "sha384-good"))).toBeUndefined();
    expect(scriptRefusal(strict, script(address, null, "sha384-good sha384-other"))).toBe("script-src");
  });

  it("takes the force from 'unsafe-inline' where there is a nonce or a hash", () => {
    const refusal = (policy: string, nonce: string | null = null, hashes: string[] = []) =>
      inlineRefusal(parsePolicies(policy), nonce, hashes);
    expect(refusal("script-src 'unsafe-inline'")).toBeUndefined();
    expect(refusal("script-src 'unsafe-inline' 'nonce-abc'")).toBe("script-src");
    expect(refusal("script-src 'nonce-abc'", "abc")).toBeUndefined();
    expect(refusal("script-src 'sha256-xyz='", null, ["sha256-xyz="])).toBeUndefined();
    expect(refusal("default-src 'self'")).toBe("default-src");
  });

  it("rules requests by connect-src, else by default-src", () => {
    const refusal = (policy: string) =>
      connectRefusal(parsePolicies(policy), {
        url: new URL("https://s.example.net/v1/batch"),
        page: pageUrl,
      });
    expect(refusal("script-src 'none'")).toBeUndefined();
    expect(refusal("default-src 'self'; connect-src https://s.example.net")).toBeUndefined();
    expect(refusal("default-src 'self'")).toBe("default-src");
    expect(refusal("connect-src 'self'; default-src *")).toBe("connect-src");
    expect(refusal("connect-src https://s.example.net/v1/")).toBeUndefined();
  });
});

const host = "http://127.0.0.1";
const tag = `<script async src="${host}/s.js" data-site="pub_demo_dealer"></script>`;

/** Lets the worker find this page wherever it looks, and asks it to look. */
async function check(html: string, headers: Record<string, string> = {}, url = `${origin}/`): Promise<Json> {
  vi.stubGlobal(
    "fetch",
    async () => new Response(html, { headers: { "content-type": "text/html", ...headers } }),
  );
  return (await adminPost("/setup/check", { url })).body;
}

const found = async (...given: Parameters<typeof check>): Promise<string[]> =>
  (await check(...given)).findings.map(({ severity, code }: Json) => `${severity} ${code}`);

describe("a look at a page", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("finds nothing to mend where all is well", async () => {
    expect(await found(`<head>${tag}</head><body></body>`)).toEqual([
      "note no_stub",
      "good right_key",
      "good origin_allowed",
    ]);
  });

  it.each([
    ["", "error no_script"],
    [`<!-- ${tag} -->`, "error no_script"],
    [
      `<script>gtm('https://www.googletagmanager.com/gtm.js?id=GTM-AB12')</script>`,
      "note no_script_but_tag_manager",
    ],
    [tag + tag, "warning two_copies"],
    [tag + tag.replace("pub_demo_dealer", "pub_other_key"), "error two_copies"],
    [tag.replace("pub_demo_dealer", "pub_other_key"), "error wrong_key"],
    [tag.replace("pub_demo_dealer", "sec_demo_dealer"), "error secret_on_page"],
    [tag.replace("pub_demo_dealer", "YOUR-WRITE-KEY"), "error no_key"],
    [tag.replace(/ data-site="\w+"/, ""), "error no_key"],
    [tag.replace("async ", ""), "warning blocking_script"],
    [tag.replace("async", 'async type="text/plain"'), "warning held_back"],
    [tag.replace("async", 'async data-auto="false"'), "note manual_page_views"],
    [tag.replace("async", 'async data-consent="opt-in"'), "note waits_for_consent"],
    [tag.replace(host, "https://other.example.com"), "warning other_host"],
    [`<body>${tag}</body>`, "note late_script"],
    [
      `<script>scoreline={};navigator.sendBeacon("${host}/v1/batch",{writeKey:"pub_old"})</script>${tag}`,
      "warning stub_differs",
    ],
    [
      `<script>var s=document.createElement("script");s.src="${host}/s.js";s.dataset.site="pub_demo_dealer"</script>`,
      "good right_key",
    ],
    [
      `<script data-site="FATHOMID" src="https://cdn.example.com/script.js"></script>${tag}`,
      "good right_key",
    ],
    [
      `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">${tag}`,
      "error csp_blocks_script",
    ],
  ])("names what %s has", async (html, finding) => {
    expect(await found(html)).toContain(finding);
  });

  it("reads the policy of the header, and says what to add", async () => {
    const { findings } = await check(tag, {
      "content-security-policy": "default-src 'self'; script-src 'self' http://127.0.0.1",
    });
    expect(findings[0]).toEqual({
      code: "csp_blocks_requests",
      severity: "error",
      message:
        "The page's Content-Security-Policy blocks the events: default-src does not allow http://127.0.0.1.",
      fix: "Add http://127.0.0.1 to connect-src.",
    });
    expect(await found(tag, { "content-security-policy": "default-src *" })).toContain("good csp_allows");
    expect(await found(tag, { "content-security-policy-report-only": "default-src 'none'" })).not.toContain(
      "error csp_blocks_script",
    );
  });

  it("names an origin that the site does not allow", async () => {
    expect(await found(tag, {}, "https://shop.example.org/")).toContain("error wrong_origin");
  });

  it("follows redirects by the rule for addresses, and never to a private network", async () => {
    const visited: string[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      visited.push(url);
      return url.endsWith("/start")
        ? new Response(null, { status: 302, headers: { location: "/next" } })
        : new Response(null, { status: 301, headers: { location: "https://10.0.0.1/secret" } });
    });
    const { body } = await adminPost("/setup/check", { url: `${origin}/start` });
    expect(visited).toEqual([`${origin}/start`, `${origin}/next`]);
    expect(body.findings).toMatchObject([
      {
        code: "redirect_not_followed",
        message: "The page leads on to https://10.0.0.1, which must be a host name, not a number.",
      },
    ]);
    expect((await adminPost("/setup/check", { url: "http://10.0.0.1/" })).status).toBe(422);
    expect((await adminPost("/setup/check", { url: "file:///etc/passwd" })).status).toBe(422);
  });

  it("stops after two megabytes, and says when there is no page", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode("<p>more</p>".repeat(10_000))),
    });
    vi.stubGlobal("fetch", async () => new Response(endless, { headers: { "content-type": "text/html" } }));
    const { body } = await adminPost("/setup/check", { url: `${origin}/` });
    expect(body.findings[0].message).toContain("two megabytes");
    expect(await found("{}", { "content-type": "application/json" })).toEqual(["error not_a_page"]);
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) });
    vi.stubGlobal("fetch", async () => new Response(broken, { headers: { "content-type": "text/html" } }));
    expect((await adminPost("/setup/check", { url: `${origin}/` })).body.findings[0].code).toBe(
      "page_unreadable",
    );
    vi.stubGlobal("fetch", async () => new Response("no", { status: 403 }));
    expect((await adminPost("/setup/check", { url: `${origin}/` })).body.findings[0].code).toBe(
      "page_refused",
    );
    vi.stubGlobal("fetch", async () => Promise.reject(new Error("no such host")));
    expect((await adminPost("/setup/check", { url: `${origin}/` })).body.findings[0].code).toBe(
      "page_unreachable",
    );
  });

  it("is for those who hold the admin token", async () => {
    expect((await call("/admin/v1/setup")).status).toBe(401);
    expect((await post("/admin/v1/setup/check", { url: `${origin}/` })).status).toBe(401);
  });
});
