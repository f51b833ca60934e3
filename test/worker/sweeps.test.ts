import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limits } from "../../shared/limits.ts";
import type { Model } from "../../shared/schema/model.ts";
import type { Environment } from "../../worker/environment.ts";
import type { SweepObject } from "../../worker/objects/sweep/sweep.ts";
import type { SweepKind } from "../../worker/objects/sweep/contract.ts";
import { walkPage } from "../../worker/objects/sweep/walk-page.ts";
import { csvCell } from "../../worker/privacy/lead-csv.ts";
import { identify, page, track, type Json } from "./support/api.ts";
import { ask, makeSite, report, type DeployedSite } from "./support/deployment.ts";
import { dumpOfObject } from "./support/storage.ts";

const environment = env as unknown as Environment;
const dayMs = 86_400_000;
/** Ahead of the real clock, so that no alarm goes off by itself. */
const startMs = Date.UTC(2037, 0, 1);

beforeEach(() => vi.useFakeTimers({ now: startMs, toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

const sweepStub = (site: DeployedSite): DurableObjectStub<SweepObject> =>
  environment.SWEEP.get(environment.SWEEP.idFromName(site.id));
const visitorStub = (site: DeployedSite, id: string) =>
  environment.VISITOR.get(environment.VISITOR.idFromName(`${site.id}:${id}`));

/** Runs the site's sweep until nothing is under way. */
async function finish(site: DeployedSite): Promise<Json> {
  for (let turns = 0; turns < 50; turns += 1) {
    await runDurableObjectAlarm(sweepStub(site));
    const { sweeps } = (await site.admin("GET", "/sweeps")).body;
    if (sweeps.every(({ state }: Json) => state !== "running")) return sweeps[0];
  }
  throw new Error("the sweep does not end");
}

let count = 0;

/** A visitor with a line in the book. */
async function visit(site: DeployedSite, events: unknown[] = [page("/directions/")]): Promise<string> {
  count += 1;
  const anonymousId = `device-of-sweep-${count}-${crypto.randomUUID()}`;
  const own = events.map((event) => ({ anonymousId, ...(event as object) }));
  const { body } = await report(site, own);
  const id = (body.visitor as string).split(".")[0] ?? "";
  await runDurableObjectAlarm(visitorStub(site, id));
  return id;
}

async function published(site: DeployedSite): Promise<Model> {
  return (await site.admin("GET", "/model")).body.model as Model;
}

/** The model with other points for the directions page. */
function paying(model: Model, points: number): Model {
  return {
    ...model,
    rules: model.rules.map((rule) =>
      rule.type === "event" && rule.id === "directions" ? { ...rule, points } : rule,
    ),
  };
}

const byNumber = (a: number, b: number): number => a - b;

const totals = async (site: DeployedSite): Promise<number[]> =>
  (await site.admin("GET", "/leads?limit=200")).body.leads
    .map(({ total }: Json) => total as number)
    .toSorted(byNumber);

describe("publishing a model", () => {
  it("starts a re-score that brings every line up to it, hands nobody off, and gives no visitor an alarm", async () => {
    const site = await makeSite("rescore");
    const lead = [
      identify({ email: "re@score.example" }),
      track("generate_lead", { model: "Aurora" }),
      page("/models/"),
    ];
    const ids = [await visit(site, lead), await visit(site), await visit(site)];
    const before = await totals(site);
    const handOffs = async () => (await site.admin("GET", `/leads/${ids[0]}`)).body.handOffs.length;
    const left = await handOffs();
    const alarms = async () =>
      Promise.all(
        ids.map((id) => runInDurableObject(visitorStub(site, id), (_, { storage }) => storage.getAlarm())),
      );
    const alarmsBefore = await alarms();
    const model = await published(site);
    const generous = { ...paying(model, 7), total: { min: 0, max: 90 } };
    const { body } = await site.admin("POST", "/model/publish", generous);
    expect(body).toMatchObject({ version: 2, sweepId: expect.stringMatching(/^swp_/) });
    expect((await site.admin("GET", `/sweeps/${body.sweepId}`)).body).toMatchObject({
      kind: "rescore",
      state: "running",
      total: 3,
      visited: 0,
      modelVersion: 2,
    });
    const sweep = await finish(site);
    expect(sweep).toMatchObject({ id: body.sweepId, state: "done", visited: 3, changed: 2, failed: 0 });
    expect(await totals(site)).toEqual(before.map((total) => (total === 20 ? 7 : total)).toSorted(byNumber));
    expect(await handOffs()).toBe(left);
    expect(await alarms()).toEqual(alarmsBefore);
    // The same model is no news, and a step back is.
    expect((await site.admin("POST", "/model/publish", generous)).body.sweepId).toBeNull();
    const back = await site.admin("POST", "/model/rollback", {});
    expect(back.body.sweepId).toMatch(/^swp_/);
    await finish(site);
    expect(await totals(site)).toEqual(before);
  });

  it("again in the middle of a re-score begins a new one, and waits for visitors who do not have the version yet", async () => {
    const site = await makeSite("again");
    const id = await visit(site);
    const model = await published(site);
    const first = (await site.admin("POST", "/model/publish", paying(model, 7))).body.sweepId as string;
    const second = (await site.admin("POST", "/model/publish", paying(model, 9))).body.sweepId as string;
    expect(second).not.toBe(first);
    expect((await site.admin("GET", `/sweeps/${first}`)).body.state).toBe("cancelled");
    await finish(site);
    expect(await totals(site)).toEqual([9]);
    expect(await visitorStub(site, id).rescore(site.id, 4)).toBe("not_yet");
    const task = { kind: "rescore" as const };
    const early = (await sweepStub(site).start(site.id, task, null, 4)) as Json;
    await runDurableObjectAlarm(sweepStub(site));
    expect(await sweepStub(site).find(early.id)).toMatchObject({ state: "running", visited: 0, failed: 0 });
    await sweepStub(site).cancel(early.id);
  });
});

describe("a sweep", () => {
  it("visits everybody once though it is killed, cancelled and resumed, and the result does not stay", async () => {
    const site = await makeSite("killed");
    // Lines alone make a book that is longer than a page.
    const lines = Array.from({ length: 230 }, (_, index) => ({
      ...leadLine(`${String(index).padStart(4, "0")}${"x".repeat(18)}`),
    }));
    const book = environment.SITE.get(environment.SITE.idFromName(site.id));
    for (const line of lines) await book.sync(line as never, []);
    const { body } = await site.admin("POST", "/sweeps", { kind: "retention" });
    expect((await site.admin("POST", "/sweeps", { kind: "retention" })).status).toBe(409);
    await site.admin("POST", `/sweeps/${body.id}/cancel`, {});
    // The alarm that the job had set still comes, and finds nothing to do.
    expect(await runDurableObjectAlarm(sweepStub(site))).toBe(true);
    expect((await site.admin("GET", `/sweeps/${body.id}`)).body).toMatchObject({
      state: "cancelled",
      visited: 0,
    });

    const started = (await site.admin("POST", "/sweeps", { kind: "export" })).body;
    // One page, and then the object dies.
    await runInDurableObject(sweepStub(site), async (object) => {
      const step = (object as unknown as { alarm: () => Promise<void> }).alarm.bind(object);
      const clock = vi.spyOn(Date, "now");
      let calls = 0;
      clock.mockImplementation(() => startMs + (calls++ > 4 ? 60_000 : 0));
      await step();
      clock.mockRestore();
    });
    const half = (await site.admin("GET", `/sweeps/${started.id}`)).body;
    expect(half.visited).toBeGreaterThanOrEqual(100);
    await evictDurableObject(sweepStub(site));
    await site.admin("POST", `/sweeps/${started.id}/cancel`, {});
    await site.admin("POST", `/sweeps/${started.id}/resume`, {});
    await finish(site);
    const done = (await site.admin("GET", `/sweeps/${started.id}`)).body;
    expect(done).toMatchObject({ state: "done", total: 230, visited: 230, failed: 0, hasResult: true });
    const rows = (await site.admin("GET", `/sweeps/${started.id}/result`)).body as string;
    const ids = rows
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).id as string);
    expect(ids).toEqual(lines.map(({ id }) => id));

    // The result does not stay.
    vi.setSystemTime(startMs + 8 * dayMs);
    await runDurableObjectAlarm(sweepStub(site));
    expect((await site.admin("GET", `/sweeps/${started.id}`)).body).toMatchObject({ hasResult: false });
    expect(await dumpOfObject(sweepStub(site))).not.toContain("x".repeat(18));
  });

  it("counts and lists who fails, goes on with the others, and tries those again when it is resumed", async () => {
    const site = await makeSite("failing");
    const ids = [await visit(site), await visit(site), await visit(site)];
    const ill = ids[1] ?? "";
    const stub = visitorStub(site, ill);
    // A hand-off that cannot be read.
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec("CREATE TABLE IF NOT EXISTS hand_off (id TEXT PRIMARY KEY, state TEXT, body TEXT)");
      storage.sql.exec("INSERT INTO hand_off VALUES ('x', 'sent', '{')");
    });
    await evictDurableObject(stub);
    const sweepId = (await site.admin("POST", "/model/publish", paying(await published(site), 5))).body
      .sweepId;
    await finish(site);
    const { body } = await site.admin("GET", `/sweeps/${sweepId}`);
    expect(body).toMatchObject({
      state: "done",
      visited: 3,
      changed: 2,
      failed: 1,
      failures: [{ visitorId: ill }],
    });
    expect(body.failures[0].message).toContain("JSON");
    await runInDurableObject(stub, (_, { storage }) => {
      storage.sql.exec("DELETE FROM hand_off");
    });
    await evictDurableObject(stub);
    await site.admin("POST", `/sweeps/${sweepId}/resume`, {});
    await finish(site);
    expect((await site.admin("GET", `/sweeps/${sweepId}`)).body).toMatchObject({
      state: "done",
      failed: 0,
      failures: [],
    });
  });

  it("erases people by their names, or a segment, and forgets the names", async () => {
    const site = await makeSite("erase");
    const canary = `sweep${crypto.randomUUID().slice(0, 8)}`;
    const named = await visit(site, [identify({ email: `${canary}@example.com` }), page("/directions/")]);
    const quiet = await visit(site);
    for (const body of [
      { kind: "erase" },
      { kind: "erase", segment: {} },
      { kind: "erase", people: [], segment: { known: true } },
    ])
      expect((await site.admin("POST", "/sweeps", body)).status).toBe(422);
    const people = [{ email: `${canary}@example.com` }, { email: "nobody@example.com" }];
    const { body, status } = await site.admin("POST", "/sweeps", { kind: "erase", people });
    expect({ status, total: body.total }).toEqual({ status: 202, total: 2 });
    await finish(site);
    expect((await site.admin("GET", `/sweeps/${body.id}`)).body).toMatchObject({
      visited: 2,
      changed: 1,
      failed: 0,
    });
    expect((await site.admin("GET", `/leads/${named}`)).status).toBe(404);
    expect(await dumpOfObject(sweepStub(site))).not.toContain(canary);
    const book = environment.SITE.get(environment.SITE.idFromName(site.id));
    expect(await dumpOfObject(book)).not.toContain(canary);
    await site.admin("POST", "/sweeps", { kind: "erase", segment: { known: false } });
    await finish(site);
    expect((await site.admin("GET", `/leads/${quiet}`)).status).toBe(404);
    expect(await totals(site)).toEqual([]);
  });
});

