import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { leadBytes, pieces, visitorBytes } from "../../scripts/cost/measured.ts";
import type { Environment } from "../../worker/environment.ts";
import { lingerMs } from "../../worker/objects/visitor/outbox.ts";
import { FakeWebhookReceiver } from "../fakes/webhook-receiver.ts";
import { admin, adminPost, identify, page, post, track } from "./support/api.ts";
import { address, Browser } from "./support/identity.ts";
import { StorageMeter } from "./support/storage-meter.ts";

const { VISITOR, DESTINATION } = env as unknown as Environment;
const meter = new StorageMeter();
const receiver = new FakeWebhookReceiver();
let destination = "";

beforeAll(async () => {
  // Ahead of the real clock, so that no alarm goes off by itself.
  vi.useFakeTimers({ now: Date.UTC(2035, 0, 1), toFake: ["Date"] });
  vi.stubGlobal("fetch", receiver.fetch);
  const { body } = await adminPost("/destinations", { kind: "webhook", url: "http://127.0.0.1:9/hook" });
  destination = body.id;
  receiver.secret = body.secret;
  // What is made once for a site, and what an isolate tells once a minute, is nobody's batch.
  const first = new Browser();
  await first.view("/models/");
  await qualify(first);
  await meter.open();
});
afterAll(() => {
  meter.close();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Events of one moment are in the order of their ids, which is chance: an earlier one that comes later refolds the log. */
const laterOn = () => vi.setSystemTime(Date.now() + 1_000);

const objectOf = ({ id }: Browser) => VISITOR.get(VISITOR.idFromName(`demo-dealer:${id}`));
const alarmOf = (browser: Browser) => runDurableObjectAlarm(objectOf(browser));
const alarmAt = (browser: Browser) =>
  runInDurableObject(objectOf(browser), async (_object, { storage }) => storage.getAlarm());

const bytesOf = (browser: Browser) =>
  runInDurableObject(objectOf(browser), (_object, { storage }) => storage.sql.databaseSize);

const qualify = (browser: Browser) =>
  browser.send([
    identify({ email: address(), name: "Ada" }),
    track("generate_lead", { model: "Aurora" }),
    page("/directions/"),
  ]);

it("writes four rows for a new visitor, one for each batch after it, and two a minute later for the lead book", async () => {
  const browser = new Browser();
  expect(await meter.of(() => browser.view("/models/"))).toEqual(pieces.firstBatch);
  expect(await meter.of(() => browser.view("/models/aurora/"))).toEqual(pieces.nextBatch);
  expect(await meter.of(() => alarmOf(browser))).toEqual(pieces.line);
  laterOn();
  expect(await meter.of(() => browser.view("/finance/"))).toEqual(pieces.laterBatch);
  expect(await meter.of(() => alarmOf(browser))).toEqual(pieces.line);
});

it("writes a row for six events as for one, and none for what it has already", async () => {
  const browser = new Browser();
  await browser.view("/");
  const six = Array.from({ length: 6 }, (_, index) => page(`/models/${index}/`));
  expect(await meter.of(() => browser.send(six))).toEqual(pieces.nextBatch);
  expect(await meter.of(() => browser.send(six))).toEqual({ rows: {}, requests: ["visitor.ingest"] });
  expect(browser.answer).toMatchObject({ accepted: 0, duplicates: 6 });
});

it("writes so much for a lead, who is in the lead book and in the queue of the destination before any alarm", async () => {
  const browser = new Browser();
  await browser.view("/models/");
  expect(await meter.of(() => qualify(browser))).toEqual(pieces.lead);
  expect(await meter.of(() => alarmOf(browser))).toEqual(pieces.idleAlarm);
  expect(await bytesOf(browser)).toBe(leadBytes);
  const delivery = () => runDurableObjectAlarm(DESTINATION.get(DESTINATION.idFromName(destination)));
  await delivery();
  const another = new Browser();
  await another.view("/models/");
  await meter.of(() => qualify(another));
  expect(await meter.of(delivery)).toEqual(pieces.delivery);
});

it("writes four rows for a batch of a device that counts for a lead, the lead's copy and the place up to which it has one among them", async () => {
  const [phone, laptop] = [new Browser(), new Browser()];
  const email = address();
  for (const browser of [phone, laptop]) {
    await browser.view("/");
    await browser.prove({ email });
    await alarmOf(browser);
  }
  await alarmOf(phone);
  laterOn();
  await laptop.view("/models/");
  await alarmOf(laptop);
  laterOn();
  expect(await meter.of(() => laptop.view("/models/aurora/"))).toEqual(pieces.mergedDevice);
});

it("lets what nobody is in a hurry for wait a minute while nobody watches, and five seconds at most for the rest", async () => {
  const nowMs = Date.now();
  const browser = new Browser();
  await browser.view("/models/");
  expect(await alarmAt(browser)).toBe(nowMs + lingerMs.later);
  await qualify(browser);
  expect(await alarmAt(browser)).toBe(nowMs + lingerMs.soon);
});

it("keeps two batches of five page views in three pages", async () => {
  const browser = new Browser();
  const five = () => Array.from({ length: 5 }, (_, index) => page(`/models/aurora/${index}/`));
  await browser.send(five());
  await browser.send(five());
  expect(await bytesOf(browser)).toBe(visitorBytes);
});

it("writes a row for a lead whose points fade, the alarm for when a tenth has gone, and two then; for the others none", async () => {
  const { body: published } = await admin("/model");
  const model = structuredClone(published.model);
  model.scores[0].decay = { curve: "half_life", halfLifeDays: 30 };
  expect((await adminPost("/model/publish", model)).status).toBe(200);
  const nowMs = Date.now();
  const [lead, somebody] = [new Browser(), new Browser()];
  await lead.view("/models/");
  await meter.of(() => qualify(lead));
  expect(await meter.of(() => alarmOf(lead))).toEqual(pieces.fadingAlarm);
  vi.setSystemTime((await alarmAt(lead)) ?? 0);
  expect(await meter.of(() => alarmOf(lead))).toEqual(pieces.fadedLine);
  await somebody.view("/directions/");
  expect(await meter.of(() => alarmOf(somebody))).toEqual(pieces.line);
  expect(await alarmAt(somebody)).toBeNull();
  await adminPost("/model/publish", published.model);
  vi.setSystemTime(nowMs);
});

it("writes nothing at all for a message that was delivered to somebody whom nobody knows", async () => {
  const { body: source } = await adminPost("/sources", { kind: "postmark" });
  const headers = { "x-scoreline-password": source.secrets.password };
  const deliver = async (kind: string, more: Record<string, unknown>) => {
    const record = { RecordType: kind, MessageID: kind, Recipient: address(), Email: address(), ...more };
    return (await post(new URL(source.address).pathname, record, headers)).body;
  };
  const at = new Date().toISOString();
  const metered = await meter.of(async () => {
    expect(await deliver("Delivery", { DeliveredAt: at })).toMatchObject({ accepted: 0, unknown: 1 });
    expect(await deliver("Bounce", { BouncedAt: at })).toMatchObject({ accepted: 0, unknown: 1 });
  });
  // The site's are the log of the source: a line in ten seconds where it is deployed.
  expect(Object.keys(metered.rows)).toEqual(["site"]);
  expect(metered.requests.filter((name) => !name.startsWith("site."))).toEqual([
    "identity.mention",
    "identity.mention",
  ]);
  expect((await deliver("Open", { ReceivedAt: at })).accepted).toBe(1);
});

it("does not put an alarm off that is still to come, not even after the object was put away", async () => {
  const nowMs = Date.now();
  const browser = new Browser();
  await browser.view("/models/");
  await runInDurableObject(objectOf(browser), (_object, state) => state.abort("put away")).catch(
    () => undefined,
  );
  vi.setSystemTime(nowMs + 40_000);
  await browser.view("/models/aurora/");
  expect(browser.answer.accepted).toBe(1);
  expect(await alarmAt(browser)).toBe(nowMs + lingerMs.later);
  vi.setSystemTime(nowMs);
});
