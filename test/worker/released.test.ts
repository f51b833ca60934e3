import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { FakeWebhookReceiver } from "../fakes/webhook-receiver.ts";
import layout1 from "./released/layout-1.json";
import { admin, post, secretKeyHeaders, type Json } from "./support/api.ts";
import { Browser, leadOf } from "./support/identity.ts";

const { VISITOR, IDENTITY, SITE, DESTINATION, SWEEP } = env as unknown as Environment;

/** What an object had in its storage. */
interface StoredObject {
  name: string;
  /** Statements that make its tables and indexes. */
  schema: string[];
  rows: Record<string, Record<string, string | number | null>[]>;
  kv: Record<string, unknown>;
}

const turkishId = "turkish-lead-of-layout";

/** Adds somebody whose line has letters beyond ASCII, as the first release wrote it: in lower case, and no more. */
function withTurkishLine(left: Json): Json {
  const [line] = left.site.rows.lead;
  const lead = { ...JSON.parse(line.body), id: turkishId, name: "Ada IŞIK", company: "İstanbul Otomotiv" };
  const search = [lead.name, lead.email, lead.company].join("\n").toLowerCase();
  const rows = [line, { ...line, id: turkishId, search, body: JSON.stringify(lead) }];
  return { ...left, site: { ...left.site, rows: { ...left.site.rows, lead: rows } } };
}

/** What a released build has left, of each class of object. A layout that is released is added here, and none is taken away. */
const released: { layout: number; left: Json }[] = [{ layout: 1, left: withTurkishLine(layout1) }];

/** The type of the original leads through every method of every object. */
const enter = runInDurableObject as unknown as (
  stub: unknown,
  act: (instance: Json, state: DurableObjectState) => unknown,
) => Promise<void>;

/** Puts an object's storage in the place of what is there, and lets it wake from it. */
async function restore(
  namespace: Pick<DurableObjectNamespace, "get" | "idFromName">,
  stored: StoredObject,
): Promise<void> {
  const stub = namespace.get(namespace.idFromName(stored.name));
  await enter(stub, async (_object, { storage }) => {
    await storage.deleteAll();
    for (const statement of stored.schema) storage.sql.exec(statement);
    for (const [table, rows] of Object.entries(stored.rows)) {
      for (const row of rows) {
        const values = Object.values(row);
        storage.sql.exec(`INSERT INTO "${table}" VALUES (${values.map(() => "?").join(", ")})`, ...values);
      }
    }
    for (const [key, value] of Object.entries(stored.kv)) storage.kv.put(key, value);
    await storage.sync();
  });
  await enter(stub, (_object, state) => state.abort("put away")).catch(() => undefined);
}

/** Tables and indexes, and every row: what there is when an object has opened. */
function contents({ storage }: DurableObjectState): unknown {
  const { sql } = storage;
  const made = sql
    .exec<{ type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\' AND sql IS NOT NULL ORDER BY name",
    )
    .toArray();
  const tables = made.filter(({ type }) => type === "table");
  return [made, tables.map(({ name }) => sql.exec(`SELECT * FROM "${name}"`).toArray())];
}

/** Something that is about to be done in an object, and is cut off before a statement. */
interface Cut {
  /** Before which statement that changes something, counted from 1. */
  before: number;
  act: () => Promise<unknown>;
}

/**
 * Does something, and throws before the so-manieth statement, as a full disk or a lack of memory does. A
 * call with several statements is cut between them too.
 *
 * @param sql What all objects' databases have their methods from.
 * @returns Whether there were so many.
 */
async function cutOff(sql: Json, { before, act }: Cut): Promise<boolean> {
  const { exec } = sql;
  let left = before;
  sql.exec = function cutting(this: unknown, text: string, ...given: unknown[]) {
    if (!/^\s*(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE)/.test(text)) return exec.call(this, text, ...given);
    let cursor: unknown;
    for (const statement of text.split(/;\s*(?=\S)/)) {
      if ((left -= 1) === 0) throw new Error("cut off");
      cursor = exec.call(this, statement, ...given);
    }
    return cursor;
  };
  const failure = await act().then(
    () => null,
    (error: unknown) => String(error),
  );
  sql.exec = exec;
  if (left <= 0) expect(failure).toContain("cut off");
  return left <= 0;
}

const prototypeOfSql = ({ storage }: DurableObjectState): unknown => Object.getPrototypeOf(storage.sql);

describe.each(
  released.flatMap(({ layout, left }) => [
    {
      layout,
      name: "site",
      namespace: SITE as Json,
      stored: left.site,
      open: (site: Json) => site.snapshot(),
    },
    {
      layout,
      name: "destination",
      namespace: DESTINATION as Json,
      stored: left.destination,
      open: (destination: Json) => destination.describe(),
    },
  ]),
)("a $name's storage of layout $layout", ({ namespace, stored, open }) => {
  it("whose change to today's is cut off at any statement is whole after the next start", async () => {
    const stub = () => namespace.get(namespace.idFromName(stored.name));
    const putAway = () => enter(stub(), (_, state) => state.abort("put away")).catch(() => undefined);
    await restore(namespace, stored);
    let [whole, sql]: unknown[] = [];
    await enter(stub(), (_, state) => {
      whole = contents(state);
      sql = prototypeOfSql(state);
    });
    let cuts = 0;
    for (; ; cuts += 1) {
      await restore(namespace, stored);
      if (!(await cutOff(sql, { before: cuts + 1, act: () => open(stub()) }))) break;
      await putAway();
      await enter(stub(), (_, state) =>
        expect({ cuts, found: contents(state) }).toEqual({ cuts, found: whole }),
      );
    }
    expect(cuts).toBeGreaterThanOrEqual(8);
  });
});

