import { env } from "cloudflare:workers";
import { listDurableObjectIds } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeAction } from "./support/model-action.ts";
import type { Environment } from "../../worker/environment.ts";
import { botVerdict } from "../../worker/ingest/bot.ts";
import {
  admin,
  adminPost,
  batch,
  call,
  identify,
  messageId,
  page,
  post,
  track,
  type Json,
} from "./support/api.ts";

const { VISITOR } = env as unknown as Environment;
const objects = async () => (await listDurableObjectIds(VISITOR as never)).length;
const leadOf = async ({ visitor }: Json): Promise<Json> =>
  (await admin(`/leads/${String(visitor).split(".")[0]}`)).body;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("an expression in what a page sends", () => {
  const condition = (script: string) => ({
    filters: [
      {
        id: "x",
        filters: [{ condition: { parameterValues: { "": script }, type: "profilePropertyCondition" } }],
      },
    ],
    sessionId: "x",
  });
  // The shapes of CVE-2020-11975 and CVE-2020-13942: MVEL, OGNL, and MVEL inside a property.
  it.each([
    condition('script::Runtime r = Runtime.getRuntime(); r.exec("touch /tmp/x");'),
    condition("(#r=@java.lang.Runtime@getRuntime()).(#r.exec('touch /tmp/x'))"),
    {
      personalizations: [{ id: "x", strategyOptions: { script: "script::1" }, contents: [] }],
      sessionId: "x",
    },
  ])("is refused, and nothing is stored: %j", async (payload) => {
    const before = await objects();
    const reply = await post("/v1/batch", { ...batch([page("/models/")]), ...payload });
    expect(reply.status).toBe(422);
    expect(reply.body.error.code).toBe("unknown_field");
    expect(await objects()).toBe(before);
  });

  it.each([
    "script::Runtime.getRuntime()",
    "${7*7}",
    "{{7*7}}",
    "<%= 7*7 %>",
    "#{7*7}",
    "T(java.lang.Runtime)",
  ])("is a text as a property, now and later: %s", async (p) => {
    const { body } = await post("/v1/batch", batch([track("search", { p })]));
    expect((await leadOf(body)).timeline[0].properties.p).toBe(p);
  });
});

describe("an object whose methods are none", () => {
  it.each(["strict", "sentAt", "visitor", "context", "integrations", "writeKey"])(
    "as %s is refused or passed over, and nothing falls over it",
    async (field) => {
      const { status } = await post("/v1/batch", {
        ...batch([page("/")]),
        [field]: { toString: 1, valueOf: 1 },
      });
      expect(status).toBeLessThan(500);
    },
  );
});

describe("a message id", () => {
  it("that somebody else has used hides nothing: both count", async () => {
    const id = messageId();
    const event = { ...page("/directions"), messageId: id };
    const [a, b] = [await post("/v1/batch", batch([event])), await post("/v1/batch", batch([event]))];
    expect([a.body.accepted, b.body.accepted]).toEqual([1, 1]);
    expect([a.body.total, b.body.total]).toEqual([20, 20]);
  });

  it("sent a thousand times counts once, and a thousand of one rule pay what the rule's cap says", async () => {
    const event = page("/directions");
    const { body: first } = await post("/v1/batch", batch([event]));
    const { visitor } = first;
    for (let times = 0; times < 4; times += 1) {
      const { body } = await post("/v1/batch", batch(Array(250).fill(event), { visitor }));
      expect(body).toMatchObject({ accepted: 0, duplicates: 250, total: first.total });
    }
    let last: Json;
    for (let times = 0; times < 4; times += 1) {
      const events = Array.from({ length: 250 }, () => page("/directions"));
      last = (await post("/v1/batch", batch(events, { visitor }))).body;
      expect(last.accepted).toBe(250);
    }
    const lead = await leadOf({ visitor });
    expect(lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(last.total);
    const rule = ({ ruleId }: Json) => ruleId === lead.receipts.find(({ points }: Json) => points > 0).ruleId;
    // Page kinds of the dealer's pack pay a few times each; a thousand views must not pay a thousand times.
    expect(lead.receipts.filter((receipt: Json) => rule(receipt) && receipt.points > 0).length).toBeLessThan(
      20,
    );
  });
});

describe("a link that an action would lead to", () => {
  const evil = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://e.example/x",
    "//e.example",
    "/\\e.example",
    "\\\\e.example",
    "/\t/e.example",
    "http://e.example",
    "https:e.example",
    "https://shop.example@e.example",
    "https:///e.example",
    "ftp://e.example",
  ];
  it.each(evil)("is refused when the model is saved: %j", async (link) => {
    const { body: current } = await admin("/model");
    const model = { ...current.model, actions: [describeAction(link)] };
    const { body } = await adminPost("/model/validate", model);
    expect(body).toMatchObject({ isValid: false });
  });
});