it("keeps the names of a cancelled job no longer than the person, and of nobody longer than results", async () => {
  const site = await makeSite("erase-cancelled");
  const [here, elsewhere] = [
    `here${crypto.randomUUID().slice(0, 8)}`,
    `else${crypto.randomUUID().slice(0, 8)}`,
  ];
  await visit(site, [identify({ email: `${here}@example.com` }), page("/directions/")]);
  const people = [{ email: `${here.toUpperCase()}@example.com` }, { email: `${elsewhere}@example.com` }];
  const { body } = await site.admin("POST", "/sweeps", { kind: "erase", people });
  await site.admin("POST", `/sweeps/${body.id}/cancel`);
  const stored = async () => (await dumpOfObject(sweepStub(site))).toLowerCase();
  expect(await stored()).toContain(here);
  await site.admin("POST", "/privacy/erase", { email: `${here}@example.com` });
  expect(await stored()).not.toContain(here);
  expect(await stored()).toContain(elsewhere);
  vi.setSystemTime(Date.now() + limits.exportDays * dayMs);
  await runDurableObjectAlarm(sweepStub(site));
  expect(await stored()).not.toContain(elsewhere);
  // Nobody may take it for done: who was to be erased is not known any more.
  const resumed = await site.admin("POST", `/sweeps/${body.id}/resume`);
  expect([resumed.status, resumed.body.error.code]).toEqual([409, "names_forgotten"]);
});

