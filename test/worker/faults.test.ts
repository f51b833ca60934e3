import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp } from "../../worker/app.ts";
import type { Environment } from "../../worker/environment.ts";
import { lingerMs } from "../../worker/objects/visitor/outbox.ts";
import { admin, adminPost, batch, identify, page, track, type Json } from "./support/api.ts";
import { address, Browser, leadOf } from "./support/identity.ts";

const environment = env as unknown as Environment;
const { VISITOR, SITE } = environment;

/** The type of the original leads through every method of every object. */
const enter = runInDurableObject as unknown as <T>(
  stub: unknown,
  act: (instance: Json, state: DurableObjectState) => T,
) => Promise<Awaited<T>>;

const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0)) step();
  vi.useRealTimers();
});

const objectOf = (id: string) => VISITOR.get(VISITOR.idFromName(`demo-dealer:${id}`));
const siteObject = () => SITE.get(SITE.idFromName("demo-dealer"));
/** Throws an object out of memory, as an eviction does, or a machine that is lost. */
const putAway = (id: string) =>
  enter(objectOf(id), (_, state) => state.abort("put away")).catch(() => undefined);

/** Puts something in the place of a method of a class, for the rest of the test. */
function replace(type: Json, method: string, by: (original: Json) => Json): void {
  const original = type[method];
  type[method] = by(original);
  undo.push(() => (type[method] = original));
}

/** Lets the site's object fail so many times when a visitor brings something. @returns How often it was asked. */
async function failSync(times: number): Promise<() => number> {
  let asked = 0;
  await enter(siteObject(), (site) =>
    replace(Object.getPrototypeOf(site), "sync", (sync) => {
      return function failing(this: unknown, ...given: unknown[]) {
        asked += 1;
        if (asked <= times) throw new Error("the site's object is not well");
        return sync.apply(this, given);
      };
    }),
  );
  return () => asked;
}

/** All rows of a visitor's tables. */
const contents = (id: string) =>
  enter(objectOf(id), (_, { storage: { sql } }) => {
    const tables = sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
      )
      .toArray()
      .map(({ name }) => name);
    return tables.toSorted().map((name) => [name, sql.exec(`SELECT * FROM "${name}"`).toArray()]);
  });

const lead = (email = address()) => [
  identify({ email }),
  track("generate_lead", { model: "Aurora" }),
  page("/directions/"),
];

