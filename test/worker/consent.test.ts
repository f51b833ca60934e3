import { env } from "cloudflare:workers";
import { listDurableObjectIds } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { admin, batch, identify, page, post, secretKeyHeaders, track } from "./support/api.ts";

const device = "a-device-of-16-or-more";
const visitors = async () =>
  (await listDurableObjectIds((env as unknown as Environment).VISITOR as never)).length;

// Makes the demo site, so that the counts below are of visitors only.
beforeAll(() => admin("/model"));

/** Whether a request leaves a visitor behind. */
async function leavesVisitor(more: Record<string, unknown>, headers: Record<string, string> = {}) {
  const before = await visitors();
  const anonymousId = crypto.randomUUID();
  const { status, body } = await post("/v1/batch", batch([page("/", { anonymousId })], more), headers);
  expect(status).toBe(200);
  const isLeft = (await visitors()) > before;
  expect(body.visitor !== undefined, "an id is given to whom is known, and to nobody else").toBe(isLeft);
  return isLeft;
}

describe("whether a browser's visitor is kept", () => {
  it("is until a no, where the site says nothing else", async () => {
    expect(await leavesVisitor({})).toBe(true);
    expect(await leavesVisitor({ context: { consent: true } })).toBe(true);
    expect(await leavesVisitor({ context: { consent: false } })).toBe(false);
  });

  it.each([{ "sec-gpc": "1" }, { dnt: "1" }])("is not under the browser's own no: %o", async (headers) => {
    expect(await leavesVisitor({}, headers)).toBe(false);
  });

  it.each([{ "sec-gpc": "0" }, { dnt: "0" }])(
    "is where the browser says no such thing: %o",
    async (headers) => {
      expect(await leavesVisitor({}, headers)).toBe(true);
    },
  );

  it("is when the visitor said yes to this site, whatever the browser says to all", async () => {
    expect(await leavesVisitor({ context: { consent: true } }, { "sec-gpc": "1" })).toBe(true);
  });
});

it("decides from the request alone for somebody who is not to be known", async () => {
  const events = [
    page("/kontakt/yol-tarifi/"),
    identify({ email: "canary@example.com" }, { userId: "canary" }),
    track("generate_lead", { form_id: "test-drive", email: "canary@example.com" }),
  ];
  const { body } = await post("/v1/batch", batch(events, { context: { consent: false, locale: "tr" } }));
  expect(body).toMatchObject({ accepted: 3, duplicates: 0, rejected: [] });
  expect(body.pageKind).toBe("directions");
  expect(body.total).toBeGreaterThan(0);
  expect(body).not.toHaveProperty("visitor");
  const leads = await admin("/leads");
  expect(leads.status).toBe(200);
  expect(JSON.stringify(leads.body)).not.toContain("canary");
});

it("names what is wrong with an event also to somebody who is not to be known", async () => {
  const { body } = await post("/v1/batch", batch([{ type: "track" }], { context: { consent: false } }));
  expect(body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: "missing_field" }] });
});

it("believes a server, which asks its own visitors", async () => {
  const { body } = await post(
    "/v1/batch",
    { batch: [track("purchase", {}, { anonymousId: device })], context: { consent: false } },
    { ...secretKeyHeaders, "sec-gpc": "1" },
  );
  expect(body).toMatchObject({ accepted: 1 });
  expect(body.visitor).toBeDefined();
});

describe("the visitor's cookie, under the site's own domain", () => {
  const sameOrigin = { "sec-fetch-site": "same-origin" };
  const cookieOf = (headers: Headers) =>
    /^scoreline-demo-dealer=([^;]*)/.exec(headers.get("set-cookie") ?? "")?.[1];

  it("is set by the server, out of reach of scripts, for 400 days", async () => {
    const { headers, body } = await post("/v1/batch", batch([page("/")]), sameOrigin);
    expect(headers.get("set-cookie")).toBe(
      `scoreline-demo-dealer=${body.visitor}; Path=/; Max-Age=34560000; HttpOnly; SameSite=Lax`,
    );
  });

  it("is not set from another origin", async () => {
    const { headers } = await post("/v1/batch", batch([page("/")]), { "sec-fetch-site": "cross-site" });
    expect(headers.get("set-cookie")).toBeNull();
  });

  it("knows the visitor again whose browser has forgotten what scripts stored", async () => {
    const first = await post("/v1/batch", batch([page("/")]), sameOrigin);
    const headers = { ...sameOrigin, cookie: `other=1; scoreline-demo-dealer=${cookieOf(first.headers)}` };
    const second = await post("/v1/batch", batch([page("/", { anonymousId: crypto.randomUUID() })]), headers);
    expect(second.body.visitor).toBe(first.body.visitor);
    const after = await post(
      "/v1/batch",
      batch([page("/", { anonymousId: crypto.randomUUID() })], { visitor: "" }),
      headers,
    );
    expect(after.body.visitor, "after a reset").not.toBe(first.body.visitor);
    expect(cookieOf(after.headers)).toBe(after.body.visitor);
  });

  it("is taken away with the visitor's no, which is still told of the visitor", async () => {
    const first = await post("/v1/batch", batch([page("/")]), sameOrigin);
    const cookie = `scoreline-demo-dealer=${cookieOf(first.headers)}`;
    const no = await post("/v1/batch", batch([track("consent_updated", { consent: "denied" })]), {
      ...sameOrigin,
      cookie,
    });
    expect(no.body.visitor).toBe(first.body.visitor);
    expect(no.headers.get("set-cookie")).toContain("Max-Age=0");
    const unknown = await post("/v1/batch", batch([page("/")], { context: { consent: false } }), sameOrigin);
    expect(unknown.headers.get("set-cookie"), "there is none to take away").toBeNull();
  });

  it("is believed only with its signature", async () => {
    const forged = await post("/v1/batch", batch([page("/")]), {
      ...sameOrigin,
      cookie: `scoreline-demo-dealer=${"A".repeat(22)}.${"B".repeat(22)}`,
    });
    expect(forged.body.visitor).not.toMatch(/^A{22}/);
  });
});