it("erases everybody who is named, also one whose address somebody else had typed and was erased before", async () => {
  const site = await makeSite("erase-borrowed");
  const email = "owner@example.com";
  const told = () => visit(site, [identify({ email }), page("/directions/")]);
  const [owner, borrower] = [await told(), await told()];
  await site.admin("POST", "/sweeps", { kind: "erase", people: [{ email }] });
  await site.admin("DELETE", `/leads/${borrower}`);
  expect(await finish(site)).toMatchObject({ state: "done", failed: 0 });
  expect((await site.admin("GET", `/leads/${owner}`)).status).toBe(404);
});

it("never visits more at once than it may, and one who fails does not keep the others", async () => {
  let now = 0;
  let most = 0;
  const kind: SweepKind = {
    name: "erase",
    count: async () => 0,
    page: async () => ({ items: [], nextCursor: null }),
    visit: async (item) => {
      most = Math.max(most, (now += 1));
      await Promise.resolve();
      now -= 1;
      if (item === "7") throw new Error("no");
      return { isChanged: true, row: item };
    },
  };
  const items = Array.from({ length: 100 }, (_, index) => String(index));
  const walked = await walkPage(kind, items, {} as never);
  expect(most).toBe(limits.sweepVisitorsAtOnce);
  expect(walked).toMatchObject({ changed: 99, failures: [{ item: "7", message: "no" }] });
});

