import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Environment } from "../../worker/environment.ts";
import { VisitorObject, type IngestRequest } from "../../worker/objects/visitor/visitor.ts";
import { identityKey } from "../../worker/security/identity-key.ts";
import { FakeWebhookReceiver } from "../fakes/webhook-receiver.ts";
import {
  admin,
  adminPost,
  call,
  identify,
  page,
  post,
  secretKeyHeaders,
  track,
  type Json,
} from "./support/api.ts";
import { address, Browser, leadOf, site } from "./support/identity.ts";
import { placesOf } from "./support/storage.ts";

const environment = env as unknown as Environment;
const secret = "a secret for tests, and for nothing else";
let receiver = new FakeWebhookReceiver();

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2036, 0, 1), toFake: ["Date"] });
  receiver = new FakeWebhookReceiver();
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => receiver.fetch(url, init));
});
afterEach(async () => {
  for (const { id } of (await admin("/destinations")).body.destinations as Json[])
    await ask("DELETE", `/destinations/${id}`);
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ask = (method: string, path: string, body?: unknown) =>
  call(`/admin/v1${path}`, {
    method,
    headers: { authorization: "Bearer adm_demo_local", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const visitorOf = (id: string) => environment.VISITOR.get(environment.VISITOR.idFromName(`${site}:${id}`));
const idIn = (answer: Json): string => answer.visitor.split(".")[0];

/** A server tells events. @returns Its answer. */
const tell = async (...events: unknown[]): Promise<Json> =>
  (await post("/v1/batch", { batch: events }, { ...secretKeyHeaders, "content-type": "application/json" }))
    .body;

async function hook(): Promise<() => Promise<unknown>> {
  const settings = { kind: "webhook", url: "http://127.0.0.1:9/well", purposes: ["marketing"] };
  const { body } = await adminPost("/destinations", settings);
  receiver.secret = body.secret;
  const id = environment.DESTINATION.idFromName(body.id);
  return () => runDurableObjectAlarm(environment.DESTINATION.get(id));
}
const received = () => [...receiver.effects.values()] as Json[];

/** Runs the alarms of these visitors until nothing is on its way between them. */
async function settle(...ids: string[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) for (const id of ids) await runDurableObjectAlarm(visitorOf(id));
}

const timelineOf = (lead: Json): string[] => lead.timeline.map(({ name }: Json) => name);

/** A visitor who has told a number and nothing else, and whose address only a server has told. */
async function victimOf(email: string): Promise<{ victim: Browser; phone: string }> {
  const victim = new Browser();
  const phone = `+40722${Math.floor(100_000 + Math.random() * 899_999)}`;
  await victim.send([
    page("/models/"),
    identify({ phone }),
    track("generate_lead", { model: "Aurora" }),
    track("chat_message", { text: "private" }),
  ]);
  // As the library of a form does: the device's id, and the address as a property.
  await tell(track("purchase", { email, value: 5 }, { anonymousId: victim.anonymousId }));
  return { victim, phone };
}

it("an address that a server told of a browser is that visitor's: who types it gets nothing, and both are shown to sales", async () => {
  const wake = await hook();
  const email = address();
  const { victim, phone } = await victimOf(email);
  await wake();
  const stranger = new Browser();
  const answer = await stranger.say({ email });
  await wake();
  expect(answer).toMatchObject({ accepted: 1, total: 0 });
  expect(await leadOf(stranger.id)).toMatchObject({
    id: stranger.id,
    events: 1,
    phone: null,
    devices: [],
    duplicates: [{ id: victim.id, kinds: ["email"] }],
  });
  expect(await leadOf(victim.id)).toMatchObject({ id: victim.id, phone, events: 5 });
  expect(received().map(({ data }) => [data.who.phone, data.who.email])).toEqual([[phone, null]]);
  expect(idIn(await tell(track("email_opened", { email })))).toBe(victim.id);
});

it("names that a server tells together with a browser's id are all that visitor's", async () => {
  const [email, userId] = [address(), crypto.randomUUID()];
  const browser = new Browser();
  await browser.view("/models/");
  await tell(
    track("purchase", { email }, { anonymousId: browser.anonymousId }),
    track("email_opened", { email }, { userId }),
  );
  const stranger = new Browser();
  await stranger.send([identify({}, { userId })]);
  expect(await leadOf(stranger.id)).toMatchObject({ id: stranger.id, events: 1, devices: [] });
  expect(await leadOf(browser.id)).toMatchObject({ id: browser.id, events: 3 });
});

/** Makes the address lead to a browser's visitor as to a stand-in, as releases before have stored it. */
async function storeAsStandIn(email: string, visitorId: string): Promise<void> {
  const key = (await identityKey(secret, site, "email", email)) ?? "";
  const stub = environment.IDENTITY.get(environment.IDENTITY.idFromName(key));
  await runInDurableObject(stub as never, (_object, { storage }: DurableObjectState) => {
    const owner = { visitorId, standIn: null, displaced: null, isProved: false, isStandIn: true };
    storage.kv.put("owner", owner);
  });
}

it("a browser that an earlier release let stand in for an address is not taken over by a word, and has the address back", async () => {
  const email = address();
  const { victim } = await victimOf(email);
  await storeAsStandIn(email, victim.id);
  const stranger = new Browser();
  await stranger.say({ email });
  expect(await leadOf(stranger.id)).toMatchObject({ events: 1, duplicates: [{ id: victim.id }] });
  expect(await leadOf(victim.id)).toMatchObject({ id: victim.id, events: 5 });
  expect(idIn(await tell(track("email_opened", { email })))).toBe(victim.id);
});

it("nor is one of which only servers have told so far; a proof makes them one, each with its own log", async () => {
  const email = address();
  const device = new Browser();
  const told = await tell(track("purchase", { email }, { anonymousId: device.anonymousId }));
  await storeAsStandIn(email, idIn(told));
  const stranger = new Browser();
  await stranger.say({ email });
  expect(await leadOf(stranger.id)).toMatchObject({ events: 1, devices: [] });
  await storeAsStandIn(email, idIn(told));
  const owner = new Browser();
  await owner.prove({ email });
  const lead = await leadOf(owner.id);
  expect(lead.devices.map(({ id, reason }: Json) => [id, reason])).toContainEqual([idIn(told), "token"]);
  await device.view("/models/");
  await settle(device.id, owner.id);
  expect(timelineOf(await leadOf(owner.id))).toContain("page_view");
});

it("what left for somebody before they came does not leave again, and is erased with them", async () => {
  const { model } = (await admin("/model")).body;
  const bought = {
    id: "bought",
    label: "Bought",
    purpose: "marketing",
    trigger: { on: "event", when: { test: "event", is: "purchase" } },
  };
  await adminPost("/model/publish", { ...model, handOffs: [...model.handOffs, bought] });
  const wake = await hook();
  const email = address();
  const standIn = idIn(await tell(track("purchase", { email, value: 99 })));
  await wake();
  expect(received()).toMatchObject([{ data: { who: { visitorId: standIn } } }]);
  const browser = new Browser();
  await browser.say({ email });
  await wake();
  expect(received()).toHaveLength(1);
  await adminPost("/privacy/erase", { email });
  await wake();
  const notice = received().find(({ type }) => type === "visitor.erased");
  expect(notice.data.visitorIds).toEqual([browser.id, standIn]);
  expect(notice.data.handOffIds).toHaveLength(1);
  expect(await placesOf(email)).toEqual([]);
  await adminPost("/model/publish", model);
});

it("an objection that was made before they came is theirs, from the first answer on", async () => {
  const email = address();
  const standIn = idIn(await tell(track("meeting_booked", { email })));
  expect((await ask("PUT", `/leads/${standIn}/objection`, { note: "no" })).status).toBe(200);
  const browser = new Browser();
  expect(await browser.say({ email })).toMatchObject({ total: 0, actions: [] });
  expect((await leadOf(browser.id)).objection).toMatchObject({ note: "no" });
});

it.each(["before", "after"] as const)(
  "what a server tells of somebody in the moment they come is theirs (%s the two are one)",
  async (when) => {
    const email = address();
    const standIn = idIn(await tell(track("meeting_booked", { email })));
    const late: IngestRequest = {
      siteId: site,
      visitorId: standIn,
      receivedAtMs: Date.now(),
      locale: undefined,
      visit: undefined,
      events: [
        {
          messageId: `late-${when}`,
          type: "track",
          name: "meeting_booked",
          atMs: Date.now(),
          source: "server",
          properties: { email },
        },
      ],
      rejected: [],
      claims: [],
      proofs: [],
    };
    const { mergeInto } = VisitorObject.prototype;
    const results: unknown[] = [];
    // The server's request has asked whose the address is before the claim, and arrives now.
    vi.spyOn(VisitorObject.prototype, "mergeInto").mockImplementationOnce(async function (
      this: VisitorObject,
      ...terms
    ) {
      if (when === "after") await mergeInto.apply(this, terms);
      results.push(await this.ingest(late));
      if (when === "before") await mergeInto.apply(this, terms);
    });
    const browser = new Browser();
    await browser.say({ email });
    await settle(standIn, browser.id);
    expect(results).toMatchObject([{ accepted: 1 }]);
    expect((await leadOf(browser.id)).events).toBe(3);
    await adminPost("/privacy/erase", { email });
    expect(await placesOf(`late-${when}`, email)).toEqual([]);
  },
);

it("a message that was told before and is sent again after they came counts once, also after they have proved who they are", async () => {
  const email = address();
  const booked = track("meeting_booked", { email });
  const first = await tell(booked);
  const browser = new Browser();
  await browser.say({ email });
  expect(await tell(booked)).toMatchObject({ accepted: 0, duplicates: 1, total: first.total });
  const before = browser.id;
  await browser.prove({ email });
  const lead = await leadOf(browser.id);
  const reasons = Object.fromEntries(lead.devices.map(({ id, reason }: Json) => [id, reason]));
  expect(reasons).toEqual({ [before]: "token", [idIn(first)]: "told" });
  expect(await tell(booked)).toMatchObject({ accepted: 0, duplicates: 1, total: first.total });
  expect(timelineOf(await leadOf(browser.id)).filter((name) => name === "meeting_booked")).toHaveLength(1);
});

it("of a lead that counts for another one by then, it comes along and counts once", async () => {
  const email = address();
  const booked = track("meeting_booked", { email });
  const [lead, phone] = [new Browser(), new Browser()];
  await lead.view("/models/");
  await phone.view("/");
  await adminPost(`/leads/${lead.id}/merge`, { with: phone.id });
  const standIn = idIn(await tell(booked));
  await phone.say({ email });
  await tell(booked);
  await settle(standIn, phone.id, lead.id);
  expect(timelineOf(await leadOf(lead.id)).filter((name) => name === "meeting_booked")).toHaveLength(1);
  // What is theirs goes along when the device is parted again.
  await adminPost(`/leads/${lead.id}/unmerge`, { device: phone.id });
  await settle(phone.id, standIn, lead.id, phone.id, standIn);
  expect(timelineOf(await leadOf(lead.id))).not.toContain("meeting_booked");
  expect(await leadOf(phone.id)).toMatchObject({ id: phone.id, devices: [{ id: standIn, reason: "told" }] });
});

it("can be taken out by sales, who know better whose it was, and stays out; what is told from then on is theirs who came", async () => {
  const email = address();
  const standIn = idIn(await tell(track("email_opened", { email })));
  const browser = new Browser();
  expect(await browser.say({ email })).toMatchObject({ total: 3 });
  const undone = await adminPost(`/leads/${browser.id}/unmerge`, { device: standIn });
  expect(undone.body).toMatchObject({ id: browser.id, total: 0, devices: [] });
  expect(await leadOf(standIn)).toMatchObject({ id: standIn, total: 3 });
  await browser.say({ email });
  await browser.prove({ email });
  await settle(standIn, browser.id);
  expect(await leadOf(standIn)).toMatchObject({ id: standIn, total: 3 });
  expect(idIn(await tell(track("email_opened", { email })))).toBe(browser.id);
  expect(await leadOf(browser.id)).toMatchObject({ total: 3 });
});

it("is somebody as soon as a browser speaks for it, and nothing of that browser goes to who gave the address", async () => {
  const email = address();
  const told = await tell(track("email_opened", { email }));
  const stranger = new Browser();
  expect(await stranger.say({ email })).toMatchObject({ total: 3 });
  const browser = new Browser();
  // The site's server has put the id of its answer into the page.
  browser.visitor = told.visitor;
  const answer = await browser.view("/directions");
  expect(answer).toMatchObject({ accepted: 1, total: 23, visitor: told.visitor });
  await settle(idIn(told), stranger.id);
  expect(await leadOf(idIn(told))).toMatchObject({ id: idIn(told), events: 2, devices: [] });
  expect(await leadOf(stranger.id)).toMatchObject({ events: 1, total: 0, devices: [] });
});
