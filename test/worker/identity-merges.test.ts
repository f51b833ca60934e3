import { env } from "cloudflare:workers";
import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from "cloudflare:test";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalOrder, foldLog, readScores } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Lead } from "../../shared/schema/visitor.ts";
import type { Environment } from "../../worker/environment.ts";
import type { VisitorObject } from "../../worker/objects/visitor/visitor.ts";
import { randomId } from "../../worker/security/digest.ts";
import { loadSite, type LoadedSite } from "../../worker/snapshots.ts";
import { admin } from "./support/api.ts";
import { site } from "./support/identity.ts";

const environment = env as unknown as Environment;
const byHand = { reason: "person", isProved: false, newId: null } as const;

let loaded: LoadedSite;
beforeAll(async () => {
  await admin("/site");
  const found = await loadSite(environment, site);
  if (found === null) throw new Error("the demo site was not published");
  loaded = found;
});

function stubOf(id: string): VisitorObject & DurableObjectStub {
  const { VISITOR } = environment;
  return VISITOR.get(VISITOR.idFromName(`${site}:${id}`)) as unknown as VisitorObject & DurableObjectStub;
}

const report = (id: string, events: TrackedEvent[]) =>
  stubOf(id).ingest({
    siteId: site,
    visitorId: id,
    receivedAtMs: Date.now(),
    locale: undefined,
    visit: undefined,
    events,
    rejected: [],
    claims: [],
    proofs: [],
  });

/** Merges the lead of one device into that of another; nothing when they are one. */
async function merge(owner: string, other: string): Promise<void> {
  const [{ root }, { root: otherRoot }] = [
    await stubOf(owner).standing(owner),
    await stubOf(other).standing(other),
  ];
  if (root !== otherRoot)
    await stubOf(otherRoot).mergeInto({ siteId: site, visitorId: otherRoot }, root, byHand);
}

async function part(device: string): Promise<void> {
  const { root } = await stubOf(device).standing(device);
  if (root !== device) await stubOf(device).part(root);
}

/** Runs the alarms of these visitors until what has to be told has been told. */
async function settle(ids: readonly string[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const id of ids) await runDurableObjectAlarm(stubOf(id));
  }
}

const happenings = [
  { name: "page_view", type: "page", page: { path: "/directions", kind: "directions" } },
  { name: "page_view", type: "page", page: { path: "/careers", kind: "careers" } },
  { name: "identify", type: "identify", traits: { email: "p@gmail.com", phone: "+905550102030" } },
  { name: "generate_lead", type: "track", traits: { email: "p@gmail.com" } },
  { name: "email_opened", type: "track" },
  { name: "calculate_finance", type: "track" },
] as const;

const happening = fc.record({
  device: fc.nat(2),
  // Few ids and few moments, so that devices share them and the same event is sent twice.
  id: fc.nat(5),
  minutesAgo: fc.nat(4),
  what: fc.nat(happenings.length - 1),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("report" as const), happening, isKilled: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("merge" as const),
      a: fc.nat(2),
      b: fc.nat(2),
      isKilled: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("part" as const), a: fc.nat(2), isKilled: fc.boolean() }),
  },
);

const baseMs = Date.now() - 3_600_000;

function eventOf({ device, id, minutesAgo, what }: Happening): TrackedEvent {
  return {
    ...(happenings[what] ?? happenings[0]),
    messageId: `m${id}`,
    atMs: baseMs - minutesAgo * 60_000,
    source: "browser",
    properties: { device },
  };
}

/** What each person is to have: the events of their devices, each device's ids its own, folded from nothing. */
class Reference {
  readonly logs = [
    new Map<string, TrackedEvent>(),
    new Map<string, TrackedEvent>(),
    new Map<string, TrackedEvent>(),
  ];
  readonly roots = [0, 1, 2];

  report(happened: Happening): void {
    const event = eventOf(happened);
    const log = this.logs[happened.device];
    if (log?.has(event.messageId) === false) log.set(event.messageId, event);
  }

  merge(a: number, b: number): void {
    const [to, from] = [this.roots[a] ?? a, this.roots[b] ?? b];
    for (const [device, root] of this.roots.entries()) if (root === from) this.roots[device] = to;
  }

  part(device: number): void {
    this.roots[device] = device;
  }