describe("what the inline stub sends", () => {
  const calls = (given: unknown[], more: Record<string, unknown> = {}) => ({
    writeKey: "pub_demo_dealer",
    sentAt: new Date().toISOString(),
    context: { page: { url: "http://127.0.0.1/kontakt/yol-tarifi/", title: "" } },
    id: "1,2,3,4",
    anonymousId: "1798148471,1362894774,447199174,2479066478",
    calls: given,
    ...more,
  });
  const at = () => new Date().toISOString();

  it("becomes events: what was called, when, and with what", async () => {
    const body = calls(
      [
        ["page", at()],
        ["identify", at(), { email: "stub@example.com" }],
        ["track", at(), "generate_lead", { form_id: "test-drive" }],
        ["on", at(), "decision", null],
        ["group", at(), "acme", { industry: "cars" }],
      ],
      { id: crypto.randomUUID() },
    );
    const first = await post("/v1/batch", body);
    expect(first.body).toMatchObject({ accepted: 4, rejected: [], pageKind: "directions" });
    expect((await post("/v1/batch", body)).body).toMatchObject({ accepted: 0, duplicates: 4 });
    const { body: lead } = await admin(`/leads/${first.body.visitor.split(".")[0]}`);
    expect(JSON.stringify(lead)).toContain("stub@example.com");
  });

  it("tells what the visitor answered to the site's question", async () => {
    const stub = await post(
      "/v1/batch",
      calls(
        [
          ["page", at()],
          ["setConsent", at(), "denied"],
        ],
        { id: crypto.randomUUID() },
      ),
    );
    expect(stub.body).toMatchObject({ accepted: 2 });
    const { body: lead } = await admin(`/leads/${stub.body.visitor.split(".")[0]}`);
    expect(lead.timeline[0]).toMatchObject({ name: "consent_updated", properties: { consent: "denied" } });
  });

  it("keeps nothing of an address in the path that names a person or opens a door", async () => {
    const url = "http://127.0.0.1/unsubscribe/jane@example.com/tok9canaryQx8Zr5Lw2Vb7Nm4";
    const stub = await post(
      "/v1/batch",
      calls([["page", at()]], {
        id: crypto.randomUUID(),
        anonymousId: crypto.randomUUID(),
        context: { page: { url, title: "" } },
      }),
    );
    const { body: lead } = await admin(`/leads/${stub.body.visitor.split(".")[0]}`);
    expect(lead.timeline[0]).toMatchObject({ path: "/unsubscribe/*/*" });
    expect(JSON.stringify(lead)).not.toMatch(/jane@|canary/);
  });

  it("reaches the visitor whom the script will speak for", async () => {
    const anonymousId = "1798148471,1362894774,447199174,2479066479";
    const stub = await post("/v1/batch", calls([["page", at()]], { id: "5,6,7,8", anonymousId }));
    const script = await post("/v1/batch", batch([page("/", { anonymousId })]));
    expect(script.body.visitor).toBe(stub.body.visitor);
  });

  it.each<[given: unknown, status: number, answer: object]>([
    [[], 200, { accepted: 0, rejected: [] }],
    [[null], 200, { accepted: 0, rejected: [] }],
    [[[]], 200, { accepted: 0, rejected: [] }],
    [[["toString"]], 200, { accepted: 0, rejected: [] }],
    [[["__proto__", 1]], 200, { accepted: 0, rejected: [] }],
    [[[{}, {}]], 200, { accepted: 0, rejected: [] }],
    ["no list", 422, { error: { code: "missing_field", field: "batch" } }],
  ])("that is no call is ignored, and no list of them is refused: %j", async (given, status, answer) => {
    const reply = await post("/v1/batch", calls(given as unknown[]));
    expect([reply.status, reply.body]).toMatchObject([status, answer]);
  });
});
