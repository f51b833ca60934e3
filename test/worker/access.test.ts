import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { Environment } from "../../worker/environment.ts";
import { admin, adminPost, batch, call, page, post, type Json } from "./support/api.ts";

const rootToken = "a root token for tests, and for nothing else".replaceAll(/[ ,]/g, "-");
const environment = { ...(env as unknown as Environment), SCORELINE_ROOT_TOKEN: rootToken };
const deployed: Environment = { ...environment, SCORELINE_MODE: "production" };

/** Calls the app as it would be deployed. */
async function onDeployment(path: string, init: RequestInit = {}): Promise<{ status: number; body: Json }> {
  const response = await createApp().request(`https://scoreline.example.com${path}`, init, deployed);
  return { status: response.status, body: await response.json() };
}

const json = { "content-type": "application/json" };

describe("a path", () => {
  it("below /admin that is not there asks for a token too, and says nothing of other sites' things", async () => {
    expect((await call("/admin/v1/nothing")).status).toBe(401);
    expect((await admin("/nothing")).status).toBe(404);
    expect((await admin(`/leads/${"A".repeat(22)}`)).status).toBe(404);
    expect((await admin("/leads/..%2F..%2Fetc")).status).toBe(404);
    expect((await admin("/destinations/dst_of_somebody_else/deliveries")).status).toBe(404);
  });

  it("answers with headers that keep it out of frames, caches and guesses", async () => {
    const { headers } = await call("/v1/health");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});

describe("a build that is deployed", () => {
  it("refuses the demo's keys and says why", async () => {
    const tracked = await onDeployment("/v1/batch", {
      method: "POST",
      body: JSON.stringify(batch([page("/")])),
    });
    expect(tracked.status).toBe(401);
    expect(tracked.body.error.message).toContain("developer's machine");
    const asServer = await onDeployment("/v1/batch", {
      method: "POST",
      headers: { authorization: `Basic ${btoa("sec_demo_dealer:")}` },
      body: '{"batch":[]}',
    });
    expect(asServer.status).toBe(401);
    const administered = await onDeployment("/admin/v1/leads", {
      headers: { authorization: "Bearer adm_demo_local" },
    });
    expect(administered.status).toBe(401);
  });

  it("creates a site with the root token only, once, and its keys work", async () => {
    const site = {
      id: "autohaus",
      name: "Autohaus",
      origins: ["https://autohaus.example.com"],
      pack: "dealer",
    };
    const create = (token: string) =>
      onDeployment("/admin/v1/sites", {
        method: "POST",
        headers: { ...json, authorization: `Bearer ${token}` },
        body: JSON.stringify(site),
      });
    expect((await create("adm_demo_local")).status).toBe(401);
    const { status, body } = await create(rootToken);
    expect(status).toBe(201);
    expect((await create(rootToken)).status).toBe(409);

    const track = (origin: string) =>
      onDeployment("/v1/batch", {
        method: "POST",
        headers: {
          origin,
          "user-agent":
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
        },
        body: JSON.stringify({ writeKey: body.writeKey, batch: [page("/directions")] }),
      });
    expect((await track("https://autohaus.example.com.evil.com")).status).toBe(403);
    expect((await track("http://autohaus.example.com")).status).toBe(403);
    const tracked = await track("https://autohaus.example.com");
    expect(tracked).toMatchObject({ status: 200, body: { accepted: 1, stage: "visitor" } });
    // What a score is worth is not told to the browser.
    expect(tracked.body.scores).toBeUndefined();
    expect(tracked.body.total).toBeUndefined();

    const leads = await onDeployment("/admin/v1/leads", {
      headers: { authorization: `Bearer ${body.adminToken}` },
    });
    expect(leads.status).toBe(200);
    const id = tracked.body.visitor.split(".")[0];
    const other = await admin(`/leads/${id}`);
    expect(other.status).toBe(404);
    const mine = await onDeployment(`/admin/v1/leads/${id}`, {
      headers: { authorization: `Bearer ${body.adminToken}` },
    });
    expect(mine.body).toMatchObject({ total: 20, country: null });
  });

  it.each([
    "http://example.com/hook",
    "https://127.0.0.1/hook",
    "https://127.1/hook",
    "https://0x7f.1/hook",
    "https://2130706433/hook",
    "https://017700000001/hook",
    "https://①②⑦.⓪.⓪.①/hook",
    "https://[::1]/hook",
    "https://[::ffff:7f00:1]/hook",
    "https://[fd00::1]/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/",
    "https://localhost/hook",
    "https://localhost./hook",
    "https://a.localhost/",
    "https://db.internal/",
    "https://printer.local/",
    "https://intranet/",
    "https://user@example.com/",
    "https://example.com:22/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "not an address",
  ])("refuses %s as a destination", async (url) => {
    const site = { id: "guarded", name: "Guarded", origins: ["https://guarded.example.com"], pack: "dealer" };
    const created = await onDeployment("/admin/v1/sites", {
      method: "POST",
      headers: { ...json, authorization: `Bearer ${rootToken}` },
      body: JSON.stringify(site),
    });
    if (created.status === 201) guardedToken = created.body.adminToken as string;
    const { status, body } = await onDeployment("/admin/v1/destinations", {
      method: "POST",
      headers: { ...json, authorization: `Bearer ${guardedToken}` },
      body: JSON.stringify({ kind: "webhook", url }),
    });
    expect({ status, field: body.error.field }).toEqual({ status: 422, field: "url" });
  });
});

let guardedToken = "";

describe("crawlers and programs on a deployed site", () => {
  it.each([
    ["Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
    ["curl/8.5.0"],
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
    ],
    [""],
  ])("earn nothing and stay out of the lead book: %j", async (userAgent) => {
    const id = `bots-${crypto.randomUUID().slice(0, 8)}`;
    const { body: site } = await onDeployment("/admin/v1/sites", {
      method: "POST",
      headers: { ...json, authorization: `Bearer ${rootToken}` },
      body: JSON.stringify({ id, name: "Bots", origins: ["https://bots.example.com"], pack: "dealer" }),
    });
    const tracked = await onDeployment("/v1/batch", {
      method: "POST",
      headers: { "user-agent": userAgent },
      body: JSON.stringify({ writeKey: site.writeKey, batch: [page("/directions")] }),
    });
    expect(tracked.body).toMatchObject({ accepted: 1, stage: "visitor" });
    const headers = { authorization: `Bearer ${site.adminToken}` };
    expect((await onDeployment("/admin/v1/leads", { headers })).body.leads).toEqual([]);
    const lead = await onDeployment(`/admin/v1/leads/${tracked.body.visitor.split(".")[0]}`, { headers });
    expect(lead.body.receipts).toMatchObject([{ ruleId: "directions", points: 0, reason: "bot" }]);
  });
});

describe("an administrator", () => {
  it("validates a model and is told everything that is wrong, with its path", async () => {
    const { body: published } = await admin("/model");
    const model = structuredClone(published.model);
    expect((await adminPost("/model/validate", model)).body).toEqual({ isValid: true, problems: [] });
    model.rules[0].score = "nothing";
    model.rules[1].points = 1.5;
    model.rules[2].when = { all: [] };
    model.rules[3].when = { test: "evnt", is: "x" };
    const { body } = await adminPost("/model/validate", model);
    expect(body.isValid).toBe(false);
    expect(body.problems.map(({ path }: Json) => path)).toEqual([
      "rules[1].points",
      "rules[2].when.all",
      "rules[3].when.test",
    ]);
    model.rules[1].points = 2;
    model.rules[2].when = { test: "event", is: "x" };
    model.rules[3].when = { test: "stage", is: "mql" };
    const second = await adminPost("/model/validate", model);
    expect(second.body.problems.map(({ path }: Json) => path)).toEqual(["rules[0].score", "rules[3].when"]);
    const refused = await adminPost("/model/publish", model);
    expect(refused.status).toBe(422);
    expect(refused.body.error.message).toContain("rules[0].score");
  });

  it("publishes a model; what comes next is scored by it, what was before is scored again and hands nobody off", async () => {
    const { body: published } = await admin("/model");
    const first = (
      await post(
        "/v1/batch",
        batch([
          page("/directions"),
          { type: "identify", messageId: "who", traits: { email: "re@example.com" } },
        ]),
      )
    ).body;
    expect(first.total).toBe(20);
    const model = structuredClone(published.model);
    model.rules.find(({ id }: Json) => id === "directions").points = 35;
    const { status, body } = await adminPost("/model/publish", model);
    expect({ status, version: body.version }).toEqual({ status: 200, version: published.version + 1 });
    expect((await adminPost("/model/publish", model)).body.version).toBe(published.version + 1);

    const next = (await post("/v1/batch", batch([page("/models/")], { visitor: first.visitor }))).body;
    expect(next).toMatchObject({ total: 35, stage: "mql" });
    const { body: lead } = await admin(`/leads/${first.visitor.split(".")[0]}`);
    expect(lead.receipts.every(({ modelVersion }: Json) => modelVersion === published.version + 1)).toBe(
      true,
    );
    expect(lead.handOffs).toEqual([]);
    await adminPost("/model/publish", published.model);
  });

  it("pages through the lead book, sorted, searched and filtered, and is told what a query does not know", async () => {
    for (let index = 0; index < 5; index += 1) {
      await post(
        "/v1/batch",
        batch([
          {
            type: "identify",
            messageId: "i",
            traits: { email: `book-${index}@example.com`, company: "Book & Söhne" },
          },
          ...(index % 2 === 0 ? [page("/directions")] : []),
        ]),
      );
    }
    const first = (await admin("/leads?q=book-&limit=2&sort=total")).body;
    expect(first.leads.map(({ total }: Json) => total)).toEqual([20, 20]);
    const rest: Json[] = [];
    for (let cursor = first.nextCursor; cursor !== null;) {
      const { body } = await admin(`/leads?q=book-&limit=2&sort=total&cursor=${cursor}`);
      rest.push(...body.leads);
      cursor = body.nextCursor;
    }
    expect(rest.map(({ total }: Json) => total)).toEqual([20, 0, 0]);
    expect(new Set([...first.leads, ...rest].map(({ id }) => id)).size).toBe(5);
    expect((await admin("/leads?q=söhne&stage=lead")).body.leads).toHaveLength(5);
    for (const query of ["limit=0", "limit=x", "sort=id;DROP TABLE lead", "color=red", "known=maybe"]) {
      const { status, body } = await admin(`/leads?${query}`);
      expect({ query, status, field: body.error?.field }).toEqual({
        query,
        status: 422,
        field: query.split("=")[0],
      });
    }
    for (const text of ["' OR 1=1 --", "%", '"', "\\"]) {
      expect((await admin(`/leads?q=${encodeURIComponent(text)}`)).body.leads).toEqual([]);
    }
  });
});