  of(device: number, ids: readonly string[]): TrackedEvent[] {
    const root = this.roots[device];
    return this.logs.flatMap((log, other) =>
      this.roots[other] === root
        ? [...log.values()].map((event) => ({
            ...event,
            messageId: other === root ? event.messageId : `${ids[other]}/${event.messageId}`,
          }))
        : [],
    );
  }
}

/** What makes a lead's account: no more, so that two can be compared. */
const accountOf = (lead: Lead) => ({
  total: lead.total,
  scores: lead.scores,
  events: lead.timeline.map(({ eventId }) => eventId).toReversed(),
  sum: lead.receipts.reduce((sum, { points }) => sum + points, 0),
});

describe("whatever is reported, merged, parted, sent twice and killed", () => {
  it("each person's score is the fold of their devices' events, and undone merges leave no trace", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async (steps) => {
        const ids = [randomId(), randomId(), randomId()] as const;
        const reference = new Reference();
        for (const now of steps) {
          const act = async () => {
            switch (now.do) {
              case "report":
                await report(ids[now.happening.device] ?? "", [eventOf(now.happening)]);
                return;
              case "merge":
                await merge(ids[now.a] ?? "", ids[now.b] ?? "");
                return;
              case "part":
                await part(ids[now.a] ?? "");
            }
          };
          // Nobody can merge who was never there.
          const isThere = (device: number) => (reference.logs[device]?.size ?? 0) > 0;
          if (now.do === "merge" && !(isThere(now.a) && isThere(now.b))) continue;
          if (now.do === "part" && !isThere(now.a)) continue;
          if (now.isKilled) {
            const running = act().catch(() => undefined);
            await abortAllDurableObjects();
            await running;
          }
          // As a client does that had no answer.
          await act();
          if (now.do === "report") reference.report(now.happening);
          else if (now.do === "merge") reference.merge(now.a, now.b);
          else reference.part(now.a);
          if (now.do !== "report") await settle(ids);
        }
        await settle(ids);
        for (const [device, id] of ids.entries()) {
          if (reference.logs[device]?.size === 0) continue;
          const lead = await stubOf(id).lead(site, "en");
          if (lead === null) throw new Error("the lead is gone");
          const events = reference.of(device, ids);
          const { state } = foldLog(events, loaded.model);
          const reading = readScores(state, loaded.model, Date.now());
          expect(accountOf(lead)).toEqual({
            total: reading.total,
            scores: lead.scores,
            events: canonicalOrder(events).map(({ messageId }) => messageId),
            sum: reading.total,
          });
          expect(lead.id).toBe(ids[reference.roots[device] ?? 0]);
        }
      }),
      { numRuns: 25, endOnFailure: false },
    );
  });

  it("two leads that are merged into each other at once become one, whichever", async () => {
    for (let round = 0; round < 5; round += 1) {
      const ids = [randomId(), randomId()] as const;
      const [first, second] = ids;
      for (const [device, id] of ids.entries())
        await report(id, [eventOf({ device, id: device, minutesAgo: device, what: 0 })]);
      await Promise.all([
        stubOf(first).mergeInto({ siteId: site, visitorId: first }, second, byHand),
        stubOf(second).mergeInto({ siteId: site, visitorId: second }, first, byHand),
      ]);
      await settle(ids);
      const leads = await Promise.all(ids.map((id) => stubOf(id).lead(site, "en")));
      expect(leads.map((lead) => lead?.events)).toEqual([2, 2]);
      expect(leads[0]?.id).toBe(leads[1]?.id);
      expect(leads[0]?.devices).toHaveLength(1);
    }
  });
});

