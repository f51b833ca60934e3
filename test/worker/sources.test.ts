import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { limits } from "../../shared/limits.ts";
import { sourceKinds } from "../../worker/sources/index.ts";
import { batch, call, identify, page, post, track, type Json, type Reply } from "./support/api.ts";
import { bytes, type SourceFixture } from "./sources/fixture.ts";
import { hubspotNotice } from "./sources/hubspot.ts";
import { fixtures } from "./sources/index.ts";
import { postmarkRecord } from "./sources/postmark.ts";
import { sendgridEvent } from "./sources/sendgrid.ts";

const origin = "http://127.0.0.1";

async function admin(method: string, path: string, body?: unknown, token = "adm_demo_local"): Promise<Reply> {
  return call(`/admin/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** What a test has set up, to be taken away after it: a site has only so many. */
let setUp: { id: string; token: string | undefined }[] = [];

async function newSource(kind: string, settings: unknown, token?: string): Promise<Json> {
  const { status, body } = await admin("POST", "/sources", { kind, settings }, token);
  expect(status, JSON.stringify(body)).toBe(201);
  setUp.push({ id: body.id, token });
  return body;
}

interface Delivery {
  source: Json;
  fixture: SourceFixture;
  payload: unknown;
  settings?: Record<string, unknown>;
  signedAtMs?: number;
  alter?: (request: { headers: Record<string, string>; body: string }) => void;
}

/** Posts as the provider does. What the test alters, it alters after signing. */
async function deliver({ source, fixture, payload, settings, signedAtMs, alter }: Delivery): Promise<Reply> {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const webhook = { method: "POST", url: source.address, body };
  const headers = await fixture.sign(webhook, settings ?? fixture.settings, signedAtMs ?? Date.now());
  const request = { headers: { "content-type": "application/json", ...headers }, body };
  alter?.(request);
  return call(source.address.slice(origin.length), { method: "POST", ...request });
}

let people = 0;

/** Somebody who has told the site their address. */
async function newPerson(): Promise<{ email: string; lead: () => Promise<Json> }> {
  people += 1;
  const email = `person-${people}-${crypto.randomUUID()}@example.com`;
  const { body } = await post("/v1/batch", batch([identify({ email })]));
  const id = body.visitor.split(".")[0];
  return { email, lead: async () => (await admin("GET", `/leads/${id}`)).body };
}

function namesOf(lead: Json): string[] {
  return lead.timeline
    .map(({ name }: Json) => name)
    .filter((name: string) => name !== "identify")
    .reverse();
}

/** Answers in the name of a provider's API, and writes down what it was asked. */
function fakeApi(
  answers: Record<string, unknown>,
  status = 200,
): { path: string; headers: Headers; body: Json }[] {
  const asked: { path: string; headers: Headers; body: Json }[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const { host, pathname } = new URL(input as string);
    expect(host).toBe("api.hubapi.com");
    asked.push({
      path: pathname,
      headers: new Headers(init?.headers),
      body: JSON.parse(init?.body as string),
    });
    return Response.json(answers[pathname] ?? {}, { status: pathname in answers ? status : 404 });
  });
  return asked;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const { id, token } of setUp) await admin("DELETE", `/sources/${id}`, undefined, token);
  setUp = [];
});

const cases = sourceKinds.map((kind) => ({
  kind,
  name: kind.name,
  fixture: fixtures[kind.name] as SourceFixture,
}));

const hostileTexts = [
  "<img src=x onerror=alert(1)>'; DROP TABLE batch; --=cmd|' /C calc'!A0${7*7}{{7*7}}\u0000\uD800\u202E",
  "__proto__",
  "x".repeat(20_000),
];

/** What no provider sends, by what it would break; the number beyond all numbers can only be written. */
const absurdValues: Readonly<Record<string, string>> = {
  "an object that cannot be a text": '{"toString":1,"valueOf":1}',
  "a list of such": '[{"toString":1}]',
  "an empty list": "[]",
  "an object with what objects have": '{"constructor":{"name":"x"},"length":1}',
  "a number beyond all numbers": "1e400",
  "a huge number": "-9e15",
  nothing: "null",
  "a yes": "true",
};

/** A payload once for each of its fields, with something else in that field, as JSON. */
function withEachField(payload: unknown, value: string): string[] {
  const placeholder = "what stands here instead";
  return eachPath(payload).map((path) => {
    const copy = structuredClone(payload) as Json;
    const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
    parent[path.at(-1) ?? ""] = placeholder;
    return JSON.stringify(copy).replace(JSON.stringify(placeholder), value);
  });
}

function eachPath(value: unknown, path: readonly string[] = []): string[][] {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, item]) => eachPath(item, [...path, key]))
      : [];
  return path.length === 0 ? inner : [[...path], ...inner];
}

describe.each(cases)("the source $name", ({ kind, name, fixture }) => {
  it("counts what the provider sends, once, however often it is delivered", async () => {
    const { email, lead } = await newPerson();
    if (fixture.api !== undefined) fakeApi(fixture.api(email));
    const source = await newSource(name, fixture.settings);
    const payload = fixture.payload(email, Date.now());
    const first = await deliver({ source, fixture, payload });
    expect([first.status, first.body.accepted, first.body.duplicates, first.body.rejected]).toEqual([
      200,
      fixture.events.length,
      0,
      [],
    ]);
    const after = await lead();
    expect(namesOf(after)).toEqual(fixture.events);
    expect(after.timeline[1].properties).toMatchObject({ provider: name });
    const again = await deliver({ source, fixture, payload });
    expect([again.status, again.body.accepted, again.body.duplicates]).toEqual([
      200,
      0,
      fixture.events.length,
    ]);
    const unchanged = await lead();
    expect([unchanged.total, unchanged.receipts, unchanged.events]).toEqual([
      after.total,
      after.receipts,
      after.events,
    ]);
    const { body } = await admin("GET", `/sources/${source.id}/deliveries`);
    expect(
      body.deliveries.map(({ status, accepted, duplicates }: Json) => [status, accepted, duplicates]),
    ).toEqual([
      [200, 0, fixture.events.length],
      [200, fixture.events.length, 0],
    ]);
  });

  it("refuses a forgery with 401 and stores nothing of it", async () => {
    const { email, lead } = await newPerson();
    if (fixture.api !== undefined) fakeApi(fixture.api(email));
    const source = await newSource(name, fixture.settings);
    const elsewhere = await newSource(name, { ...fixture.settings, ...fixture.foreign }, "adm_demo_saas");
    const payload = fixture.payload(email, Date.now());
    const before = await lead();
    const attempts: Record<string, Promise<Reply>> = {
      "another account's secret": deliver({ source, fixture, payload, settings: fixture.foreign }),
      "another site's source": deliver({ source: elsewhere, fixture, payload }),
      unsigned: deliver({
        source,
        fixture,
        payload,
        alter: ({ headers }) => delete headers[fixture.signatureHeader],
      }),
      "flipped signature": deliver({
        source,
        fixture,
        payload,
        alter: ({ headers }) => {
          const value = headers[fixture.signatureHeader] ?? "";
          const place = value.length - 8;
          const flipped = value[place] === "0" ? "1" : "0";
          headers[fixture.signatureHeader] = value.slice(0, place) + flipped + value.slice(place + 1);
        },
      }),
      "empty signature": deliver({
        source,
        fixture,
        payload,
        alter: ({ headers }) => {
          headers[fixture.signatureHeader] = "";
        },
      }),
      "another address": deliver({
        source: { address: `${source.address.slice(0, -1)}~` },
        fixture,
        payload,
      }),
      "another kind's address": deliver({
        source: { address: source.address.replace(`/${name}/`, name === "json" ? "/postmark/" : "/json/") },
        fixture,
        payload,
      }),
    };
    if (fixture.signsBody) {
      attempts["flipped body"] = deliver({
        source,
        fixture,
        payload,
        alter: (request) => {
          request.body = `${request.body.slice(0, -1)} ${request.body.slice(-1)}`;
        },
      });
    }
    if (fixture.hasTime) {
      attempts["302 seconds old"] = deliver({ source, fixture, payload, signedAtMs: Date.now() - 302_000 });
      attempts["302 seconds ahead"] = deliver({ source, fixture, payload, signedAtMs: Date.now() + 302_000 });
    }
    for (const [attempt, reply] of Object.entries(attempts)) {
      const { status, body } = await reply;
      expect({ attempt, status }).toEqual({ attempt, status: 401 });
      expect(JSON.stringify(body)).not.toMatch(/stack|select |\.ts:/i);
    }
    expect((await lead()).events).toBe(before.events);
  });

  it.runIf(fixture.hasTime)("takes a delivery of 300 seconds ago, and none of 301", async () => {
    const nowMs = 1_800_000_000_000;
    const text = JSON.stringify(fixture.payload("somebody@example.com", nowMs));
    const url = `${origin}/v1/sources/${name}/x`;
    const headers = await fixture.sign({ method: "POST", url, body: text }, fixture.settings, nowMs);
    const settings = {
      ...(await import("../../worker/sources/settings.ts")).checkSettings(kind, fixture.settings),
    };
    const at = async (seconds: number) =>
      kind.verify(
        {
          method: "POST",
          url,
          headers: new Headers(headers),
          body: bytes(text),
          receivedAtMs: nowMs + seconds * 1000,
        },
        settings,
      );
    expect(await at(300)).toBeUndefined();
    expect(await at(-300)).toBeUndefined();
    expect(await at(301)).toContain("300 seconds");
    expect(await at(-301)).toContain("300 seconds");
  });

  it("says 400 to what is no JSON, 422 to what holds no events, 413 to what is too large", async () => {
    const source = await newSource(name, fixture.settings);
    const say = async (payload: string) => (await deliver({ source, fixture, payload })).status;
    expect(await say('{"event":')).toBe(400);
    expect(await say("")).toBe(400);
    expect(await say("17")).toBe(422);
    expect(await say(`"${"x".repeat(limits.sourceBodyBytes)}"`)).toBe(413);
  });

  it("answers 200 to kinds of event that say nothing here, and names them", async () => {
    const source = await newSource(name, fixture.settings);
    const { status, body } = await deliver({ source, fixture, payload: fixture.silent.payload });
    expect([status, body]).toEqual([
      200,
      { accepted: 0, duplicates: 0, unknown: 0, ignored: fixture.silent.ignored, rejected: [] },
    ]);
  });

  it.runIf(fixture.withBad !== undefined)("lets no bad event cost the good ones", async () => {
    const { email, lead } = await newPerson();
    if (fixture.api !== undefined) fakeApi(fixture.api(email));
    const source = await newSource(name, fixture.settings);
    const payload = fixture.withBad?.(fixture.payload(email, Date.now()));
    const { status, body } = await deliver({ source, fixture, payload });
    expect([status, body.accepted]).toEqual([200, fixture.events.length]);
    expect(body.rejected.length).toBeGreaterThan(1);
    expect(namesOf(await lead())).toEqual(fixture.events);
    const log = (await admin("GET", `/sources/${source.id}/deliveries`)).body.deliveries[0];
    expect(log.rejected).toBe(body.rejected.length);
    expect(log.problems[0]).toMatch(/^item \d+: /);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it.each(Object.entries(absurdValues))(
    "says what is wrong where %s stands in any of its fields, and falls over none",
    async (_what, value) => {
      const email = `absurd-${crypto.randomUUID()}@example.com`;
      const fake = fixture.api === undefined ? undefined : fakeApi(fixture.api(email));
      const source = await newSource(name, fixture.settings);
      const payload = fixture.payload(email, Date.now());
      // A list of items is one delivery with all that is made of them; another payload is one each.
      const bodies = Array.isArray(payload)
        ? [`[${payload.flatMap((item) => withEachField(item, value)).join(",")}]`]
        : withEachField(payload, value);
      for (const body of bodies) {
        const reply = await deliver({ source, fixture, payload: body });
        expect({ body, status: reply.status, error: reply.body.error }).toMatchObject({ status: 200 });
        for (const { message } of reply.body.rejected) {
          expect(message).not.toBe("the item could not be read");
          expect(message).toMatch(/\w{4}/);
        }
      }
      expect(fake?.length ?? 0).toBeLessThan(4);
    },
  );

  it("maps to a problem, and never to an error, what has two fields as they should be and all others not", async () => {
    const { checkSettings } = await import("../../worker/sources/settings.ts");
    const settings = checkSettings(kind, fixture.settings);
    const payload = fixture.payload("somebody@example.com", 1_800_000_000_000);
    const items = kind.items?.(payload, settings) ?? (Array.isArray(payload) ? payload : [payload]);
    if (fixture.api !== undefined) fakeApi(fixture.api("somebody@example.com"));
    const found = await kind.lookUp?.(items, settings, fetch);
    const bad = JSON.parse(absurdValues["an object that cannot be a text"] ?? "") as unknown;
    const said: string[] = [];
    for (const item of items as Record<string, unknown>[]) {
      const fields = Object.keys(item);
      for (const [one, other] of fields.flatMap((field) => fields.map((second) => [field, second]))) {
        const mutant = Object.fromEntries(
          Object.entries(item).map(([field, value]) => [
            field,
            field === one || field === other ? value : bad,
          ]),
        );
        const mapped = kind.map(mutant, settings, found);
        if ("events" in mapped) said.push(...mapped.events.map(({ messageId }) => messageId));
        else said.push("problem" in mapped ? mapped.problem : mapped.ignored);
      }
    }
    expect(said.filter((text) => !/^\w.{3}/.test(text))).toEqual([]);
  });

  it.runIf(fixture.api !== undefined)(
    "takes an answer of the provider's that is none for nothing found",
    async () => {
      const { checkSettings } = await import("../../worker/sources/settings.ts");
      const settings = checkSettings(kind, fixture.settings);
      const payload = fixture.payload("somebody@example.com", 1_800_000_000_000) as unknown[];
      for (const value of Object.values(absurdValues)) {
        for (const answers of withEachField(fixture.api?.("somebody@example.com"), value)) {
          vi.restoreAllMocks();
          fakeApi(JSON.parse(answers) as Record<string, unknown>);
          const found = await kind.lookUp?.(payload, settings, fetch);
          for (const item of payload) expect(kind.map(item, settings, found)).toBeTypeOf("object");
        }
      }
    },
  );

  it("keeps strangers' texts as texts", async () => {
    const source = await newSource(name, fixture.settings);
    for (const text of hostileTexts) {
      const { email, lead } = await newPerson();
      if (fixture.api !== undefined) fakeApi(fixture.api(email));
      const { status, body } = await deliver({
        source,
        fixture,
        payload: fixture.hostile(email, Date.now(), text),
      });
      expect([status, body.accepted]).toEqual([200, 1]);
      expect((await lead()).timeline).toHaveLength(2);
    }
    const { body } = await admin("GET", `/sources/${source.id}/deliveries`);
    expect(body.deliveries).toHaveLength(hostileTexts.length);
  });

  it("maps purely: the same item says the same, and stays as it was", async () => {
    const { checkSettings } = await import("../../worker/sources/settings.ts");
    const settings = checkSettings(kind, fixture.settings);
    const payload = fixture.payload("somebody@example.com", 1_800_000_000_000);
    const items = kind.items?.(payload, settings) ?? (Array.isArray(payload) ? payload : [payload]);
    if (fixture.api !== undefined) fakeApi(fixture.api("somebody@example.com"));
    const found = await kind.lookUp?.(items, settings, fetch);
    const before = JSON.stringify(items);
    const once = items.map((item) => kind.map(item, settings, found));
    expect(items.map((item) => kind.map(item, settings, found))).toEqual(once);
    expect(JSON.stringify(items)).toBe(before);
    const ids = once.flatMap((mapped) =>
      "events" in mapped ? mapped.events.map(({ messageId }) => messageId) : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(fixture.events.length);
  });

  it("shows its secrets to nobody, and the address is in no store", async () => {
    const source = await newSource(name, fixture.settings);
    const listed = (await admin("GET", "/sources")).body.sources.find(({ id }: Json) => id === source.id);
    expect(listed.address).toBe(source.address);
    expect(new Set(listed.secretsSet)).toEqual(new Set(Object.keys(kind.secrets)));
    const { SNAPSHOTS } = env as unknown as { SNAPSHOTS: KVNamespace };
    const { keys } = await SNAPSHOTS.list({ prefix: "source:" });
    const stored = await Promise.all(keys.map(async ({ name: key }) => `${key} ${await SNAPSHOTS.get(key)}`));
    const everything = [JSON.stringify(listed.settings), ...stored].join("\n");
    for (const secret of Object.keys(kind.secrets)) {
      expect(everything).not.toContain(String(fixture.settings[secret]));
      expect(listed.settings).not.toHaveProperty(secret);
    }
    expect(stored.join("\n")).not.toContain(source.address.split("/").at(-1));
  });

  it("says at the provider what to do: every step's blank is the address or a setting", () => {
    const blanks = kind.steps.flatMap((step) => [...step.matchAll(/\{(\w+)\}/g)].map(([, blank]) => blank));
    expect(blanks).toContain("address");
    for (const blank of blanks) expect(["address", ...Object.keys(kind.settings.entries)]).toContain(blank);
    expect(kind.documentation).toMatch(/^https:\/\//);
  });
});

describe("the sources of a site", () => {
  const payload = (email: string) => postmarkRecord("Open", email, Date.now() - 1000);
  const fixture = fixtures["postmark"] as SourceFixture;

  it("get secrets of their own, shown once; a new address leaves the old one a day", async () => {
    const source = await newSource("postmark", {});
    expect(source.secrets.password).toMatch(/^pwd_/);
    const { email } = await newPerson();
    const with_ = (from: Json, to: Json) =>
      deliver({ source: to, fixture, payload: payload(email), settings: from });
    expect((await with_(source.secrets, source)).status).toBe(200);
    const rotated = (await admin("POST", `/sources/${source.id}/rotate`)).body;
    expect(rotated.address).not.toBe(source.address);
    expect((await with_(rotated.secrets, rotated)).status).toBe(200);
    expect((await with_(source.secrets, source)).status).toBe(200);
    expect((await with_(source.secrets, rotated)).status).toBe(401);
    expect((await admin("DELETE", `/sources/${source.id}`)).status).toBe(204);
    expect((await with_(source.secrets, source)).status).toBe(401);
    expect((await with_(rotated.secrets, rotated)).status).toBe(401);
    expect((await admin("DELETE", `/sources/${source.id}`)).status).toBe(404);
  });

  it("refuse every delivery until the provider's key is there, and say so", async () => {
    const source = await newSource("sendgrid", {});
    expect(source.secretsMissing).toEqual(["verificationKey"]);
    const sendgrid = fixtures["sendgrid"] as SourceFixture;
    const { email } = await newPerson();
    const events = sendgrid.payload(email, Date.now());
    const refused = await deliver({ source, fixture: sendgrid, payload: events });
    expect([refused.status, refused.body.error.message]).toEqual([
      401,
      "verificationKey is not set yet: put it into the settings of this source",
    ]);
    const { status, body } = await admin("PATCH", `/sources/${source.id}`, { settings: sendgrid.settings });
    expect([status, body.secretsMissing, body.address]).toEqual([200, [], source.address]);
    expect((await deliver({ source, fixture: sendgrid, payload: events })).status).toBe(200);
    const [taken, before] = (await admin("GET", `/sources/${source.id}/deliveries`)).body.deliveries;
    expect([taken.status, before.status, before.problems]).toEqual([200, 401, [refused.body.error.message]]);
  });

  it("are nobody else's: another site's token finds none of them", async () => {
    const source = await newSource("postmark", {});
    const other = (method: string, path: string, body?: unknown) =>
      admin(method, path, body, "adm_demo_saas");
    expect((await other("GET", `/sources/${source.id}/deliveries`)).status).toBe(404);
    expect((await other("PATCH", `/sources/${source.id}`, { name: "mine" })).status).toBe(404);
    expect((await other("POST", `/sources/${source.id}/rotate`)).status).toBe(404);
    expect((await other("DELETE", `/sources/${source.id}`)).status).toBe(404);
    expect(JSON.stringify((await other("GET", "/sources")).body)).not.toContain(source.id);
  });

  it.each([
    [{ kind: "fax" }, "kind"],
    [{ kind: "postmark", settings: { password: "short" } }, "settings.password"],
    [{ kind: "postmark", settings: { passwort: "a long enough one" } }, "settings.passwort"],
    [{ kind: "json", settings: { event: { is: "won" } } }, "settings.id"],
    [{ kind: "json", settings: { event: { path: "a..b" }, id: "id" } }, "settings.event.path"],
    [{ kind: "hubspot", settings: { stages: { closedwon: "rich" } } }, "settings.stages.closedwon"],
    [{ kind: "sendgrid", settings: { verificationKey: "<key>" } }, "settings.verificationKey"],
    [{ kind: "postmark", url: "https://example.com" }, "url"],
  ])("refuse settings that are none: %j", async (input, field) => {
    const { status, body } = await admin("POST", "/sources", input);
    expect([status, body.error.field]).toEqual([422, field]);
  });

  it("keep the latest fifty lines of their log", async () => {
    const source = await newSource("postmark", {});
    for (let index = 0; index < 53; index += 1)
      await deliver({ source, fixture, payload: {}, settings: { password: `wrong ${index}` } });
    const { deliveries } = (await admin("GET", `/sources/${source.id}/deliveries`)).body;
    expect(deliveries).toHaveLength(limits.sourceDeliveriesKept);
  });

  it("are not hidden by a row that broke in storage, nor is their log", async () => {
    const source = await newSource("postmark", {});
    const { email } = await newPerson();
    await deliver({ source, fixture, payload: payload(email), settings: source.secrets });
    const { SITE } = env as unknown as { SITE: DurableObjectNamespace };
    await runInDurableObject(SITE.get(SITE.idFromName("demo-dealer")), (_, { storage }) => {
      storage.sql.exec("INSERT INTO source VALUES ('src_broken', '{\"id\":')");
      storage.sql.exec("INSERT INTO source_delivery (source_id, body) VALUES (?, 'nonsense')", source.id);
    });
    expect((await admin("GET", "/sources")).body.sources.map(({ id }: Json) => id)).toEqual([source.id]);
    expect((await admin("GET", `/sources/${source.id}/deliveries`)).body.deliveries).toHaveLength(1);
    const again = await deliver({ source, fixture, payload: payload(email), settings: source.secrets });
    expect(again.status).toBe(200);
    await runInDurableObject(SITE.get(SITE.idFromName("demo-dealer")), (_, { storage }) => {
      storage.sql.exec("DELETE FROM source WHERE id = 'src_broken'");
    });
  });

  it("are fifty at most", async () => {
    for (let count = 0; count < limits.sourcesPerSite; count += 1) await newSource("postmark", {});
    const { status, body } = await admin("POST", "/sources", { kind: "postmark" });
    expect([status, body.error.code]).toEqual([409, "too_many_sources"]);
  });

  it("offer their kinds with what the form asks for", async () => {
    const { kinds } = (await admin("GET", "/source-kinds")).body;
    expect(kinds.map(({ kind }: Json) => kind)).toEqual(Object.keys(fixtures));
    const fields = kinds.find(({ kind }: Json) => kind === "json").fields;
    expect(
      fields.map(({ name, isRequired, isSecret, isText }: Json) => [name, isRequired, isSecret, isText]),
    ).toEqual([
      ["verification", false, false, false],
      ["secret", false, true, true],
      ["items", false, false, true],
      ["event", true, false, false],
      ["names", false, false, false],
      ["id", true, false, true],
      ["email", false, false, true],
      ["userId", false, false, true],
      ["timestamp", false, false, true],
      ["properties", false, false, false],
    ]);
    for (const { title, description } of kinds.flatMap(({ fields: all }: Json) => all)) {
      expect(title).toMatch(/^[A-Z]/);
      expect(description.length).toBeGreaterThan(10);
    }
  });
});

describe("a delivery of thousands", () => {
  it("goes to each person in chunks, and each event counts once", async () => {
    const fixture = fixtures["json"] as SourceFixture;
    const source = await newSource("json", fixture.settings);
    const { email, lead } = await newPerson();
    const events = Array.from({ length: 1_201 }, (_, index) => ({
      kind: "demo.held",
      uuid: `many-${email}-${index}`,
      at: Date.now() - 2_000_000 + index * 1000,
      person: { contact: [{ email }] },
    }));
    const { status, body } = await deliver({
      source,
      fixture,
      payload: { data: { events: [...events, ...events] } },
    });
    expect([status, body.accepted, body.duplicates]).toEqual([200, 1_201, 1_201]);
    expect((await lead()).events).toBe(1_202);
  });
});

describe("a mailing to people whom nobody knows", () => {
  const fixture = fixtures["sendgrid"] as SourceFixture;
  const sentMs = Date.now() - 3_600_000;
  const browser = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0";
  const stranger = () => `stranger-${crypto.randomUUID()}@example.com`;
  const delivered = (email: string) => sendgridEvent("delivered", email, sentMs);
  const clicked = (email: string, seconds: number, useragent = browser) =>
    sendgridEvent("click", email, sentMs + seconds * 1000, { useragent, url: "https://example.com/" });
  const deliverTo = async (events: unknown[]) => {
    const source = await newSource("sendgrid", fixture.settings);
    const { body } = await deliver({ source, fixture, payload: events });
    return { source, answer: [body.accepted, body.unknown], rejected: body.rejected };
  };
  const comes = async (email: string) => {
    const { body } = await post("/v1/batch", batch([identify({ email })]));
    return async () => (await admin("GET", `/leads/${body.visitor.split(".")[0]}`)).body;
  };

  it("makes no visitor of what is no sign of a person, and says in the log how many that were", async () => {
    const email = stranger();
    const bounced = sendgridEvent("bounce", email, sentMs + 9_000, { type: "bounce" });
    const { source, answer, rejected } = await deliverTo([
      delivered(email),
      bounced,
      clicked(email, 60, "Barracuda Sentinel"),
      delivered("no address"),
    ]);
    expect([answer, rejected.map(({ code }: Json) => code)]).toEqual([[0, 3], ["no_visitor"]]);
    const [line] = (await admin("GET", `/sources/${source.id}/deliveries`)).body.deliveries;
    expect([line.status, line.accepted, line.unknown, line.ignored]).toEqual([200, 0, 3, {}]);
    expect((await admin("POST", "/privacy/export", { email })).status).toBe(404);
  });

  it("keeps an open and a click for whoever gives the address first, and what befell the message with them", async () => {
    const email = stranger();
    const opened = sendgridEvent("open", email, sentMs + 600_000, { useragent: "Mozilla/5.0" });
    expect((await deliverTo([delivered(email), opened])).answer).toEqual([2, 0]);
    expect((await deliverTo([clicked(email, 900), delivered(email)])).answer).toEqual([2, 0]);
    const lead = await comes(email);
    const { total } = await lead();
    expect([total, namesOf(await lead()).sort()]).toEqual([
      10,
      ["email_delivered", "email_delivered", "email_link_clicked", "email_opened"],
    ]);
  });

  it.each([
    ["a click ten seconds after delivery, which is a scanner's", 10, 0],
    ["a click a second later, which may be a reader's", 11, 7],
  ])("knows %s by the delivery that went before it in another webhook", async (_what, seconds, points) => {
    const [before, after] = [stranger(), stranger()];
    expect((await deliverTo([delivered(before), delivered(after)])).answer).toEqual([0, 2]);
    // One is clicked on before the person comes, one after.
    const leads = [await comes(after)];
    expect((await deliverTo([clicked(before, seconds), clicked(after, seconds)])).answer).toEqual([2, 0]);
    leads.push(await comes(before));
    for (const lead of leads) {
      expect([(await lead()).total, namesOf(await lead())]).toEqual([
        points,
        ["email_delivered", "email_link_clicked"],
      ]);
    }
  });

  it("tells who is known of it as ever, and who was erased as little as who never was", async () => {
    const { email, lead } = await newPerson();
    expect((await deliverTo([delivered(email)])).answer).toEqual([1, 0]);
    expect(namesOf(await lead())).toEqual(["email_delivered"]);
    expect((await admin("POST", "/privacy/erase", { email })).status).toBe(200);
    expect((await deliverTo([delivered(email)])).answer).toEqual([0, 1]);
  });
});

describe("a deal at HubSpot", () => {
  const fixture = fixtures["hubspot"] as SourceFixture;
  const won = [hubspotNotice(7, "closedwon", Date.now() - 1000)];

  it("leads to its people by two questions for all deals together, and tells what it is worth", async () => {
    const { email, lead } = await newPerson();
    const asked = fakeApi(fixture.api?.(email) ?? {});
    const source = await newSource("hubspot", fixture.settings);
    await deliver({ source, fixture, payload: fixture.payload(email, Date.now()) });
    expect(asked.map(({ path, body }) => [path, body.inputs])).toEqual([
      ["/crm/v3/objects/deals/batch/read", [{ id: "7" }]],
      ["/crm/v4/associations/deals/contacts/batch/read", [{ id: "7" }]],
      ["/crm/v3/objects/contacts/batch/read", [{ id: "101" }, { id: "102" }]],
    ]);
    expect(asked[0]?.headers.get("authorization")).toBe("Bearer pat-na1-token-of-the-app");
    const { timeline } = await lead();
    expect(timeline.find(({ name }: Json) => name === "won").properties).toMatchObject({
      value: 24_500.5,
      currency: "EUR",
      deal_id: "7",
    });
    expect(timeline.find(({ name }: Json) => name === "lost").properties).toMatchObject({ reason: "=cmd()" });
  });

  it.each([401, 429, 500])("is asked to come again when HubSpot answers %d", async (status) => {
    const { email, lead } = await newPerson();
    fakeApi(fixture.api?.(email) ?? {}, status);
    const source = await newSource("hubspot", fixture.settings);
    const reply = await deliver({ source, fixture, payload: won });
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([503, "60"]);
    expect(reply.body.error.message).toContain(`HubSpot answered ${status}`);
    expect(JSON.stringify(reply.body)).not.toContain("pat-na1");
    vi.restoreAllMocks();
    fakeApi(fixture.api?.(email) ?? {});
    expect((await deliver({ source, fixture, payload: won })).body.accepted).toBe(1);
    expect(namesOf(await lead())).toEqual(["won"]);
  });

  it("leads to a person by a property of its own where the settings name one", async () => {
    const { email, lead } = await newPerson();
    const asked = fakeApi({
      "/crm/v3/objects/deals/batch/read": { results: [{ id: "7", properties: { buyer: email } }] },
    });
    const settings = { ...fixture.settings, emailProperty: "buyer", stages: { handshake: "won" } };
    const source = await newSource("hubspot", settings);
    const payload = [hubspotNotice(7, "handshake", Date.now() - 1000), ...won];
    const { body } = await deliver({ source, fixture, payload });
    expect([body.accepted, body.ignored]).toEqual([1, { "dealstage closedwon": 1 }]);
    expect(asked).toHaveLength(1);
    expect(namesOf(await lead())).toEqual(["won"]);
  });
});

describe("G1 with the mail tools' own webhooks", () => {
  const dayMs = 86_400_000;
  const email = "ada.g1@example.com";
  const daysAgo = (days: number) => Date.now() - days * dayMs;
  const at = (days: number) => ({ timestamp: new Date(daysAgo(days)).toISOString() });
  const browser =
    "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

  it("comes to 10, 13, 20, 40, and hands Ada to sales once, on the directions page, with her model", async () => {
    const sendgrid = fixtures["sendgrid"] as SourceFixture;
    const postmark = fixtures["postmark"] as SourceFixture;
    const first = await post(
      "/v1/batch",
      batch([
        page("/models/aurora/", at(9)),
        identify({ name: "Ada Kaya", email }, at(8.9)),
        track("generate_lead", { form_id: "offer", page_kind: "product", model: "Aurora" }, at(8.9)),
      ]),
    );
    const { visitor } = first.body;
    const lead = async () => (await admin("GET", `/leads/${visitor.split(".")[0]}`)).body;
    const handOffs = async () => (await lead()).handOffs.map(({ handOffId }: Json) => handOffId);
    expect([(await lead()).total, await handOffs()]).toEqual([10, ["model_campaign"]]);

    const inbox = await newSource("sendgrid", sendgrid.settings);
    const opened = [
      sendgridEvent("processed", email, daysAgo(8)),
      sendgridEvent("delivered", email, daysAgo(8)),
      sendgridEvent("open", email, daysAgo(7), { useragent: browser, sg_machine_open: false }),
    ];
    expect(
      (await deliver({ source: inbox, fixture: sendgrid, payload: opened.slice(0, 2) })).body.accepted,
    ).toBe(1);
    expect((await lead()).total).toBe(10);
    expect(
      (await deliver({ source: inbox, fixture: sendgrid, payload: opened.slice(2) })).body.accepted,
    ).toBe(1);
    expect((await lead()).total).toBe(13);

    const outbox = await newSource("postmark", postmark.settings);
    const click = postmarkRecord("Click", email, daysAgo(6));
    expect((await deliver({ source: outbox, fixture: postmark, payload: click })).body.accepted).toBe(1);
    expect([(await lead()).total, await handOffs()]).toEqual([20, ["model_campaign"]]);

    await post("/v1/batch", batch([page("/directions", at(2))], { visitor }));
    for (const again of [opened.slice(0, 2), opened.slice(2)])
      await deliver({ source: inbox, fixture: sendgrid, payload: again });
    await deliver({ source: outbox, fixture: postmark, payload: click });
    const { total, stage, receipts } = await lead();
    expect([total, stage, await handOffs()]).toEqual([40, "mql", ["model_campaign", "sales"]]);
    expect(receipts.map(({ ruleId, points }: Json) => [ruleId, points])).toEqual([
      ["model_form", 10],
      ["email_open", 3],
      ["email_click", 7],
      ["directions", 20],
    ]);
    const sales = (await lead()).handOffs.at(-1);
    expect((await lead()).timeline.find(({ eventId }: Json) => eventId === sales.eventId).pageKind).toBe(
      "directions",
    );
  });

  it.each([
    ["Apple Mail Privacy Protection", { useragent: "Mozilla/5.0" }],
    ["what SendGrid knows to be a machine", { useragent: browser, sg_machine_open: true }],
    [
      "Gmail's image proxy",
      {
        useragent:
          "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
      },
    ],
    ["Yahoo's", { useragent: "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html" }],
    ["a program", { useragent: "python-requests/2.32" }],
  ])(
    "pays nothing for an e-mail that was opened by %s until its reader follows a link",
    async (_machine, more) => {
      const fixture = fixtures["sendgrid"] as SourceFixture;
      const { email: address, lead } = await newPerson();
      const source = await newSource("sendgrid", fixture.settings);
      const events = (all: unknown[]) => deliver({ source, fixture, payload: all });
      await events([
        sendgridEvent("delivered", address, daysAgo(3)),
        sendgridEvent("open", address, daysAgo(2), more),
      ]);
      const waiting = await lead();
      expect([waiting.total, waiting.receipts.map(({ reason }: Json) => reason)]).toEqual([
        0,
        ["quarantined"],
      ]);
      await events([
        sendgridEvent("click", address, daysAgo(1), { useragent: browser, url: "https://example.com/" }),
      ]);
      expect((await lead()).total).toBe(10);
    },
  );

  it("pays nothing to a scanner that follows every link within seconds of delivery", async () => {
    const fixture = fixtures["postmark"] as SourceFixture;
    const { email: address, lead } = await newPerson();
    const source = await newSource("postmark", fixture.settings);
    const sentMs = daysAgo(1);
    // One webhook each, and not in their order.
    for (const [seconds, link] of [
      [4, "/c"],
      [3, "/b"],
      [2, "/a"],
    ] as const) {
      const payload = postmarkRecord("Click", address, sentMs + seconds * 1000, { OriginalLink: link });
      expect((await deliver({ source, fixture, payload })).body.accepted).toBe(1);
    }
    await deliver({ source, fixture, payload: postmarkRecord("Delivery", address, sentMs) });
    expect([(await lead()).total, (await lead()).stage]).toEqual([0, "lead"]);
  });

  it("pays a scanner whose clicks come in one delivery not even for a moment", async () => {
    const fixture = fixtures["sendgrid"] as SourceFixture;
    const { email: address, lead } = await newPerson();
    const source = await newSource("sendgrid", fixture.settings);
    const clicks = ["/a", "/b", "/c", "/d"].map((url, index) =>
      sendgridEvent("click", address, daysAgo(1) + index * 1000, { useragent: browser, url }),
    );
    expect((await deliver({ source, fixture, payload: clicks })).body.accepted).toBe(4);
    const { total, receipts } = await lead();
    expect([total, receipts.map(({ ruleId, reason }: Json) => [ruleId, reason])]).toEqual([
      0,
      Array.from({ length: 4 }, () => ["email_click", "bot"]),
    ]);
  });
});