describe("an export", () => {
  it("is CSV in which no text begins a formula, in full width neither, and fifty slow readers hold nothing up", async () => {
    const site = await makeSite("csv");
    const evil = [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\t=1",
      "＝1+1",
      "＋1",
      "－1",
      "＠x",
      ' "quoted", too',
      "plain",
    ];
    for (const name of evil)
      await visit(site, [identify({ email: "csv@example.com", name }), page("/models/")]);
    const { id } = (await site.admin("POST", "/sweeps", { kind: "export", segment: { known: true } })).body;
    expect((await site.admin("GET", `/sweeps/${id}/result`)).status).toBe(409);
    await finish(site);
    expect((await site.admin("GET", `/sweeps/${id}/result?format=xml`)).status).toBe(422);
    const { body, headers } = await site.admin("GET", `/sweeps/${id}/result?format=csv`);
    expect(headers.get("content-type")).toContain("text/csv");
    expect(headers.get("content-disposition")).toContain(".csv");
    const cells = [...(body as string).matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) => cell ?? "");
    expect(cells).toContain("score_intent");
    expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
    for (const name of evil.filter((text) => text !== "\t=1"))
      expect(body).toContain(name.trim().replaceAll('"', '""'));
    expect(csvCell("\r\n=1")).toBe(`"'\r\n=1"`);

    const readers = await Promise.all(Array.from({ length: 50 }, () => openResult(site, id)));
    expect(readers.every(({ status }) => status === 200)).toBe(true);
    expect((await report(site, [page("/directions/")])).body).toMatchObject({ accepted: 1 });
    await Promise.all(readers.map(async ({ body: stream }) => stream?.cancel()));
  });
});

