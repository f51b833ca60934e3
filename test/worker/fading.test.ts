import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Model } from "../../shared/schema/model.ts";
import type { Decay } from "../../shared/schema/rule.ts";
import type { Environment } from "../../worker/environment.ts";
import { identify, page, track, type Json } from "./support/api.ts";
import { makeSite, report, type DeployedSite } from "./support/deployment.ts";

const { VISITOR } = env as unknown as Environment;
const dayMs = 86_400_000;
/** Ahead of the real clock, so that no alarm goes off by itself. In the middle of a day. */
const startMs = Date.UTC(2036, 0, 1, 12);
const dayOf = (atMs: number): number => Math.floor(atMs / dayMs);

beforeEach(() => vi.useFakeTimers({ now: startMs, toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

/** A site whose points for intent fade, where `mql` asks for so many of them. */
async function fadingSite(decay: Decay | undefined, mqlAtLeast = 30): Promise<DeployedSite> {
  const site = await makeSite("fading");
  const { model } = (await site.admin("GET", "/model")).body as { model: Model };
  const [intent] = model.scores;
  if (intent !== undefined && decay !== undefined) intent.decay = decay;
  const mql = model.stages.find(({ id }) => id === "mql");
  if (mql !== undefined) mql.threshold = { atLeast: mqlAtLeast };
  // Without a decay it is the model that is there.
  expect((await site.admin("POST", "/model/publish", model)).status).toBe(200);
  return site;
}

/** A visitor whose object has done what a visit leaves to do. */
async function visit(site: DeployedSite, events: unknown[]): Promise<string> {
  const { body } = await report(site, events);
  const id = (body.visitor as string).split(".")[0] ?? "";
  expect(await runDurableObjectAlarm(stubOf(site, id))).toBe(true);
  return id;
}

const stubOf = (site: DeployedSite, id: string) => VISITOR.get(VISITOR.idFromName(`${site.id}:${id}`));
const alarmOf = (site: DeployedSite, id: string) =>
  runInDurableObject(stubOf(site, id), async (_, { storage }) => storage.getAlarm());
const lineOf = async (site: DeployedSite): Promise<Json> => (await site.admin("GET", "/leads")).body.leads[0];
const totalOf = async (site: DeployedSite, id: string): Promise<number> =>
  (await site.admin("GET", `/leads/${id}`)).body.total;

const known = identify({ email: "fade@example.com" });
/** Twenty points. */
const directions = page("/directions/");

it("a visitor's object sleeps until the day on which fading points will close the stage, and not before", async () => {
  const site = await fadingSite({ curve: "step", days: 3 }, 10);
  const id = await visit(site, [known, track("generate_lead", { model: "Aurora" })]);
  expect(await lineOf(site)).toMatchObject({ total: 10, stage: "mql" });
  expect(await alarmOf(site, id)).toBe((dayOf(startMs) + 3) * dayMs);
});

it("the line of a lead follows what fades, within a tenth, until nothing is left, at most once a day", async () => {
  const site = await fadingSite({ curve: "half_life", halfLifeDays: 10 });
  const id = await visit(site, [known, directions, track("generate_lead", { model: "Aurora" })]);
  expect((await lineOf(site)).total).toBe(30);
  const days: number[] = [];
  for (let atMs = await alarmOf(site, id); atMs !== null; atMs = await alarmOf(site, id)) {
    const told = (await lineOf(site)).total as number;
    vi.setSystemTime(dayOf(atMs) * dayMs - 1);
    expect(told - (await totalOf(site, id))).toBeLessThan(Math.max(1, told / 10));
    vi.setSystemTime(atMs);
    expect(await runDurableObjectAlarm(stubOf(site, id))).toBe(true);
    expect((await lineOf(site)).total).toBe(await totalOf(site, id));
    days.push(dayOf(atMs));
  }
  expect(await lineOf(site)).toMatchObject({ total: 0, lastSeenAtMs: startMs });
  expect(days).toEqual([...new Set(days)]);
  expect(days.length).toBeLessThan(30);
});

it("what has faded between a lead's line and the alarm after it is told, too", async () => {
  const site = await fadingSite({ curve: "step", days: 1 });
  const lateMs = startMs + 12 * 3_600_000 - 2_000;
  vi.setSystemTime(lateMs);
  const { body } = await report(site, [known, directions]);
  const id = (body.visitor as string).split(".")[0] ?? "";
  await expect.poll(async () => (await lineOf(site))?.total).toBe(20);
  vi.setSystemTime(lateMs + 5_000);
  await runDurableObjectAlarm(stubOf(site, id));
  vi.setSystemTime((await alarmOf(site, id)) ?? 0);
  await runDurableObjectAlarm(stubOf(site, id));
  expect((await lineOf(site)).total).toBe(0);
  expect(await alarmOf(site, id)).toBeNull();
});

it("nobody is woken for a total who is not known, or whose points do not fade", async () => {
  const fading = await fadingSite({ curve: "half_life", halfLifeDays: 10 });
  expect(await alarmOf(fading, await visit(fading, [directions]))).toBeNull();
  expect((await lineOf(fading)).total).toBe(20);
  const lasting = await fadingSite(undefined);
  expect(await alarmOf(lasting, await visit(lasting, [known, directions]))).toBeNull();
});

it("a re-score finds the leads whose points have begun to fade", async () => {
  const site = await makeSite("fading");
  const id = await visit(site, [known, directions]);
  const { model } = (await site.admin("GET", "/model")).body;
  model.scores[0].decay = { curve: "step", days: 5 };
  const { sweepId } = (await site.admin("POST", "/model/publish", model)).body;
  const { SWEEP } = env as unknown as Environment;
  await runDurableObjectAlarm(SWEEP.get(SWEEP.idFromName(site.id)));
  expect((await site.admin("GET", `/sweeps/${sweepId}`)).body.state).toBe("done");
  expect(dayOf((await alarmOf(site, id)) ?? 0)).toBe(dayOf(startMs) + 5);
});
