import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { limits } from "../../shared/limits.ts";
import type { Environment } from "../../worker/environment.ts";
import {
  admin,
  batch,
  call,
  identify,
  messageId,
  page,
  post,
  secretKeyHeaders,
  track,
  type Json,
} from "./support/api.ts";

const { VISITOR, IDENTITY } = env as unknown as Environment;
const saas = { authorization: `Basic ${btoa("sec_demo_saas:")}` };

async function gzip(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const compressed = (body: Uint8Array, headers: Record<string, string>) =>
  call("/v1/batch", {
    method: "POST",
    headers: { ...headers, "content-encoding": "gzip" },
    body: body as never,
  });

/** The lead of a signed visitor id. */
const leadOf = async (visitor: string): Promise<Json> =>
  (await admin(`/leads/${visitor.split(".")[0]}`)).body;

describe("a server that speaks Segment's HTTP API", () => {
  it("may send compressed bodies, measured by what comes out of them", async () => {
    const event = track("email_opened", { email: `${messageId()}@example.com` });
    const good = await compressed(await gzip(JSON.stringify({ batch: [event] })), secretKeyHeaders);
    expect([good.status, good.body.accepted]).toEqual([200, 1]);

    const padded = (bytes: number) => `{"batch":[]}`.padEnd(bytes, " ");
    const limit = await compressed(await gzip(padded(limits.serverBodyBytes)), secretKeyHeaders);
    expect(limit.status).toBe(200);
    const bomb = await gzip(padded(limits.serverBodyBytes + 1));
    expect(bomb.byteLength).toBeLessThan(2_000);
    expect((await compressed(bomb, secretKeyHeaders)).status).toBe(413);

    const broken = await compressed(new TextEncoder().encode("no gzip"), secretKeyHeaders);
    expect([broken.status, broken.body.error.code]).toEqual([400, "invalid_encoding"]);
    const brotli = await post("/v1/batch", "x", { ...secretKeyHeaders, "content-encoding": "br" });
    expect(brotli.status).toBe(415);
    const byPage = await compressed(bomb, { authorization: `Basic ${btoa("pub_demo_dealer:")}` });
    expect([byPage.status, byPage.body.error.code]).toEqual([415, "unsupported_encoding"]);
  });

  it("may leave out messageId: the same event with a time counts once, one without a time each time", async () => {
    const email = `${messageId()}@example.com`;
    const send = (more: object) =>
      post(
        "/v1/track",
        { event: "email_opened", properties: { email }, sentAt: new Date().toISOString(), ...more },
        secretKeyHeaders,
      );
    const timestamp = new Date(Date.now() - 60_000).toISOString();
    const first = await send({ timestamp });
    expect([first.body.success, first.body.accepted]).toEqual([true, 1]);
    expect(first.body.warnings[0]).toMatchObject({ code: "missing_field", field: "messageId" });
    expect((await send({ timestamp })).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await send({})).body.accepted).toBe(1);
    expect((await send({})).body.accepted).toBe(1);
  });

  it("hears of fields that mean nothing here, beside the batch and in an event, and loses neither", async () => {
    const event = {
      ...track("email_opened", { email: `${messageId()}@example.com` }),
      score: 999,
      channel: "server",
    };
    const { status, body } = await post(
      "/v1/batch",
      { batch: [event], timestamp: new Date(), sequence: 7, messageId: "batch-1" },
      secretKeyHeaders,
    );
    expect([status, body.accepted, body.scores]).toEqual([200, 1, { engagement: 3, intent: 0, fit: 0 }]);
    expect(body.warnings).toEqual([expect.objectContaining({ code: "unknown_field", field: "score" })]);
  });

  it("has its batch's context under each event's own", async () => {
    const mail = () => `${messageId()}@example.com`;
    const [first, second] = [mail(), mail()];
    const { body } = await post(
      "/v1/batch",
      {
        context: { traits: { company: "Acme", city: "Ankara" }, page: { path: "/directions" } },
        batch: [
          track("email_opened", { email: first }, { context: { traits: { email: first } } }),
          page("/careers", { userId: second, context: { page: { path: "/careers" } } }),
          { type: "track", event: "email_opened", userId: second, messageId: messageId() },
        ],
      },
      secretKeyHeaders,
    );
    expect(body).toMatchObject({ accepted: 3, rejected: [] });
    const { body: found } = await post(
      "/v1/identify",
      { userId: second, messageId: messageId() },
      secretKeyHeaders,
    );
    const lead = await leadOf(found.visitor);
    expect(lead.traits).toMatchObject({ company: "Acme", city: "Ankara" });
    expect(lead.timeline.map(({ name, path }: Json) => [name, path])).toEqual(
      expect.arrayContaining([
        ["page_view", "/careers"],
        ["email_opened", "/directions"],
      ]),
    );
  });

  it("gives somebody another name by alias, whether the one before was a device's or a user's", async () => {
    const [device, first, second] = [crypto.randomUUID(), messageId(), messageId()];
    const seen = await post("/v1/batch", batch([page("/directions", { anonymousId: device })]));
    const alias = (previousId: string, userId: string) =>
      post("/v1/alias", { previousId, userId, messageId: messageId() }, secretKeyHeaders);
    const visitors = [
      (await alias(device, first)).body.visitor,
      (await alias(first, second)).body.visitor,
      (await post("/v1/track", { ...track("email_opened"), userId: first }, secretKeyHeaders)).body.visitor,
      (await post("/v1/track", { ...track("email_opened"), userId: second }, secretKeyHeaders)).body.visitor,
    ];
    expect(new Set(visitors)).toEqual(new Set([seen.body.visitor]));
    expect((await leadOf(seen.body.visitor)).total).toBe(26);
  });

  it("is told of an event that is too large, and loses nothing but that", async () => {
    const filler = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`f${index}`, "x".repeat(4_000)]),
    );
    const email = `${messageId()}@example.com`;
    const { body } = await post(
      "/v1/batch",
      { batch: [track("email_opened", { email, ...filler }), track("email_opened", { email })] },
      secretKeyHeaders,
    );
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "too_large" }] });
  });
});