describe("retention", () => {
  it("deletes who has not come back, with everything, a day after the time at the latest, and nobody sooner", async () => {
    const site = await makeSite("retention");
    expect((await site.admin("GET", "/site")).body.site.retentionDays).toBe(760);
    expect((await site.admin("PATCH", "/site", { retentionDays: 0 })).body.error.field).toBe("retentionDays");
    const email = `old${crypto.randomUUID().slice(0, 8)}@example.com`;
    const old = await visit(site, [identify({ email }), page("/directions/")]);
    // Nobody but a crawler was here: there is no line in the book, so the visitor looks after itself.
    const bot = await crawl(site);
    expect((await site.admin("PATCH", "/site", { retentionDays: 30 })).status).toBe(200);
    await runDurableObjectAlarm(visitorStub(site, bot));
    vi.setSystemTime(startMs + 5 * dayMs);
    const young = await visit(site);
    const stores = () => Promise.all([old, bot].map(async (id) => dumpOfObject(visitorStub(site, id))));

    vi.setSystemTime(startMs + 30 * dayMs);
    await runDurableObjectAlarm(sweepStub(site));
    await finish(site);
    expect((await site.admin("GET", `/leads/${old}`)).status).toBe(200);
    vi.setSystemTime(startMs + 31 * dayMs);
    await runDurableObjectAlarm(sweepStub(site));
    await finish(site);
    await runDurableObjectAlarm(visitorStub(site, bot));
    expect(await stores()).toEqual(["[]", "[]"]);
    expect((await site.admin("GET", `/leads/${old}`)).status).toBe(404);
    expect((await site.admin("GET", `/leads/${young}`)).status).toBe(200);
    expect(await dumpOfObject(environment.SITE.get(environment.SITE.idFromName(site.id)))).not.toContain(
      email,
    );
    // Who comes back is somebody new: nothing remembers that they were here.
    await visit(site, [identify({ email }), page("/directions/")]);
    expect((await site.admin("GET", `/leads?q=${email}`)).body.leads).toHaveLength(1);

    // For ever again: nobody looks any more.
    expect((await site.admin("PATCH", "/site", { retentionDays: null })).body.site).not.toHaveProperty(
      "retentionDays",
    );
    vi.setSystemTime(startMs + 900 * dayMs);
    await runDurableObjectAlarm(sweepStub(site));
    expect((await site.admin("GET", `/leads/${young}`)).status).toBe(200);
  });
});

/** A line of the lead book. */
function leadLine(id: string): Record<string, unknown> {
  const nothing = { email: null, phone: null, name: null, company: null, account: null, country: null };
  const last = { lastActivity: "page_view", lastPath: "/", firstSeenAtMs: startMs, lastSeenAtMs: startMs };
  return { ...nothing, ...last, id, stage: "visitor", scores: {}, total: 0, events: 1 };
}

async function crawl(site: DeployedSite): Promise<string> {
  const reply = await ask("/v1/batch", {
    method: "POST",
    headers: { origin: site.origin, "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)" },
    body: JSON.stringify({
      writeKey: site.writeKey,
      batch: [{ ...page("/"), anonymousId: `crawler-${crypto.randomUUID()}` }],
    }),
  });
  return (reply.body.visitor as string).split(".")[0] ?? "";
}

/** Opens a download and reads nothing of it. */
async function openResult(site: DeployedSite, id: string): Promise<Response> {
  const { exports } = await import("cloudflare:workers");
  const worker = (exports as unknown as { default: Fetcher }).default;
  return worker.fetch(`http://127.0.0.1/admin/v1/sweeps/${id}/result`, {
    headers: { authorization: `Bearer ${site.adminToken}` },
  });
}
