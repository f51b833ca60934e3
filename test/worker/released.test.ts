import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { FakeWebhookReceiver } from "../fakes/webhook-receiver.ts";
import layout1 from "./released/layout-1.json";
import { admin, post, secretKeyHeaders, type Json } from "./support/api.ts";
import { Browser, leadOf } from "./support/identity.ts";

const { VISITOR, IDENTITY, SITE, DESTINATION } = env as unknown as Environment;

/** What an object had in its storage. */
interface StoredObject {
  name: string;
  /** Statements that make its tables and indexes. */
  schema: string[];
  rows: Record<string, Record<string, string | number | null>[]>;
  kv: Record<string, unknown>;
}

/** What a released build has left, of each class of object. A layout that is released is added here, and none is taken away. */
const released: { layout: number; left: Json }[] = [{ layout: 1, left: layout1 }];

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
    expect(body.leads.map((lead: Json) => lead.id)).toEqual([id]);
  });

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