describe("what is asked of the lead book", () => {
  const injections = [
    "' OR '1'='1",
    "'; DROP TABLE lead; --",
    '" OR ""="',
    "1; SELECT * FROM sqlite_master",
    "') UNION SELECT body FROM setting --",
    "last_seen_ms; --",
    "%27%20OR%201=1",
    "\u0000",
  ];
  const parameters = ["q", "sort", "stage", "cursor", "limit", "known"];
  it("in SQL is a text or refused, in every parameter, and the book stays", async () => {
    await post("/v1/batch", batch([identify({ email: `${messageId()}@example.com` })]));
    const { leads } = (await admin("/leads")).body;
    const paths = ["/leads", "/accounts", "/audit", "/model/versions"];
    for (const path of paths) {
      for (const parameter of parameters) {
        for (const injection of injections) {
          const { status, body } = await admin(`${path}?${parameter}=${encodeURIComponent(injection)}`);
          expect([200, 422]).toContain(status);
          expect(JSON.stringify(body)).not.toMatch(/SQLITE_|no such|syntax error|CREATE TABLE/);
          if (path === "/leads" && parameter === "q") expect(body.leads).toEqual([]);
        }
      }
    }
    expect((await admin("/leads")).body.leads).toEqual(leads);
  });
});

describe("addresses in what a page sends", () => {
  it("are never called", async () => {
    const egress = vi.fn<() => Promise<Response>>(async () => new Response("secret"));
    vi.stubGlobal("fetch", egress);
    const urls = [
      "http://169.254.169.254/latest/meta-data/",
      "http://127.0.0.1:8787/admin/v1/site",
      "https://e.example/x.png",
      "//e.example/",
      "gopher://e.example/",
      "http://[::1]/",
    ];
    const events = urls.flatMap((url) => [
      { type: "page", messageId: messageId(), properties: { url, path: "/", title: url, referrer: url } },
      track("search", { url, image: url, callback: url, webhook: url }),
      identify({ avatar: url, website: url, company: url }),
    ]);
    const { body } = await post("/v1/batch", batch(events), {
      referer: urls[0] ?? "",
      origin: "http://localhost:1",
    });
    expect(body.accepted).toBe(events.length);
    await leadOf(body);
    expect(egress).not.toHaveBeenCalled();
  });
});

describe("a text in Unicode's corners", () => {
  it.each([
    ["a lone surrogate", "a\ud800b", "a\ufffdb"],
    ["controls and NUL", "a\u0000\u0007b", "ab"],
    ["what is composed of parts", "e\u0301", "\u00e9"],
    ["a family", "\u{1f468}\u200d\u{1f469}", "\u{1f468}\u200d\u{1f469}"],
    ["right to left", "\u202eabc\u202c", "\u202eabc\u202c"],
  ])("is stored in its normal form: %s", async (_, told, stored) => {
    const { status, body } = await post(
      "/v1/batch",
      batch([track("search", { told }), identify({ name: told })]),
    );
    expect(status).toBe(200);
    const lead = await leadOf(body);
    expect(lead.traits.name).toBe(stored);
    expect(lead.timeline.find(({ name }: Json) => name === "search").properties.told).toBe(stored);
  });
});

describe("the log", () => {
  it("has one line of JSON for what went wrong, whatever a stranger called themselves", async () => {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
    const hostile = 'x"}\\n{"event":"forged"}\u2028\u0085';
    await post("/v1/batch", batch([identify({ email: `a@b.example`, name: hostile })]), {
      "user-agent": encodeURI(hostile),
    });
    await call(`/v1/sources/${encodeURIComponent(hostile)}`, { method: "POST", body: hostile });
    await call(`/admin/v1/leads/${encodeURIComponent(`${hostile}\r\nevil: 1`)}`);
    for (const line of lines) {
      expect(() => JSON.parse(line) as unknown).not.toThrow();
      expect(line).not.toContain("forged");
      expect(line).not.toContain("\n");
    }
    // A header cannot be broken in two: the platform refuses it.
    expect(() => new Headers({ "x-a": "1\r\nx-b: 2" })).toThrow(TypeError);
  });
});

describe("a consent string of an advertising framework", () => {
  it.each(["CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA", "", "true", "yes", 1, {}, null])(
    "or anything but a yes is no consent where a yes is needed: %j",
    async (consent) => {
      const before = await objects();
      const change = (mode: string) =>
        call("/admin/v1/site", {
          method: "PATCH",
          headers: { authorization: "Bearer adm_demo_shop", "content-type": "application/json" },
          body: JSON.stringify({ consent: mode }),
        });
      await change("opt-in");
      const told = { writeKey: "pub_demo_shop", batch: [page("/")], context: { consent } };
      const { status, body } = await post("/v1/batch", told);
      expect(status).toBe(200);
      expect(body).not.toHaveProperty("visitor");
      expect(await objects()).toBe(before);
      await change("opt-out");
    },
  );
});

describe("who asks", () => {
  const chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
  it.each([
    `${chrome} Chrome/156.0.0.0 Safari/537.36`,
    `${chrome} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`,
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
    "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36 OPR/90.0.0.0",
  ])("is a person: %s", (userAgent) => {
    expect(botVerdict(userAgent)).toBeUndefined();
  });
  it.each([
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "crawler"],
    [
      "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
      "crawler",
    ],
    ["Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0)", "crawler"],
    ["Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "crawler"],
    ["facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "crawler"],
    ["curl/8.9.1", "tool"],
    [`${chrome} HeadlessChrome/156.0.0.0 Safari/537.36`, "tool"],
    ["", "tool"],
  ])("is no person: %s", (userAgent, verdict) => {
    expect(botVerdict(userAgent)).toBe(verdict);
  });
});
