import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Environment } from "../../worker/environment.ts";
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
