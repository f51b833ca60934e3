import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { retryScale, type Environment } from "../../../worker/environment.ts";
import {
  afterAnswer,
  afterFailure,
  allowance,
  closedBreaker,
} from "../../../worker/objects/destination/breaker.ts";
import { Configuration } from "../../../worker/objects/destination/configuration.ts";
import { DeliveryQueue } from "../../../worker/objects/destination/delivery-queue.ts";
import type { DestinationObject } from "../../../worker/objects/destination/destination.ts";
import { retryDelaysMs } from "../../../worker/objects/destination/schedule.ts";
import { Throttle } from "../../../worker/objects/destination/throttle.ts";
import { seal } from "../../../worker/security/seal.ts";
import { FakeHubSpot } from "../../fakes/hubspot.ts";
import type { FakeProvider } from "../../fakes/misbehave.ts";
import { FakeWebhookReceiver } from "../../fakes/webhook-receiver.ts";
import { admin, adminPost, batch, call, identify, page, post, track, type Json } from "../support/api.ts";
import { address, Browser, leadOf } from "../support/identity.ts";
import { handOff } from "./subjects.ts";

const environment = env as unknown as Environment;
const dayMs = 86_400_000;
/** Ahead of the real clock, so that no alarm goes off by itself. */
const startMs = Date.UTC(2035, 0, 1);
const hook = "http://127.0.0.1:9/hook";