describe("other people's browser libraries", () => {
  it("may send their own headers from any page", async () => {
    for (const path of ["/v1/t", "/v1/projects/pub_demo_dealer/settings", "/sourceConfig/"]) {
      const { status, headers } = await call(path, { method: "OPTIONS" });
      expect(status).toBe(204);
      expect(headers.get("access-control-allow-headers")).toMatch(
        /authorization.*x-retry-count.*anonymousid/,
      );
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("may write an id that they do not know as an empty one", async () => {
    const event = page("/directions", { userId: "", groupId: "", anonymousId: crypto.randomUUID() });
    const { status, body } = await post("/v1/page", event, {
      authorization: `Basic ${btoa("pub_demo_dealer:")}`,
      anonymousid: btoa("x"),
    });
    expect([status, body.accepted, body.total]).toEqual([200, 1, 20]);
    expect(body.warnings).toBeUndefined();
    expect((await leadOf(body.visitor)).stage).toBe("visitor");
    const email = `${messageId()}@example.com`;
    const named = { type: "identify", userId: "", messageId: messageId(), context: { traits: { email } } };
    const { body: known } = await post("/v1/batch", batch([named], { visitor: body.visitor }));
    expect([known.accepted, known.stage]).toEqual([1, "lead"]);
  });

  it("get settings that send their events here, for the write key only", async () => {
    const segment = await call("/v1/projects/pub_demo_dealer/settings", {
      headers: { origin: "http://localhost:3000" },
    });
    expect(segment.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    expect(segment.body.integrations["Segment.io"]).toMatchObject({
      apiKey: "pub_demo_dealer",
      apiHost: "127.0.0.1/v1",
      protocol: "http",
    });
    const rudder = await call("/sourceConfig/?writeKey=pub_demo_dealer&p=npm");
    expect(rudder.body.source).toMatchObject({ enabled: true, destinations: [] });
    for (const key of ["sec_demo_dealer", "adm_demo_local", "pub_of_nobody", "x", "%00"]) {
      expect((await call(`/v1/projects/${key}/settings`)).status).toBe(401);
      expect((await call(`/sourceConfig/?writeKey=${key}`)).status).toBe(401);
    }
  });
});

describe("strict mode", () => {
  const refused = [
    {
      name: "a field that is not known",
      event: { ...track("email_opened"), plan: "pro" },
      code: "unknown_field",
      field: "batch[1].plan",
    },
    {
      name: "a missing messageId",
      event: { type: "track", event: "login" },
      code: "missing_field",
      field: "batch[1].messageId",
    },
    {
      name: "a mistyped name",
      event: track("genrate_lead"),
      code: "unknown_event",
      field: "batch[1].event",
      says: "did you mean generate_lead?",
    },
    {
      name: "a mistyped name of another vendor",
      event: track("Product Viwed"),
      code: "unknown_event",
      field: "batch[1].event",
      says: "product_viewed",
    },
    {
      name: "an amount in words",
      event: track("purchase", { value: "49.90" }),
      code: "invalid_field",
      field: "batch[1].properties.value",
      says: "number",
    },
    {
      name: "a currency in words",
      event: track("purchase", { currency: "euro" }),
      code: "invalid_field",
      field: "batch[1].properties.currency",
    },
    {
      name: "an id that names nobody",
      event: track("login", {}, { userId: "[object Object]" }),
      code: "invalid_field",
      field: "batch[1].userId",
    },
    {
      name: "an address that is none",
      event: identify({ email: "ada" }),
      code: "invalid_field",
      field: "batch[1].traits.email",
    },
    {
      name: "a time that cannot be",
      event: track("login", {}, { timestamp: "yesterday" }),
      code: "timestamp_invalid",
      field: "batch[1].timestamp",
    },
  ];
  it.each(refused)(
    "refuses $name for the whole request and stores nothing",
    async ({ event, code, field, says }) => {
      const email = `${messageId()}@example.com`;
      const good = track("email_opened", { email });
      const { status, body } = await post(
        "/v1/batch?strict=true",
        { batch: [good, event] },
        secretKeyHeaders,
      );
      expect([status, body.error.code, body.error.field]).toEqual([422, code, field]);
      expect(body.error.message).toContain("nothing was stored");
      expect(body.error.message).toContain(says ?? "");
      expect(body.error.problems[0]).toMatchObject({ index: 1, code });
      // The good one counts now, so it was not counted then.
      const again = await post("/v1/batch", { batch: [good] }, secretKeyHeaders);
      expect(again.body).toMatchObject({ accepted: 1, duplicates: 0 });
    },
  );

  it("takes what is right, is switched on by query, header or body, and knows the model's own names", async () => {
    const own = track("calculate_finance", { months: 48 });
    expect((await post("/v1/batch?strict=true", batch([own]))).status).toBe(200);
    const flawed = () => batch([track("genrate_lead")]);
    expect((await post("/v1/batch", flawed(), { "x-scoreline-strict": "true" })).status).toBe(422);
    expect((await post("/v1/batch", { ...flawed(), strict: true })).status).toBe(422);
    expect(
      (await post("/v1/track?strict=true", { writeKey: "pub_demo_dealer", event: "genrate_lead" })).status,
    ).toBe(422);
    expect((await post("/v1/batch", flawed())).status).toBe(200);
  });

  it("says all that is wrong at once", async () => {
    const { body } = await post(
      "/v1/batch?strict=true",
      batch([track("purchase", { value: "1", tax: "2", currency: 3 }), { type: "eval" }]),
    );
    expect(body.error.problems.map(({ index }: Json) => index)).toEqual([0, 0, 0, 1, 1]);
    expect(body.error.message).toContain("and 4 more");
  });

  it("says all that is wrong with an event that cannot even be read", async () => {
    const event = {
      type: "track",
      event: "genrate_lead",
      plan: "pro",
      userId: "null",
      groupId: 7,
      properties: { value: "1" },
    };
    const { body } = await post("/v1/batch?strict=true", { batch: [event] }, secretKeyHeaders);
    expect(body.error.problems.map(({ code, field }: Json) => `${code} ${field}`).toSorted()).toEqual([
      "invalid_field groupId",
      "invalid_field properties.value",
      "invalid_field userId",
      "missing_field messageId",
      "unknown_event event",
      "unknown_field plan",
    ]);
    const own = await post("/v1/batch?strict=true", { batch: ["login", null] }, secretKeyHeaders);
    expect(own.body.error.problems).toHaveLength(2);
  });
});

describe("a score in what a page sends", () => {
  it("is refused as a field and is only a property as a property: the score is the model's", async () => {
    const { body: first } = await post("/v1/batch", batch([page("/directions")]));
    const { visitor, total } = first;
    const with999 = [
      { ...page("/about"), score: 999 },
      { ...page("/about"), segments: ["vip"] },
      { ...page("/about"), qualified: true },
      track("qualified"),
      track("won", { value: 1e6 }),
      track("score_adjusted", { score: "intent", points: 999 }),
    ];
    const { status, body } = await post("/v1/batch", batch(with999, { visitor }));
    expect([status, body.accepted, body.total]).toEqual([200, 0, total]);
    expect(body.rejected.map(({ code }: Json) => code)).toEqual([
      ...Array(3).fill("unknown_field"),
      ...Array(3).fill("server_only"),
    ]);
    const properties = { score: 999, total: 999, segments: ["vip"], stage: "sql", qualified: true };
    const after = await post(
      "/v1/batch",
      batch([track("custom_thing", properties), identify(properties)], { visitor }),
    );
    expect([after.body.accepted, after.body.total]).toEqual([2, total]);
    expect((await post("/v1/batch", { ...batch([]), score: 999 })).status).toBe(422);
    const single = await post("/v1/track", {
      writeKey: "pub_demo_dealer",
      event: "x",
      messageId: messageId(),
      score: 999,
    });
    expect(single.status).toBe(422);
  });
});

describe("POST /v1/decide", () => {
  const home = { page: { url: "https://motors.example/", path: "/", title: "Meridian" } };
  const decide = (question: object, headers = secretKeyHeaders) => post("/v1/decide", question, headers);

  it("answers what the page's script will be told, and records nothing", async () => {
    const email = `${messageId()}@example.com`;
    const { body: seen } = await post("/v1/batch", batch([page("/directions"), identify({ email })]));
    const before = await leadOf(seen.visitor);
    const { status, body } = await decide({ visitor: seen.visitor, context: home, slots: ["hero_offer"] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      known: true,
      stage: "lead",
      pageKind: "home",
      cache: { scope: "visitor", seconds: 0 },
    });
    expect(body.slots["hero_offer"]).toEqual(body.actions[0]);
    for (let times = 0; times < 3; times += 1)
      await decide({ visitor: seen.visitor, context: { page: { path: "/directions" } } });
    expect(await leadOf(seen.visitor)).toEqual(before);

    const { body: told } = await post("/v1/batch", batch([page("/")], { visitor: seen.visitor }));
    expect(body.actions).toEqual(told.actions.filter(({ slot }: Json) => slot === "hero_offer"));
    expect([body.total, body.stage]).toEqual([told.total, told.stage]);
  });

  it("counts the page in question: its points are in the answer, and nowhere else", async () => {
    const { body: seen } = await post("/v1/batch", batch([page("/")]));
    const { body } = await decide({ visitor: seen.visitor, context: { page: { path: "/directions" } } });
    expect([body.total, body.pageKind]).toEqual([20, "directions"]);
    expect((await leadOf(seen.visitor)).total).toBe(0);
  });

  it("finds the visitor by cookie, user id or device id, and speaks their language", async () => {
    const [userId, anonymousId] = [messageId(), crypto.randomUUID()];
    const { body: seen } = await post(
      "/v1/batch",
      batch([identify({ name: "Ada" }, { userId, anonymousId })]),
    );
    for (const question of [
      { cookie: `a=1; __Host-scoreline-demo-dealer=${seen.visitor}; b=2` },
      { cookie: `scoreline-demo-dealer=${seen.visitor}` },
      { userId },
      { anonymousId },
    ]) {
      const { body } = await decide({ ...question, context: { ...home, locale: "tr-TR" } });
      expect({ question, known: body.known, language: body.slots["hero_offer"]?.language }).toEqual({
        question,
        known: true,
        language: "tr",
      });
    }
    const { body } = await decide({ cookie: `scoreline-demo-shop=${seen.visitor}`, context: home });
    expect(body.known).toBe(false);
  });

  it("gives somebody unknown a newcomer's decision, says that everybody may have it, and stores nothing", async () => {
    const objects = async () =>
      new Map(
        [...(await listDurableObjectIds(VISITOR)), ...(await listDurableObjectIds(IDENTITY))].map((id) => [
          String(id),
          id,
        ]),
      );
    const ask = async (who: object) => {
      const { status, body } = await decide({ ...who, context: { page: { path: "/pricing" } } }, saas);
      expect({ who, status, known: body.known }).toEqual({ who, status: 200, known: false });
      expect(body.slots["trial"].kind).toBe("inline");
      expect(body.cache).toEqual({ scope: "everyone", seconds: 60 });
    };
    const before = await objects();
    for (const visitor of [undefined, "", `${"A".repeat(22)}.${"B".repeat(22)}`]) await ask({ visitor });
    expect([...(await objects()).keys()]).toEqual([...before.keys()]);

    // Who is asked for by name has to be looked up; where nobody is, nothing is left behind.
    await ask({ userId: messageId() });
    await ask({ anonymousId: crypto.randomUUID() });
    const asked = [...(await objects()).values()].filter((id) => !before.has(String(id)));
    expect(asked.length).toBeGreaterThan(0);
    for (const id of asked) {
      const stub = (await listDurableObjectIds(VISITOR)).some((known) => known.equals(id))
        ? VISITOR.get(id)
        : IDENTITY.get(id);
      const stored = await runInDurableObject(stub as DurableObjectStub, async (_, { storage }) => ({
        keys: (await storage.list()).size,
        alarm: await storage.getAlarm(),
        tables: storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '_cf%'").toArray(),
      }));
      expect(stored).toEqual({ keys: 0, alarm: null, tables: [] });
    }
  });

  it("knows nobody who may not be known", async () => {
    const { body: seen } = await post(
      "/v1/batch",
      batch([identify({ email: `${messageId()}@example.com` })]),
    );
    const { body } = await decide({ visitor: seen.visitor, context: { ...home, consent: false } });
    expect([body.known, body.stage]).toEqual([false, "visitor"]);
  });

  it("takes a write key with the signed id only, and from the site's own pages", async () => {
    const { body: seen } = await post("/v1/batch", batch([page("/directions")]));
    const asPage = { writeKey: "pub_demo_dealer", context: home };
    expect((await decide({ ...asPage, visitor: seen.visitor }, {} as never)).body.known).toBe(true);
    for (const who of [{ userId: "42" }, { anonymousId: crypto.randomUUID() }]) {
      const { status, body } = await decide({ ...asPage, ...who }, {} as never);
      expect([status, body.error.code]).toEqual([403, "secret_key_needed"]);
    }
    const foreign = await decide(asPage, { origin: "https://evil.example" } as never);
    expect(foreign.status).toBe(403);
  });

  it.each([
    ["no key", {}, {}, 401],
    ["another field", { score: 999 }, secretKeyHeaders, 422],
    ["a list", [], secretKeyHeaders, 422],
    ["no JSON", "{", secretKeyHeaders, 400],
    [
      "too deep a question",
      { context: { page: JSON.parse(`${"[".repeat(50)}${"]".repeat(50)}`) } },
      secretKeyHeaders,
      422,
    ],
  ])("answers %s with the status for it", async (_name, question, headers, status) => {
    expect((await post("/v1/decide", question, headers as never)).status).toBe(status);
  });
});