describe("a write that is cut off", () => {
  it("at any statement leaves nothing half done, and the same batch sent again is taken whole", async () => {
    const first = new Browser();
    await first.view("/");
    const sql = await enter(objectOf(first.id), (_, { storage }) => Object.getPrototypeOf(storage.sql));
    let countdown = Infinity;
    replace(sql, "exec", (exec) => {
      return function failing(this: unknown, statement: string, ...given: unknown[]) {
        if (/^\s*(CREATE|INSERT|UPDATE|DELETE)/.test(statement) && (countdown -= 1) === 0)
          throw new Error("cut off");
        return exec.call(this, statement, ...given);
      };
    });
    let cuts = 0;
    for (let statement = 1; ; statement += 1) {
      const browser = new Browser();
      await browser.view("/models/");
      const before = await contents(browser.id);
      const events = lead();
      const rejected = { type: "page", messageId: "" };
      countdown = statement;
      const answer = await browser.send([...events, rejected]);
      const isCut = countdown <= 0;
      countdown = Infinity;
      // Statements of other objects come last: what they refuse is made up for later.
      if (!isCut || answer.accepted === events.length) break;
      cuts += 1;
      expect(answer.error.code).toBe("internal");
      expect(await contents(browser.id)).toEqual(before);
      expect(await browser.send([...events, rejected])).toMatchObject({
        accepted: 3,
        duplicates: 0,
        stage: "mql",
      });
      expect(await browser.send(events)).toMatchObject({ accepted: 0, duplicates: 3 });
      const { receipts, total, handOffs } = await leadOf(browser.id);
      expect(receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(total);
      expect(handOffs).toHaveLength(2);
    }
    // The batch, the refused event, two hand-offs and the claim, and their tables.
    expect(cuts).toBeGreaterThanOrEqual(8);
  });
});

describe("an outbox whose neighbour fails", () => {
  it("twenty times in a row never throws, always comes back, and brings everything when that heals", async () => {
    const asked = await failSync(20);
    const browser = new Browser();
    const email = address();
    const answer = await browser.send(lead(email));
    expect(answer).toMatchObject({ accepted: 3, stage: "mql" });
    for (let run = 1; asked() <= 20; run += 1) {
      expect(run).toBeLessThan(30);
      expect(await enter(objectOf(browser.id), (_, { storage }) => storage.getAlarm())).not.toBeNull();
      expect(await runDurableObjectAlarm(objectOf(browser.id))).toBe(true);
    }
    const { body } = await admin(`/leads?q=${email}`);
    expect(body.leads).toHaveLength(1);
    const { handOffs } = await leadOf(browser.id);
    expect(handOffs.map(({ state }: Json) => state)).toEqual(["no_destination", "no_destination"]);
  });

  it("and that is put away at that moment sends from its alarm what the storage holds, once", async () => {
    const asked = await failSync(1);
    const browser = new Browser();
    const email = address();
    await browser.send(lead(email));
    await putAway(browser.id);
    await runDurableObjectAlarm(objectOf(browser.id));
    expect(asked()).toBe(2);
    expect((await admin(`/leads?q=${email}`)).body.leads).toHaveLength(1);
    await putAway(browser.id);
    expect(await browser.view("/models/")).toMatchObject({ accepted: 1, stage: "mql" });
    expect((await leadOf(browser.id)).handOffs).toHaveLength(2);
  });
});

describe("a clock that goes back an hour", () => {
  it("takes batches and wakes its alarm as ever, and takes no points away", async () => {
    const nowMs = Date.UTC(2036, 0, 1, 12);
    vi.useFakeTimers({ now: nowMs, toFake: ["Date"] });
    const browser = new Browser();
    const before = await browser.send(lead());
    vi.setSystemTime(nowMs - 3_600_000);
    const after = await browser.view("/finance/");
    expect(after).toMatchObject({ accepted: 1, stage: "mql" });
    expect(after.total).toBeGreaterThanOrEqual(before.total);
    const alarmAtMs = await enter(objectOf(browser.id), (_, { storage }) => storage.getAlarm());
    expect(alarmAtMs).toBeLessThanOrEqual(nowMs - 3_600_000 + lingerMs.later);
    const { receipts, total } = await leadOf(browser.id);
    expect(receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(total);
  });
});

describe("a row that cannot be read", () => {
  it.each([
    { kind: "is no JSON", damaged: "\u0000not json" },
    { kind: "has no events", damaged: "{}" },
    { kind: "has an event without a time", damaged: '{"events":[{"messageId":"m","name":"x"}]}' },
  ])(
    "and $kind costs that row: it is put aside with the reason, shown, and back when it is mended",
    async ({ damaged }) => {
      const browser = new Browser();
      await browser.send([track("chat_started")]);
      await browser.send(lead());
      const whole = await leadOf(browser.id);
      const [body] = await enter(objectOf(browser.id), (_, { storage: { sql } }) => {
        const rows = sql.exec<{ body: string }>("SELECT body FROM batch WHERE seq = 1").toArray();
        sql.exec("UPDATE batch SET body = ? WHERE seq = 1", damaged);
        return rows.map((row) => row.body);
      });
      await putAway(browser.id);
      expect(await browser.view("/models/")).toMatchObject({ accepted: 1, stage: "mql" });
      await runDurableObjectAlarm(objectOf(browser.id));
      const without = await leadOf(browser.id);
      expect(without.timeline).toHaveLength(4);
      expect(without.total).toBe(whole.total - 5);
      expect(without.rejected).toMatchObject([{ code: "unreadable_row" }]);

      await enter(objectOf(browser.id), (_, { storage: { sql } }) =>
        sql.exec("UPDATE unreadable SET body = ?", body ?? ""),
      );
      await putAway(browser.id);
      const mended = await leadOf(browser.id);
      expect(mended.timeline).toHaveLength(5);
      expect(mended.total).toBe(whole.total);
      expect(mended.rejected).toEqual([]);
    },
  );
});

describe("an object that cannot take a request at the moment", () => {
  it.each([
    { kind: "is overloaded", error: Object.assign(new Error("overloaded"), { overloaded: true }) },
    { kind: "was moved or updated", error: Object.assign(new Error("reset"), { retryable: true }) },
    { kind: "has no room on its disk", error: new Error("database or disk is full: SQLITE_FULL") },
  ])(
    "because it $kind answers 503 and when to come again, asks no second time, and takes it then",
    async ({ error }) => {
      let asked = 0;
      const failing = {
        ingest: () => {
          asked += 1;
          throw error;
        },
      };
      const sick = { ...environment, VISITOR: { idFromName: (name: string) => name, get: () => failing } };
      const body = JSON.stringify(batch([page("/")]));
      const send = (to: object) =>
        createApp().request("http://127.0.0.1/v1/batch", { method: "POST", body }, to);
      const answer = await send(sick);
      expect([answer.status, answer.headers.get("retry-after"), asked]).toEqual([503, "2", 1]);
      expect(JSON.stringify(await answer.json())).not.toMatch(/SQLITE|stack|reset/);
      expect((await send(environment)).status).toBe(200);
    },
  );
});

describe("publishing while visitors are about", () => {
  it("decides and hands off by one version whole, and each receipt's version gives its points again", async () => {
    const { model } = (await admin("/model")).body;
    const points = (directions: number) => ({
      ...model,
      rules: model.rules.map((rule: Json) =>
        rule.id === "directions" ? { ...rule, points: directions } : rule,
      ),
    });
    const pointsOf = new Map<number, number>();
    const publish = async (directions: number) => {
      const { body } = await adminPost("/model/publish", points(directions));
      pointsOf.set(body.version, directions);
    };
    await publish(20);
    const browsers = Array.from({ length: 4 }, () => new Browser());
    const totals = browsers.map(async (browser) => {
      const { total } = await browser.send(lead());
      for (let view = 0; view < 8; view += 1) await browser.view("/models/");
      return total as number;
    });
    for (let version = 1; version <= 10; version += 1) await publish(20 + version);
    for (const total of await Promise.all(totals)) expect([...pointsOf.values()]).toContain(total - 10);
    for (const browser of browsers) {
      const { modelVersion, receipts, total } = await leadOf(browser.id);
      const versions = new Set(receipts.map((receipt: Json) => receipt.modelVersion));
      expect([...versions]).toEqual([modelVersion]);
      expect(total).toBe(10 + (pointsOf.get(modelVersion) ?? Number.NaN));
    }
    await adminPost("/model/publish", model);
  });
});