beforeEach(() => vi.useFakeTimers({ now: startMs, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Puts a fake in the place of the network. */
function connect<Fake extends FakeProvider>(fake: Fake): Fake {
  vi.stubGlobal("fetch", fake.fetch);
  return fake;
}

async function request(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  return call(`/admin/v1${path}`, {
    method,
    headers: { authorization: "Bearer adm_demo_local", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const stubOf = (id: string) => environment.DESTINATION.get(environment.DESTINATION.idFromName(id));

/** A webhook with its receiver behind it. */
async function webhook(): Promise<{
  id: string;
  stub: DurableObjectStub<DestinationObject>;
  fake: FakeWebhookReceiver;
}> {
  const { body } = await adminPost("/destinations", { kind: "webhook", url: hook });
  const fake = connect(new FakeWebhookReceiver());
  fake.secret = body.secret;
  return { id: body.id, stub: stubOf(body.id), fake };
}

/** The payload of a lead's hand-off. */
function payload(lead: string, number = 1) {
  return { ...handOff({ visitorId: lead }), id: `${lead}.ready.${number}` };
}

const alarmOf = async (stub: DurableObjectStub<DestinationObject>) =>
  runInDurableObject(stub, async (_object, { storage }) => storage.getAlarm());

/** Goes on to the next alarm and runs it. @returns Whether there was one before `untilMs`. */
async function step(stub: DurableObjectStub<DestinationObject>, untilMs = Infinity): Promise<boolean> {
  const atMs = await alarmOf(stub);
  if (atMs === null || atMs > untilMs) return false;
  vi.setSystemTime(Math.max(atMs, Date.now()));
  return runDurableObjectAlarm(stub);
}

const log = async (id: string): Promise<Json[]> =>
  (await admin(`/destinations/${id}/deliveries`)).body.deliveries;
const read = async (id: string): Promise<Json> =>
  (await admin("/destinations")).body.destinations.find((item: Json) => item.id === id);

describe("a hand-off that nobody took", () => {
  it("is sent, once, when a destination for it is added and that is asked for", async () => {
    vi.useRealTimers();
    const { body } = await post(
      "/v1/batch",
      batch([
        identify({ email: "early@example.com" }),
        track("generate_lead", { model: "Aurora" }),
        page("/directions/"),
      ]),
    );
    expect(body).toMatchObject({ stage: "mql" });
    const leadId = body.visitor.split(".")[0];
    const states = async () =>
      (await admin(`/leads/${leadId}`)).body.handOffs.map(({ purpose, state }: Json) => [purpose, state]);
    expect(await states()).toEqual([
      ["marketing", "no_destination"],
      ["sales", "no_destination"],
    ]);
    expect((await adminPost("/hand-offs/send-untaken", {})).body).toEqual({ visitors: 0, left: 2 });
    expect((await admin("/destinations")).body.untaken).toEqual({ marketing: 1, sales: 1 });

    const { id, stub, fake } = await webhook();
    expect((await adminPost("/hand-offs/send-untaken", {})).body).toEqual({ visitors: 1, left: 1 });
    expect((await adminPost("/hand-offs/send-untaken", {})).body).toEqual({ visitors: 0, left: 1 });
    await runDurableObjectAlarm(stub);
    await expect.poll(() => log(id)).toMatchObject([{ leadId, state: "delivered" }]);
    expect(await states()).toEqual([
      ["marketing", "no_destination"],
      ["sales", "sent"],
    ]);
    expect(fake.effects.size).toBe(1);
    await request("DELETE", `/destinations/${id}`);
  });
});

describe("a lead's hand-off", () => {
  /** Two leads that are ready for sales together, and not alone; nothing leaves before they are merged. */
  async function pair() {
    const [form, way] = [new Browser(), new Browser()];
    await form.send([identify({ email: address() }), track("generate_lead", { model: "Aurora" })]);
    await way.view("/directions/");
    const sales = async () =>
      (await leadOf(form.id)).handOffs.filter(({ purpose }: Json) => purpose === "sales");
    const together = (what: string, body: unknown) => request("POST", `/leads/${form.id}/${what}`, body);
    return { form, way, sales, together };
  }

  it("says on the lead how far it has come with each destination, and since when it counts no more", async () => {
    const { way, sales, together } = await pair();
    const { id, stub, fake } = await webhook();
    fake.misbehave.push({ status: 500 });
    expect((await together("merge", { with: way.id })).status).toBe(200);
    const told = async () => {
      const [{ state, deliveries, retired }] = await sales();
      return [state, retired, ...deliveries.map((one: Json) => [one.destinationId, one.state, one.attempts])];
    };
    expect(await told()).toEqual(["sent", null, [id, "pending", 0]]);
    await runDurableObjectAlarm(stub);
    await expect.poll(told).toEqual(["sent", null, [id, "pending", 1]]);
    expect((await sales())[0].deliveries[0].error).toContain("500");
    const [{ id: deliveryId }] = await log(id);
    await request("POST", `/destinations/${id}/deliveries/${deliveryId}/replay`);
    await runDurableObjectAlarm(stub);
    await expect.poll(async () => (await told())[2]).toEqual([id, "delivered", 1]);
    expect((await sales())[0].deliveries[0]).toMatchObject({
      error: null,
      deliveredAtMs: expect.any(Number),
    });

    expect((await together("unmerge", { device: way.id })).status).toBe(200);
    await expect.poll(told).toEqual(["sent", "merge_undone", [id, "delivered", 1]]);
    await request("DELETE", `/destinations/${id}`);
    expect((await told())[2]).toEqual([id, "forgotten", 0]);
  });

  it("does not leave any more when the merge that triggered it is undone before anybody took it", async () => {
    const untaken = async () => (await admin("/destinations")).body.untaken.sales ?? 0;
    const before = await untaken();
    const { way, sales, together } = await pair();
    await together("merge", { with: way.id });
    expect([(await sales())[0].state, await untaken()]).toEqual(["no_destination", before + 1]);
    await together("unmerge", { device: way.id });
    await expect
      .poll(async () => (await sales())[0])
      .toMatchObject({ state: "withdrawn", retired: "merge_undone" });
    expect(await untaken()).toBe(before);
  });
});

describe("a destination", () => {
  it("is set up from the schema of its kind, and its secrets are nowhere in clear", async () => {
    const fake = connect(new FakeHubSpot());
    const { body: made, status } = await adminPost("/destinations", {
      kind: "hubspot",
      token: fake.token,
      scoreProperty: "scoreline_score",
      owners: [{ id: "11", hours: "Mon-Fri 09:00-17:00", timeZone: "Europe/Bucharest" }],
    });
    expect(status).toBe(201);
    expect(made).toMatchObject({
      kind: "hubspot",
      name: "HubSpot",
      url: "https://api.hubapi.com",
      state: "active",
      secrets: ["token"],
      settings: { scoreProperty: "scoreline_score" },
    });
    expect(made.secret).toBeUndefined();
    const stub = stubOf(made.id);
    await stub.enqueue(payload("lead-a"));
    await step(stub);
    const [delivery] = await log(made.id);
    expect(delivery).toMatchObject({ state: "delivered", lastStatus: 201 });
    const { body: full } = await admin(`/destinations/${made.id}/deliveries/${delivery.id}`);
    expect(full.exchanges.map(({ method, status: answered }: Json) => [method, answered])).toEqual([
      ["GET", 404],
      ["POST", 201],
      ["POST", 201],
    ]);
    expect(full.exchanges[0].headers.authorization).toBe("Bearer (hidden)");
    expect(full.exchanges[1].body).toContain("ada@example.org");

    const stored = await runInDurableObject(stub, async (_object, { storage }) =>
      JSON.stringify(
        ["setting", "queued"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
      ),
    );
    const site = environment.SITE.get(environment.SITE.idFromName("demo-dealer"));
    const known = await runInDurableObject(site, async (_object, { storage }) =>
      JSON.stringify(
        ["destination", "audit"].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
      ),
    );
    for (const text of [stored, known, JSON.stringify(full), JSON.stringify(made)]) {
      expect(text).not.toContain(fake.token);
    }
    await request("DELETE", `/destinations/${made.id}`);
  });

  it("is refused with the field that is wrong", async () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ kind: "fax" }, "kind"],
      [{ kind: "webhook" }, "url"],
      [{ kind: "webhook", url: hook, token: "x" }, "token"],
      [{ kind: "hubspot", token: "short" }, "token"],
      [{ kind: "hubspot", token: "long-enough", owners: [{ id: "1", hours: "always" }] }, "owners[0].hours"],
      [
        { kind: "hubspot", token: "long-enough", owners: [{ id: "1", timeZone: "Mars/Base" }] },
        "owners[0].timeZone",
      ],
      [{ kind: "hubspot", token: "long-enough", fields: { "Bad Name": "model" } }, "fields.Bad Name"],
      [{ kind: "slack", url: "https://hooks.slack.com.evil.example/services/x" }, "url"],
      [{ kind: "resend", apiKey: "long-enough", from: "a@b.co", to: ["nobody"] }, "to[0]"],
      [{ kind: "active-campaign", key: "long-enough", url: "https://api-us1.com.evil.example" }, "url"],
      [{ kind: "webhook", url: hook, purposes: [] }, "purposes"],
    ];
    for (const [given, field] of cases) {
      const { status, body } = await adminPost("/destinations", given);
      expect({ given, status, field: body.error.field }).toEqual({ given, status: 422, field });
    }
  });

  it("is changed in part, keeps the secrets that were not sent, and is gone when it is removed", async () => {
    const { body: made } = await adminPost("/destinations", {
      kind: "resend",
      apiKey: "re_first_key",
      from: "a@b.co",
      to: ["c@d.co"],
    });
    const changed = await request("PATCH", `/destinations/${made.id}`, {
      to: ["e@f.co"],
      name: "Mail",
      purposes: ["marketing"],
    });
    expect(changed.body).toMatchObject({
      name: "Mail",
      purposes: ["marketing"],
      settings: { to: ["e@f.co"], from: "a@b.co" },
      secrets: ["apiKey"],
    });
    expect((await request("PATCH", `/destinations/${made.id}`, { to: null })).body.error.field).toBe("to");
    expect((await request("PATCH", `/destinations/${made.id}`, { colour: 1 })).status).toBe(422);
    const [entry] = (await admin("/destinations")).body.destinations.filter(({ id }: Json) => id === made.id);
    expect(entry).toEqual(changed.body);
    expect((await request("DELETE", `/destinations/${made.id}`)).status).toBe(200);
    for (const [method, path] of [
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/test"],
      ["POST", "/rotate"],
      ["POST", "/replay-dead"],
      ["GET", "/deliveries"],
    ] as const) {
      const { status } = await request(
        method,
        `/destinations/${made.id}${path}`,
        method === "GET" ? undefined : {},
      );
      expect({ method, path, status }).toEqual({ method, path, status: 404 });
    }
  });

  it("as the first build stored it opens, with its queue in order", async () => {
    const sealedSecret = await seal(environment.SCORELINE_SECRET ?? "", "whsec_old");
    const found = await runInDurableObject(stubOf("dst_of_the_first_build"), async (_object, { storage }) => {
      const { sql } = storage;
      sql.exec(
        "DROP TABLE queued; CREATE TABLE delivery (id TEXT PRIMARY KEY, state TEXT NOT NULL, next_ms INTEGER, created_ms INTEGER NOT NULL, body TEXT NOT NULL, payload TEXT NOT NULL) WITHOUT ROWID",
      );
      const destination = {
        id: "dst_1",
        kind: "webhook",
        name: "Old",
        url: hook,
        purposes: ["sales"],
        createdAtMs: 1,
        disabled: true,
      };
      sql.exec("INSERT INTO setting VALUES ('settings', ?)", JSON.stringify({ destination, sealedSecret }));
      for (const [id, createdMs, state] of [
        ["b", 2, "pending"],
        ["a", 1, "pending"],
        ["c", 3, "dead"],
      ] as const) {
        const body = JSON.stringify({ id, leadId: "lead", state, attempts: 2, nextAttemptAtMs: 5 });
        sql.exec(
          "INSERT INTO delivery VALUES (?, ?, ?, ?, ?, ?)",
          id,
          state,
          state === "dead" ? null : 5,
          createdMs,
          body,
          JSON.stringify(payload("lead")),
        );
      }
      const queue = new DeliveryQueue(storage);
      const configuration = new Configuration(sql, () => environment.SCORELINE_SECRET ?? "");
      return {
        ids: queue.list(10).map(({ id }) => id),
        due: queue.due(10, 10).map(({ delivery }) => delivery.id),
        described: configuration.describe(null, 0),
        secrets: await configuration.signingSecrets(0),
      };
    });
    expect(found).toMatchObject({
      ids: ["c", "b", "a"],
      due: ["a"],
      described: { name: "Old", url: hook, state: "gone", disabled: true },
      secrets: ["whsec_old"],
    });
  });
});

describe("addresses that may not be called", () => {
  /** The destination's object as it would be deployed. */
  const deploy = (stub: DurableObjectStub<DestinationObject>) =>
    runInDurableObject(stub, (object) => {
      (object as unknown as { env: Environment }).env = { ...environment, SCORELINE_MODE: "production" };
    });
  const forbidden = [
    "http://example.org/hook",
    "https://127.1/",
    "https://0x7f.1/",
    "https://2130706433/",
    "https://017700000001/",
    "https://①②⑦.⓪.⓪.①/",
    "https://a@127.0.0.1/",
    "https://[::ffff:7f00:1]/",
    "https://localhost./",
    "https://127.0.0.1.nip.io/",
    "https://169.254.169.254/",
    "https://[fd00::1]/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://[64:ff9b::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://metadata.internal/",
    "https://example.org:22/",
    "ftp://example.org/",
    "file:///etc/passwd",
  ];

  it("are refused when a destination is changed and when it is tested, and nothing is called", async () => {
    const { id, stub } = await webhook();
    const called = vi.fn<() => Promise<Response>>();
    vi.stubGlobal("fetch", called);
    await deploy(stub);
    for (const url of forbidden) {
      for (const [method, path] of [
        ["PATCH", ""],
        ["POST", "/test"],
      ] as const) {
        const { status, body } = await request(method, `/destinations/${id}${path}`, { url });
        expect({ url, path, status, field: body.error?.field }).toEqual({
          url,
          path,
          status: 422,
          field: "url",
        });
      }
    }
    // The saved address is one of this machine, which a deployed build does not call either.
    expect((await request("POST", `/destinations/${id}/test`)).status).toBe(422);
    expect(called).not.toHaveBeenCalled();
  });

  it("are not called either when a row was altered in storage: the destination stops and says so", async () => {
    const { id, stub } = await webhook();
    const called = vi.fn<() => Promise<Response>>();
    vi.stubGlobal("fetch", called);
    await deploy(stub);
    await stub.enqueue(payload("lead-a"));
    await step(stub);
    expect(called).not.toHaveBeenCalled();
    expect(await read(id)).toMatchObject({
      state: "attention",
      problem: "the address must begin with https://",
    });
    expect(await log(id)).toMatchObject([{ state: "pending" }]);
  });

  it("are not reached by a redirect: it is not followed, and counts as a failed try", async () => {
    const { id, stub, fake } = await webhook();
    const inits: (RequestInit | undefined)[] = [];
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
      inits.push(init);
      return fake.fetch(url, init);
    });
    fake.misbehave.push({ status: 302 });
    await stub.enqueue(payload("lead-a"));
    await step(stub);
    expect(inits).toMatchObject([{ redirect: "manual" }]);
    expect(await log(id)).toMatchObject([{ state: "pending", lastStatus: 302, attempts: 1 }]);
  });
});

describe("delivery", () => {
  it("keeps the order of a lead's hand-offs, and no lead waits for another", async () => {
    const { id, stub, fake } = await webhook();
    fake.misbehave.push({ status: 500 }, "well", { status: 503 });
    await stub.enqueue(payload("lead-a", 1));
    await stub.enqueue(payload("lead-a", 2));
    await stub.enqueue(payload("lead-a", 3));
    await stub.enqueue(payload("lead-b", 1));
    await step(stub);
    expect([...fake.effects.keys()].map((key) => key.slice(0, 14))).toEqual(["lead-b.ready.1"]);
    expect((await log(id)).map(({ state, nextAttemptAtMs }) => [state, nextAttemptAtMs !== null])).toEqual([
      ["delivered", false],
      ["pending", false],
      ["pending", false],
      ["pending", true],
    ]);
    while (await step(stub, startMs + dayMs));
    expect([...fake.effects.keys()].map((key) => key.slice(0, 14))).toEqual([
      "lead-b.ready.1",
      "lead-a.ready.1",
      "lead-a.ready.2",
      "lead-a.ready.3",
    ]);
    expect(fake.faults).toEqual([]);
  });

  it("tries thirteen times in about three days by the schedule, then gives up with the reason, and replays on demand", async () => {
    const { id, stub, fake } = await webhook();
    fake.misbehave.push(...Array.from({ length: 13 }, () => ({ status: 500 })));
    await stub.enqueue(payload("lead-a"));
    while ((await log(id))[0].state === "pending") expect(await step(stub)).toBe(true);
    const times = fake.seen.map(({ atMs }) => atMs);
    expect(times).toHaveLength(13);
    for (const [index, delayMs] of retryDelaysMs.entries()) {
      const waitedMs = (times[index + 1] ?? 0) - (times[index] ?? 0);
      expect(waitedMs).toBeGreaterThanOrEqual(delayMs);
      expect(waitedMs).toBeLessThanOrEqual(Math.max(delayMs * 1.2, 13_000));
    }
    const [dead] = await log(id);
    expect(dead).toMatchObject({ state: "dead", attempts: 13, lastError: "the receiver answered 500" });
    expect(
      (await adminPost(`/destinations/${id}/deliveries/${dead.id}/replay`, {})).body.delivery.state,
    ).toBe("pending");
    await step(stub);
    expect(await log(id)).toMatchObject([{ id: dead.id, state: "delivered", attempts: 1 }]);
    expect((await admin(`/destinations/${id}/deliveries?state=dead`)).body.deliveries).toEqual([]);
    expect((await admin(`/destinations/${id}/deliveries?state=lost`)).status).toBe(422);
  });

  it("gives up at once on what will never be taken, and replays all dead ones", async () => {
    const { body: made } = await adminPost("/destinations", {
      kind: "slack",
      url: "https://hooks.slack.com/services/T/B/secret",
    });
    const stub = stubOf(made.id);
    vi.stubGlobal("fetch", async () => new Response("invalid_payload", { status: 400 }));
    await stub.enqueue(payload("lead-a"));
    await stub.enqueue(payload("lead-b"));
    while (await step(stub, startMs + 60_000));
    expect(await log(made.id)).toMatchObject([
      { state: "dead", attempts: 1, lastError: "the receiver answered 400: invalid_payload" },
      { state: "dead", attempts: 1 },
    ]);
    vi.stubGlobal("fetch", async () => new Response("ok"));
    expect((await adminPost(`/destinations/${made.id}/replay-dead`, {})).body).toEqual({ replayed: 2 });
    while (await step(stub, startMs + 120_000));
    expect((await log(made.id)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
  });

  it("stops when the receiver refuses the credentials, keeps everything, and goes on when they are mended", async () => {
    const fake = connect(new FakeHubSpot());
    const { body: made } = await adminPost("/destinations", { kind: "hubspot", token: "pat-eu1-wrong" });
    const stub = stubOf(made.id);
    for (const lead of ["lead-a", "lead-b", "lead-c"]) await stub.enqueue(payload(lead));
    await step(stub);
    const asked = fake.seen.length;
    expect(await read(made.id)).toMatchObject({
      state: "attention",
      problem: expect.stringContaining("401"),
    });
    await stub.enqueue(payload("lead-d"));
    expect(await alarmOf(stub)).toBeNull();
    expect(fake.seen).toHaveLength(asked);
    expect((await log(made.id)).map(({ state }) => state)).toEqual(Array(4).fill("pending"));
    await request("PATCH", `/destinations/${made.id}`, { token: fake.token });
    expect(await read(made.id)).toMatchObject({ state: "active", problem: null });
    while (await step(stub, startMs + dayMs));
    expect((await log(made.id)).map(({ state }) => state)).toEqual(Array(4).fill("delivered"));
    expect(fake.notes).toHaveLength(4);
  });

  it("waits while it is paused, and is switched off by 410 until it is started", async () => {
    const { id, stub, fake } = await webhook();
    expect((await request("PATCH", `/destinations/${id}`, { enabled: false })).body.state).toBe("paused");
    await stub.enqueue(payload("lead-a"));
    expect(await alarmOf(stub)).toBeNull();
    fake.misbehave.push({ status: 410 });
    await request("PATCH", `/destinations/${id}`, { enabled: true });
    await step(stub);
    expect(await read(id)).toMatchObject({ state: "gone", disabled: true });
    await stub.enqueue(payload("lead-b"));
    await request("PATCH", `/destinations/${id}`, { enabled: true });
    while (await step(stub, startMs + dayMs));
    expect((await log(id)).map(({ leadId, state }) => [leadId, state])).toEqual([
      ["lead-b", "delivered"],
      ["lead-a", "dead"],
    ]);
  });

  it("goes on after twenty alarms that failed", async () => {
    const { id, stub, fake } = await webhook();
    await stub.enqueue(payload("lead-a"));
    const swap = (from: string, to: string) =>
      runInDurableObject(stub, (_object, { storage }) => {
        storage.sql.exec("UPDATE setting SET name = ? WHERE name = ?", to, from);
        // Whoever asks for the settings finds something that is none.
        if (to === "hidden") storage.sql.exec("INSERT INTO setting VALUES ('settings', '{')");
        else storage.sql.exec("SELECT 1");
      });
    await swap("settings", "hidden");
    for (let run = 0; run < 20; run += 1) expect(await step(stub)).toBe(true);
    expect(fake.seen).toEqual([]);
    expect(await alarmOf(stub)).toBeGreaterThan(Date.now());
    await runInDurableObject(stub, (_object, { storage }) => {
      storage.sql.exec("DELETE FROM setting WHERE name = 'settings'");
    });
    await swap("hidden", "settings");
    await step(stub);
    expect(await log(id)).toMatchObject([{ state: "delivered" }]);
  });

  it("opens the breaker when the receiver is down, asks one at a time, and drains at the provider's pace without a storm", async () => {
    const { id, stub, fake } = await webhook();
    const isDown = { is: true };
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
      if (isDown.is) fake.misbehave.unshift({ status: 503 });
      return fake.fetch(url, init);
    });
    for (let lead = 0; lead < 160; lead += 1) await stub.enqueue(payload(`lead-${lead}`));
    while (await step(stub, startMs + 3_600_000));
    // An hour of an outage: ten at first, then one every ten seconds, growing to one in five minutes.
    expect(fake.seen.length).toBeGreaterThan(15);
    expect(fake.seen.length).toBeLessThan(40);
    expect((await read(id)).heldUntilMs).toBeGreaterThan(Date.now());
    const before = fake.seen.length;
    isDown.is = false;
    while (await step(stub, startMs + dayMs));
    const times = fake.seen.slice(before).map(({ atMs }) => atMs);
    expect(fake.effects.size).toBe(160);
    expect(fake.faults).toEqual([]);
    // One to see whether it is back, and never more than fifty in a second.
    expect(times.filter((atMs) => atMs === times[0])).toHaveLength(1 + 49);
    for (const from of times) {
      expect(times.filter((atMs) => atMs >= from && atMs < from + 1_000).length).toBeLessThanOrEqual(50);
    }
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(5_000);
    expect((await read(id)).heldUntilMs).toBeNull();
  });

  it("gives up after the length of the schedule what was held back, but not for the time that it was stopped", async () => {
    const { id, stub, fake } = await webhook();
    const outage = { status: 500 };
    fake.misbehave.push(outage, outage, outage);
    await stub.enqueue(payload("lead-a"));
    await step(stub);
    await request("PATCH", `/destinations/${id}`, { enabled: false });
    vi.setSystemTime(startMs + 5 * dayMs);
    await request("PATCH", `/destinations/${id}`, { enabled: true });
    await step(stub);
    expect(await log(id)).toMatchObject([{ state: "pending", attempts: 2 }]);
    vi.setSystemTime(startMs + 9 * dayMs);
    await step(stub);
    expect(await log(id)).toMatchObject([
      { state: "dead", attempts: 3, lastError: "the receiver answered 500" },
    ]);
  });

  it("keeps its schedule where it is deployed, whatever a test has set", () => {
    const scale = { SCORELINE_LOCAL_RETRY_SCALE: "0.01" };
    expect(retryScale({ SCORELINE_MODE: "local", ...scale })).toBe(0.01);
    expect(retryScale({ SCORELINE_MODE: "production", ...scale })).toBe(1);
    for (const wrong of ["0", "-1", "2", "fast", ""]) {
      expect(retryScale({ SCORELINE_MODE: "local", SCORELINE_LOCAL_RETRY_SCALE: wrong })).toBe(1);
    }
  });

  it("leaves a receiver alone as long as its Retry-After says, whichever lead is next", async () => {
    const { stub, fake } = await webhook();
    fake.misbehave.push({ status: 429, retryAfter: "120" });
    await stub.enqueue(payload("lead-a"));
    await step(stub);
    await stub.enqueue(payload("lead-b"));
    await step(stub);
    expect(fake.seen.map(({ atMs }) => atMs - startMs)[1]).toBe(120_000);
  });

  it("forgets what was settled thirty days ago, and not a millisecond sooner", async () => {
    const { id, stub } = await webhook();
    await stub.enqueue(payload("lead-a"));
    await step(stub);
    expect(await alarmOf(stub)).toBe(startMs + 30 * dayMs);
    vi.setSystemTime(startMs + 30 * dayMs - 1);
    await runDurableObjectAlarm(stub);
    expect(await log(id)).toHaveLength(1);
    await step(stub);
    expect(await log(id)).toEqual([]);
    expect(await alarmOf(stub)).toBeNull();
  });

  it("forgets a lead with everything that was said of them, and has nobody told who got nothing", async () => {
    const { id, stub } = await webhook();
    await stub.enqueue(payload("lead-a"));
    await stub.enqueue(payload("lead-a", 2));
    await stub.enqueue(payload("lead-b"));
    const notice = { ...handOff({ visitorId: "lead-a" }), type: "visitor.erased" };
    const erased = { visitorIds: ["lead-a"], handOffIds: [] };
    const answer = await stub.erase({ ...notice, erased }, [], true);
    expect(answer).toMatchObject({ deliveries: 2, receiver: { destinationId: id, how: "nothing_left" } });
    expect((await log(id)).map(({ leadId }) => leadId)).toEqual(["lead-b"]);
  });
});

describe("a test", () => {
  it("delivers a marked lead once, says what was sent and answered, and leaves no delivery", async () => {
    const { id, fake } = await webhook();
    const { status, body } = await request("POST", `/destinations/${id}/test`);
    expect({ status, outcome: body.outcome, answered: body.status }).toEqual({
      status: 200,
      outcome: "delivered",
      answered: 204,
    });
    expect(JSON.parse(body.exchanges[0].body).data).toMatchObject({
      isTest: true,
      who: { name: "Test Lead (Scoreline)" },
    });
    fake.misbehave.push({ status: 500 });
    expect((await request("POST", `/destinations/${id}/test`, {})).body).toMatchObject({
      outcome: "retry",
      status: 500,
      error: "the receiver answered 500",
    });
    expect(fake.seen).toHaveLength(2);
    expect(await log(id)).toEqual([]);
  });

  it("tries settings that are not saved", async () => {
    const { id, fake } = await webhook();
    await request("POST", `/destinations/${id}/test`, { url: "http://127.0.0.1:9/other" });
    expect(fake.seen[0]?.url.pathname).toBe("/other");
    expect((await read(id)).url).toBe(hook);
  });
});

describe("a secret that is rotated", () => {
  it("signs beside the old one until the overlap ends, to the millisecond", async () => {
    const { id, stub, fake } = await webhook();
    const old = new FakeWebhookReceiver();
    old.secret = fake.secret;
    const { body } = await adminPost(`/destinations/${id}/rotate`, { overlapHours: 1 });
    expect(body).toMatchObject({
      secret: expect.stringMatching(/^whsec_/),
      previousSecretUntilMs: startMs + 3_600_000,
    });
    fake.secret = body.secret;
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
      await old.fetch(url, init);
      return fake.fetch(url, init);
    });
    const send = async (lead: string, atMs: number) => {
      vi.setSystemTime(atMs);
      await stub.enqueue(payload(lead));
      while (await step(stub, atMs + 1_000));
      return {
        old: old.effects.has(`${lead}.ready.1.${id.slice(-8)}`),
        now: fake.effects.has(`${lead}.ready.1.${id.slice(-8)}`),
      };
    };
    expect(await send("lead-a", startMs)).toEqual({ old: true, now: true });
    expect(await send("lead-b", startMs + 3_599_999)).toEqual({ old: true, now: true });
    expect(await send("lead-c", startMs + 3_600_000)).toEqual({ old: false, now: true });
    const slack = await adminPost("/destinations", {
      kind: "slack",
      url: "https://hooks.slack.com/services/T/B/secret",
    });
    expect((await adminPost(`/destinations/${slack.body.id}/rotate`, {})).status).toBe(409);
  });
});