describe("a merge that was cut off", () => {
  async function pair(): Promise<[string, string]> {
    const ids = [randomId(), randomId()] as const;
    await report(ids[0], [eventOf({ device: 0, id: 1, minutesAgo: 2, what: 0 })]);
    await report(ids[1], [eventOf({ device: 1, id: 1, minutesAgo: 1, what: 3 })]);
    return [...ids];
  }

  it("after the device wrote it down is brought to its end by the device's alarm, with no request", async () => {
    const [owner, device] = await pair();
    await runInDurableObject(stubOf(device), async (_object, state) => {
      const link = {
        owner,
        generation: 1,
        forwardedSeq: 0,
        leaving: null,
        isHidden: false,
        atMs: Date.now(),
        ...byHand,
      };
      state.storage.sql.exec("CREATE TABLE link (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
      state.storage.sql.exec("INSERT INTO link VALUES (1, ?)", JSON.stringify(link));
      await state.storage.setAlarm(Date.now() + 60_000);
    });
    await evictDurableObject(stubOf(device));
    expect((await stubOf(owner).lead(site, "en"))?.events).toBe(1);
    await runDurableObjectAlarm(stubOf(device));
    expect(await stubOf(owner).lead(site, "en")).toMatchObject({
      events: 2,
      devices: [{ id: device, events: 1 }],
    });
  });

  it("before the undo reached the lead is undone there by the device's alarm; what comes late of it is refused", async () => {
    const [owner, device] = await pair();
    await merge(owner, device);
    const late = {
      siteId: site,
      ownerId: owner,
      device,
      generation: 1,
      rows: [
        {
          seq: 99,
          body: JSON.stringify({ events: [eventOf({ device: 1, id: 4, minutesAgo: 0, what: 1 })] }),
        },
      ],
      handOffs: [],
      proved: [],
      ask: null,
      atMs: Date.now(),
      ...byHand,
    };
    await runInDurableObject(stubOf(device), (_object, state) => {
      const { body } = state.storage.sql.exec<{ body: string }>("SELECT body FROM link").one();
      const parted = { ...JSON.parse(body), owner: null, leaving: { owner, generation: 1 } };
      state.storage.sql.exec("UPDATE link SET body = ?", JSON.stringify(parted));
    });
    await evictDurableObject(stubOf(device));
    await runInDurableObject(stubOf(device), (_object, state) => state.storage.setAlarm(Date.now() + 60_000));
    await runDurableObjectAlarm(stubOf(device));
    expect(await stubOf(owner).lead(site, "en")).toMatchObject({ events: 1, devices: [] });
    expect(await stubOf(owner).take(late)).toEqual({ kind: "refused" });
    expect(await stubOf(owner).lead(site, "en")).toMatchObject({ events: 1 });
  });

  it("of a device whose lead was erased leaves the device a lead of its own", async () => {
    const [owner, device] = await pair();
    await merge(owner, device);
    await stubOf(owner).forget();
    await report(device, [eventOf({ device: 1, id: 2, minutesAgo: 0, what: 0 })]);
    await settle([device]);
    expect(await stubOf(device).lead(site, "en")).toMatchObject({ id: device, events: 2 });
  });

  it("passes a long log on whole, in pieces", async () => {
    const [owner, device] = await pair();
    for (let count = 0; count < 205; count += 1) {
      await runInDurableObject(stubOf(device), (_object, state) => {
        const event = {
          ...eventOf({ device: 1, id: 0, minutesAgo: 3, what: 1 }),
          messageId: `long-${count}`,
        };
        state.storage.sql.exec("INSERT INTO batch (body) VALUES (?)", JSON.stringify({ events: [event] }));
      });
    }
    await evictDurableObject(stubOf(device));
    await merge(owner, device);
    expect((await stubOf(owner).lead(site, "en"))?.events).toBe(207);
  });
});

describe("a plain page view", () => {
  it("writes one row, in the log of the device, whether it counts for another lead or not", async () => {
    const [owner, device] = [randomId(), randomId()];
    const rowsOf = async (id: string) => {
      const before = await runInDurableObject(stubOf(id), (_object, { storage }) => count(storage.sql));
      await report(id, [{ ...eventOf({ device: 0, id: 0, minutesAgo: 0, what: 1 }), messageId: randomId() }]);
      return (await runInDurableObject(stubOf(id), (_object, { storage }) => count(storage.sql))) - before;
    };
    const count = (sql: SqlStorage) =>
      ["batch", "claim", "proof", "kin", "adopted", "hand_off"].reduce((sum, table) => {
        const [made] = sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", table).toArray();
        return (
          sum +
          (made === undefined ? 0 : sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n)
        );
      }, 0);
    await report(owner, [eventOf({ device: 0, id: 0, minutesAgo: 0, what: 0 })]);
    await report(device, [eventOf({ device: 1, id: 0, minutesAgo: 0, what: 0 })]);
    expect(await rowsOf(owner)).toBe(1);
    await merge(owner, device);
    expect(await rowsOf(device)).toBe(1);
    expect((await stubOf(owner).lead(site, "en"))?.devices[0]?.events).toBe(2);
  });
});