it("a site's first job that is cut off at any statement is started at the next call, with all of its tables", async () => {
  await new Browser().view("/");
  const task = { kind: "retention" as const };
  let sql: Json;
  await enter(SWEEP.get(SWEEP.idFromName("of nobody")), (_, state) => (sql = prototypeOfSql(state)));
  let cuts = 0;
  for (; ; cuts += 1) {
    const stub = () => SWEEP.get(SWEEP.idFromName(`jobs-${cuts}`)) as Json;
    const act = () => stub().start("demo-dealer", task, null);
    if (!(await cutOff(sql, { before: cuts + 1, act }))) break;
    await enter(stub(), (_, state) => state.abort("put away")).catch(() => undefined);
    const { running } = (await stub().start("demo-dealer", task, null)) as { running?: string };
    const [job] = await stub().list();
    // It was written down before the cut, or it is there now.
    expect({ cuts, running: running ?? job.id, job }).toMatchObject({
      running: job.id,
      job: { failures: [] },
    });
    while (await runDurableObjectAlarm(stub()));
    expect({ cuts, jobs: await stub().list() }).toMatchObject({ jobs: [{ state: "done", failed: 0 }] });
  }
  expect(cuts).toBeGreaterThanOrEqual(4);
});

describe.each(released)("storage of layout $layout", ({ left }) => {
  const receiver = new FakeWebhookReceiver();
  const id = left.lead.id as string;
  beforeAll(async () => {
    vi.stubGlobal("fetch", receiver.fetch);
    await new Browser().view("/");
    await restore(VISITOR, left.visitor);
    await restore(IDENTITY, left.identity);
    await restore(SITE, left.site);
    await restore(DESTINATION, left.destination);
    return () => vi.unstubAllGlobals();
  });

  it("opens: a visitor has the events, the score with its receipts, the hand-offs and what was refused", async () => {
    const lead = await leadOf(id);
    expect(lead.timeline.map(({ eventId }: Json) => eventId)).toEqual(left.lead.messageIds);
    expect(lead.total).toBe(left.lead.total);
    expect(lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(lead.total);
    expect(lead.stage).toBe(left.lead.stage);
    expect(lead.handOffs.map((handOff: Json) => handOff.id)).toEqual(left.lead.handOffs);
    expect(lead.rejected).toHaveLength(left.lead.rejected);
  });

  it("goes on: the same address still leads to this visitor, and what came before counts once", async () => {
    const before = (await leadOf(id)).timeline.length;
    const mail = { event: "email_clicked", messageId: "mail-2", properties: { email: "first@example.com" } };
    expect((await post("/v1/track", mail, secretKeyHeaders)).body.accepted).toBe(1);
    const again = { ...mail, event: "email_opened", messageId: "mail-1" };
    expect((await post("/v1/track", again, secretKeyHeaders)).body).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
    expect((await leadOf(id)).timeline).toHaveLength(before + 1);
    expect((await leadOf(id)).handOffs.map((handOff: Json) => handOff.id)).toEqual(left.lead.handOffs);
  });

  it("opens: a site has its lead book, model, settings and destinations", async () => {
    const site = SITE.get(SITE.idFromName(left.site.name)) as unknown as Json;
    const snapshot = await site.snapshot();
    expect(snapshot.published.id).toBe(left.site.rows.model[0].id);
    const book = await site.leads({ limit: 10, sort: "last_seen" });
    expect(book.leads.map((lead: Json) => lead.id)).toContain(id);
    expect((await site.destinations()).map((item: Json) => item.id)).toEqual([left.destination.name]);
    const { body } = await admin("/leads?q=first@example.com");
    expect(body.leads.map((lead: Json) => lead.id)).toContain(id);
  });

  it.each(["Ada IŞIK", "ada ışık", "isik", "İSTANBUL", "istanbul otomotiv"])(
    "opens: a line of the lead book is found by %s",
    async (text) => {
      const { body } = await admin(`/leads?q=${encodeURIComponent(text)}`);
      expect(body.leads.map((lead: Json) => lead.id)).toEqual([turkishId]);
    },
  );

  it("opens: a destination has its deliveries, and delivers one of them again with its own secret", async () => {
    const { body } = await admin(`/destinations/${left.destination.name}/deliveries`);
    expect(body.deliveries.map(({ id: delivery, state }: Json) => ({ id: delivery, state }))).toEqual(
      left.deliveries,
    );
    const stub = DESTINATION.get(DESTINATION.idFromName(left.destination.name));
    // Both sign for a while, so that the one that the release had stored is opened too.
    const rotated = await stub.rotateSecret(Date.now() + 60_000);
    receiver.secret = rotated?.secret ?? "";
    await stub.replay(left.deliveries[0].id);
    await runDurableObjectAlarm(stub);
    const after = (await admin(`/destinations/${left.destination.name}/deliveries`)).body.deliveries[0];
    expect(after).toMatchObject({ state: "delivered", attempts: 1 });
  });

  it("takes a batch as a worker of that release sends it to the object", async () => {
    const stub = VISITOR.get(VISITOR.idFromName(left.visitor.name)) as unknown as Json;
    const [event] = JSON.parse(left.visitor.rows.batch[0].body).events;
    const answer = await stub.ingest({
      siteId: "demo-dealer",
      visitorId: id,
      receivedAtMs: Date.now(),
      locale: "en",
      visit: undefined,
      events: [{ ...event, messageId: "of-an-older-worker", atMs: Date.now() }],
      rejected: [],
      claims: [],
    });
    expect(answer).toMatchObject({ accepted: 1, duplicates: 0, decision: { stage: left.lead.stage } });
  });
});