describe("the throttle", () => {
  it.each([
    { requests: 1, perMs: 1_000, perDelivery: 1 },
    { requests: 5, perMs: 1_000, perDelivery: 5 },
    { requests: 100, perMs: 10_000, perDelivery: 6 },
  ])("lets no window see more than $requests requests, and wastes none", (limit) => {
    const throttle = new Throttle(limit);
    const made: number[] = [];
    let nowMs = 0;
    for (let delivery = 0; delivery < 300; delivery += 1) {
      nowMs += (delivery * 7_919) % 13;
      nowMs += throttle.waitMs(nowMs);
      expect(throttle.waitMs(nowMs)).toBe(0);
      const begun = throttle.begin();
      for (let index = 0; index < limit.perDelivery; index += 1) {
        begun.requested(nowMs);
        made.push(nowMs);
      }
      begun.end();
    }
    for (const from of made) {
      expect(made.filter((atMs) => atMs >= from && atMs < from + limit.perMs).length).toBeLessThanOrEqual(
        limit.requests,
      );
    }
    const perDelivery = (limit.perMs * limit.perDelivery) / limit.requests;
    expect(nowMs).toBeLessThan(300 * (perDelivery * 1.2 + 13));
  });

  it("counts requests that a delivery may still make", () => {
    const throttle = new Throttle({ requests: 6, perMs: 1_000, perDelivery: 3 });
    const [first, second] = [throttle.begin(), throttle.begin()];
    expect(throttle.waitMs(0)).toBeGreaterThan(0);
    first.requested(0);
    first.end();
    second.end();
    expect(throttle.waitMs(0)).toBe(0);
  });
});

describe("the breaker", () => {
  it("opens at the fifth failure in a row, waits longer each time, and closes at any answer", () => {
    let breaker = closedBreaker;
    for (let failure = 1; failure <= 4; failure += 1) {
      breaker = afterFailure(breaker, 0, 0);
      expect(breaker.openUntilMs).toBe(0);
    }
    breaker = afterFailure(breaker, 0, 0);
    expect([breaker.openUntilMs, allowance(breaker, 9_999), allowance(breaker, 10_000)]).toEqual([
      10_000, 0, 1,
    ]);
    expect(afterFailure(breaker, 5_000, 0).openUntilMs).toBe(10_000);
    breaker = afterFailure(breaker, 10_000, 1);
    expect(breaker.openUntilMs).toBe(34_000);
    for (let opening = 0; opening < 10; opening += 1) breaker = afterFailure(breaker, breaker.openUntilMs, 0);
    const beforeMs = breaker.openUntilMs;
    expect(afterFailure(breaker, beforeMs, 0).openUntilMs).toBe(beforeMs + 300_000);
    expect(afterAnswer(breaker)).toBe(closedBreaker);
  });
});
