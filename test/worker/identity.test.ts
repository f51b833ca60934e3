import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { dayMs } from "../../shared/core/index.ts";
import type { Environment } from "../../worker/environment.ts";
import { identityKey } from "../../worker/security/identity-key.ts";
import { readMailLink, signMailLink } from "../../worker/security/mail-link.ts";
import {
  admin,
  adminPost,
  batch,
  call,
  identify,
  messageId,
  page,
  post,
  secretKeyHeaders,
  track,
  type Json,
} from "./support/api.ts";
import { address, Browser, leadOf, linksTo, proofFor, proofSecret, site } from "./support/identity.ts";

const { VISITOR } = env as unknown as Environment;
const secret = "a secret for tests, and for nothing else";
const visitorOf = (id: string) => VISITOR.get(VISITOR.idFromName(`${site}:${id}`));
const json = { "content-type": "application/json" };

/** The shape of an answer: its fields, not what is in them. */
const shapeOf = (body: Json) => Object.keys(body).sort();
const receiptSum = (lead: Json) => lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0);
const opened = (email: string) =>
  post(
    "/v1/track",
    { event: "email_opened", messageId: messageId(), properties: { email } },
    secretKeyHeaders,
  );

describe("a word without proof", () => {
  it("binds what is nobody's; a second one changes nothing, gets the same answer, and both are shown to sales", async () => {
    const email = address();
    const [first, second] = [new Browser(), new Browser()];
    await first.view("/directions");
    const one = await first.say({ email });
    await second.view("/directions");
    const two = await second.say({ email: ` ${email.toUpperCase()}` });
    expect(shapeOf(two)).toEqual(shapeOf(one));
    expect({ ...two, visitor: "" }).toEqual({ ...one, visitor: "" });
    expect(second.id).not.toBe(first.id);
    expect((await opened(email)).body.visitor.split(".")[0]).toBe(first.id);
    expect(await leadOf(first.id)).toMatchObject({
      total: 23,
      duplicates: [{ id: second.id, kinds: ["email"] }],
    });
    expect(await leadOf(second.id)).toMatchObject({ total: 20, duplicates: [{ id: first.id }], proved: [] });
  });

  it("takes a telephone number that is sent as a number", async () => {
    const browser = new Browser();
    const { warnings } = await browser.send([identify({ phone: 905_551_234_567 })]);
    expect({ warnings, phone: (await leadOf(browser.id)).phone }).toEqual({ phone: "905551234567" });
  });

  it("does so for a user id and a phone number too, however it is written", async () => {
    const user = `user-${crypto.randomUUID()}`;
    const [first, second] = [new Browser(), new Browser()];
    await first.send([identify({ phone: "+90 555 010-20-30" }, { userId: user })]);
    await second.send([identify({ phone: "+905550102030" }, { userId: ` ${user}` })]);
    const lead = await leadOf(first.id);
    expect(lead.duplicates).toMatchObject([{ id: second.id }]);
    expect(new Set(lead.duplicates[0].kinds)).toEqual(new Set(["user_id", "phone"]));
  });

  it("can be said not to be the same person, and is not shown again", async () => {
    const email = address();
    const [first, second] = [new Browser(), new Browser()];
    await first.say({ email });
    await second.say({ email });
    const { body, status } = await adminPost(`/leads/${first.id}/dismiss`, { with: second.id });
    expect({ status, duplicates: body.duplicates }).toEqual({ status: 200, duplicates: [] });
    await second.say({ email, phone: "+49 30 1234567" });
    expect((await leadOf(second.id)).duplicates).toEqual([]);
  });

  it.each([
    "null",
    "undefined",
    "0",
    "NaN",
    "guest",
    "Anonymous",
    "true",
    "",
    " ",
    "[object Object]",
    "none",
    "-1",
  ])("that names nobody is refused as an id, and costs no other fact: %j", async (id) => {
    const browser = new Browser();
    const answer = await browser.send([
      page("/directions", id === "" ? {} : { userId: id }),
      identify({ email: id, company: "Acme" }, id === "" ? {} : { userId: id }),
      identify(id === "" ? {} : { email: id }, id === "" ? { userId: null } : { userId: id }),
    ]);
    const codes = (answer.warnings ?? []).map(({ index, code }: Json) => `${index} ${code}`);
    const lead = await leadOf(browser.id);
    expect(lead).toMatchObject({ total: 20, email: null, company: "Acme" });
    if (id === "") return;
    expect(answer).toMatchObject({ accepted: 2, rejected: [{ index: 2, code: "illegal_id" }] });
    expect(codes).toContain("0 illegal_id");
    expect(codes).toContain("1 illegal_id");
    expect(lead.rejected).toMatchObject([{ code: "illegal_id" }]);
    const single = await post("/v1/identify", { writeKey: "pub_demo_dealer", messageId: "m", userId: id });
    expect({ status: single.status, code: single.body.rejected[0].code }).toEqual({
      status: 422,
      code: "illegal_id",
    });
  });
});

describe("a proof of the site's own server", () => {
  it("gives the browser a new id, with everything that it did before, and the old id learns nothing more", async () => {
    const [browser, thief] = [new Browser(), new Browser()];
    await browser.view("/directions");
    thief.visitor = browser.visitor;
    const before = browser.id;
    const user = crypto.randomUUID();
    const answer = await browser.prove({ sub: user });
    expect(browser.id).not.toBe(before);
    expect(answer).toMatchObject({ accepted: 1, total: 20 });
    // Somebody who had put the old id into this browser still has it.
    const seen = await thief.view("/models/");
    expect(seen).toMatchObject({ total: 20 });
    expect(seen.visitor).toBeUndefined();
    await browser.send([track("generate_lead", { model: "Aurora", email: address() })]);
    expect(browser.answer).toMatchObject({ total: 30, stage: "mql" });
    expect(await thief.view("/models/")).toMatchObject({ total: 20, stage: "visitor" });

    const lead = await leadOf(browser.id);
    expect(lead).toMatchObject({
      total: 30,
      proved: ["user_id"],
      devices: [{ id: before, isFormerId: true, isProved: false, reason: "token" }],
    });
    expect(receiptSum(lead)).toBe(30);
    expect((await leadOf(before)).id).toBe(browser.id);
    expect((await admin(`/leads?limit=200`)).body.leads.some(({ id }: Json) => id === before)).toBe(false);
  });

  it("that is sent again, because the answer was lost, leads to the same id and counts once", async () => {
    const browser = new Browser();
    await browser.view("/directions");
    const old = browser.visitor;
    const proof = await proofFor({ anonymousId: browser.anonymousId, sub: crypto.randomUUID() });
    const events = [page("/directions"), identify({}, { context: { proof } })];
    const first = await browser.send(events);
    browser.visitor = old;
    const again = await browser.send(events);
    expect(again).toMatchObject({ accepted: 0, duplicates: 2, visitor: first.visitor });
    expect(again.total).toBe(first.total);
  });

  it("of the same user on a second device makes them one lead, which both hear of", async () => {
    const sub = crypto.randomUUID();
    const [laptop, phone] = [new Browser(), new Browser()];
    await laptop.view("/directions");
    await laptop.prove({ sub });
    await phone.send([track("generate_lead", { model: "Aurora", email: address() })]);
    const answer = await phone.prove({ sub });
    expect(answer).toMatchObject({ total: 30, stage: "mql" });
    expect(await laptop.view("/models/")).toMatchObject({ total: 30, stage: "mql" });
    expect(await phone.view("/models/")).toMatchObject({ total: 30 });
    const lead = await leadOf(phone.id);
    expect(lead.id).toBe(laptop.id);
    expect(lead.devices.map(({ id }: Json) => id)).toContain(phone.id);
    expect(receiptSum(lead)).toBe(30);
    // One step into the stage, one hand-off, whoever is asked.
    expect(lead.handOffs.filter(({ purpose }: Json) => purpose === "sales")).toHaveLength(1);
  });

  it("takes an address from somebody who only told it, without learning who that was or telling them anything", async () => {
    const email = address();
    const [squatter, owner] = [new Browser(), new Browser()];
    await squatter.say({ email });
    await owner.view("/directions");
    await owner.prove({ email });
    expect((await opened(email)).body.visitor.split(".")[0]).toBe(owner.id);
    expect(await squatter.view("/models/")).toMatchObject({ total: 0 });
    expect(await leadOf(owner.id)).toMatchObject({ total: 23, proved: ["email"] });
    expect((await leadOf(squatter.id)).id).toBe(owner.id);
  });

  it("does not make one of two who have both proved to be somebody: sales decides", async () => {
    const email = address();
    const [first, second] = [new Browser(), new Browser()];
    await first.prove({ sub: crypto.randomUUID() });
    await first.say({ email });
    await second.prove({ email });
    expect((await leadOf(first.id)).id).toBe(first.id);
    expect((await leadOf(second.id)).duplicates).toMatchObject([{ id: first.id, kinds: ["email"] }]);
  });

  it("of another user on the same browser begins a new person", async () => {
    const browser = new Browser();
    await browser.view("/directions");
    await browser.prove({ sub: crypto.randomUUID() });
    const first = browser.id;
    expect(await browser.prove({ sub: crypto.randomUUID() })).toMatchObject({ total: 0 });
    expect(browser.id).not.toBe(first);
    expect(await leadOf(browser.id)).toMatchObject({ devices: [], total: 0 });
    expect(await leadOf(first)).toMatchObject({ id: first, total: 20 });
  });

  it("may be bound to the signed visitor id, also after that was exchanged for a new one", async () => {
    const browser = new Browser();
    await browser.view("/directions");
    const proof = await proofFor({ visitor: browser.visitor, sub: crypto.randomUUID() });
    expect(await browser.say({}, { context: { proof } })).toMatchObject({ accepted: 1, rejected: [] });
    const id = browser.id;
    expect(await browser.send([identify({})], { context: { proof } })).toMatchObject({
      accepted: 1,
      rejected: [],
    });
    expect(browser.id).toBe(id);
  });

  const nowSeconds = () => Math.floor(Date.now() / 1000);
  it.each<[string, (browser: Browser) => Promise<unknown>, Record<string, unknown>?]>([
    ["no JWT", async () => "hello"],
    ["no text", async () => ({ alg: "none" })],
    [
      "signed with another secret",
      ({ anonymousId }) => proofFor({ sub: "u", anonymousId }, { secret: "x".repeat(40) }),
    ],
    [
      "with another algorithm",
      ({ anonymousId }) => proofFor({ sub: "u", anonymousId }, { algorithm: "HS512" }),
    ],
    [
      "unsigned",
      async ({ anonymousId }) =>
        `${btoa('{"alg":"none"}').replaceAll("=", "")}.${btoa(JSON.stringify({ aud: site, exp: nowSeconds() + 60, sub: "u", anonymousId })).replaceAll("=", "")}.`,
    ],
    ["of another site", ({ anonymousId }) => proofFor({ sub: "u", anonymousId, aud: "demo-shop" })],
    ["for nobody's site", ({ anonymousId }) => proofFor({ sub: "u", anonymousId, aud: undefined })],
    ["expired", ({ anonymousId }) => proofFor({ sub: "u", anonymousId, exp: nowSeconds() - 31 })],
    ["without expiry", ({ anonymousId }) => proofFor({ sub: "u", anonymousId, exp: undefined })],
    [
      "good for more than an hour",
      ({ anonymousId }) => proofFor({ sub: "u", anonymousId, exp: nowSeconds() + 3_640 }),
    ],
    ["not good yet", ({ anonymousId }) => proofFor({ sub: "u", anonymousId, nbf: nowSeconds() + 60 })],
    ["of nobody", ({ anonymousId }) => proofFor({ anonymousId })],
    ["of an id that is none", ({ anonymousId }) => proofFor({ anonymousId, sub: "null", email: "guest" })],
    ["bound to nobody", () => proofFor({ sub: "u" })],
    ["bound to another browser", () => proofFor({ sub: "u", anonymousId: crypto.randomUUID() })],
    ["bound to an unsigned visitor", ({ id }) => proofFor({ sub: "u", visitor: `${id}.${"A".repeat(22)}` })],
    ["of another user", ({ anonymousId }) => proofFor({ sub: "u", anonymousId }), { userId: "somebody" }],
    [
      "of another address",
      ({ anonymousId }) => proofFor({ email: "u@example.com", anonymousId }),
      { traits: { email: "v@example.com" } },
    ],
  ])("%s costs the call (401) and changes nothing", async (_title, make, more = {}) => {
    const browser = new Browser();
    await browser.view("/directions");
    const before = browser.id;
    const proof = await make(browser);
    const event = { messageId: messageId(), anonymousId: browser.anonymousId, context: { proof }, ...more };
    const reply = await post("/v1/identify", {
      writeKey: "pub_demo_dealer",
      visitor: browser.visitor,
      ...event,
    });
    expect({ status: reply.status, rejected: reply.body.rejected }).toMatchObject({
      status: 401,
      rejected: [{ index: 0, code: "bad_proof", message: expect.stringContaining("context.proof") }],
    });
    const inBatch = await browser.send([
      { type: "identify", ...event, messageId: messageId() },
      page("/models/"),
    ]);
    expect(inBatch).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: "bad_proof" }] });
    expect(browser.id).toBe(before);
    const lead = await leadOf(before);
    expect(lead).toMatchObject({ id: before, total: 20, proved: [], devices: [] });
    // What proves somebody is not kept, not even refused.
    expect(lead.rejected[0].body).not.toContain("proof");
  });

  it.each([
    ["until it expires", (seconds: number) => ({ exp: seconds + 5 })],
    ["for an hour", (seconds: number) => ({ exp: seconds + 3_600 })],
    ["from its nbf on", (seconds: number) => ({ nbf: seconds })],
  ])("is good %s", async (_title, claims) => {
    const browser = new Browser();
    expect(await browser.prove({ sub: crypto.randomUUID(), ...claims(nowSeconds()) })).toMatchObject({
      rejected: [],
    });
  });

  it("is signed with a secret that can be changed; the one before is taken for a while, or not at all", async () => {
    const old = await proofSecret();
    const rotate = (overlapHours: number) => adminPost("/proof-secret/rotate", { overlapHours });
    const tried = async (key: string) => {
      const browser = new Browser();
      const proof = await proofFor(
        { sub: crypto.randomUUID(), anonymousId: browser.anonymousId },
        { secret: key },
      );
      return (await browser.say({}, { context: { proof } })).rejected.length === 0;
    };
    const { body: second } = await rotate(1);
    expect(second).toMatchObject({ audience: site, version: 2, previousUntilMs: expect.any(Number) });
    expect([await tried(old), await tried(second.secret)]).toEqual([true, true]);
    const { body: third } = await rotate(0);
    expect(third).toMatchObject({ version: 3, previousUntilMs: null });
    expect([await tried(old), await tried(second.secret), await tried(third.secret)]).toEqual([
      false,
      false,
      true,
    ]);
    expect((await admin("/proof-secret")).body).toEqual(third);
    expect((await adminPost("/proof-secret/rotate", { overlapHours: -1 })).status).toBe(422);
    const back = await call("/admin/v1/site", {
      method: "PATCH",
      headers: { ...json, authorization: "Bearer adm_demo_local" },
      body: JSON.stringify({ proof: { version: 1, previousUntilMs: 9e15 } }),
    });
    expect(back.status).toBe(422);
    expect((await admin("/site")).body.site.proof.version).toBe(3);
  });
});

describe("a signed link in an e-mail", () => {
  it("proves the mailbox to the device that opens it: form on the laptop, mail on the phone, one lead", async () => {
    const email = address();
    const [laptop, phone] = [new Browser(), new Browser()];
    await laptop.send([track("generate_lead", { model: "Aurora", email })]);
    const [token] = await linksTo(email);
    await phone.open(token ?? "", "/directions");
    expect(phone.answer).toMatchObject({ total: 30, stage: "mql" });
    const lead = await leadOf(laptop.id);
    expect(lead).toMatchObject({ id: phone.id, email, total: 30, proved: ["email"] });
    // The laptop has proved nothing and learns nothing.
    expect(await laptop.view("/models/")).toMatchObject({ total: 10, stage: "lead" });
    expect(await leadOf(phone.id)).toMatchObject({ total: 30, handOffs: expect.any(Array) });
  });

  it("leaves no trace of its token in what is stored", async () => {
    const email = address();
    const [token = ""] = await linksTo(email);
    const browser = new Browser();
    await browser.open(token);
    const url = `http://127.0.0.1/models/?scoreline_clid=${token}`;
    await browser.send([
      track("link_click", { url, text: `see ${url}` }, { context: { page: { url, path: "/models/" } } }),
      track("x", { note: url, bad: "x".repeat(5_000) }),
    ]);
    await runInDurableObject(visitorOf(browser.id), (_object, state) => {
      const stored = state.storage.sql
        .exec<{ body: string }>(
          "SELECT body FROM batch UNION ALL SELECT body FROM rejected UNION ALL SELECT body FROM proof",
        )
        .toArray()
        .map(({ body }) => body)
        .join("\n");
      expect(stored).toContain("scoreline_clid=");
      expect(stored).not.toContain(token);
      expect(stored).not.toContain(email);
    });
  });

  it("proves nothing to a device that has proved another mailbox: the mail was passed on", async () => {
    const [mine, theirs] = [address("mine"), address("theirs")];
    const browser = new Browser();
    const [own = "", foreign = ""] = await linksTo(mine, theirs);
    await browser.open(own);
    const id = browser.id;
    await browser.open(foreign, "/directions");
    expect(browser.id).toBe(id);
    expect(await leadOf(id)).toMatchObject({ total: 20, proved: ["email"] });
    expect((await opened(theirs)).body.visitor.split(".")[0]).not.toBe(id);
  });

  it("stops proving when a fourth device opens it, and goes on for the three", async () => {
    const email = address();
    const [token = ""] = await linksTo(email);
    const browsers = [1, 2, 3, 4].map(() => new Browser());
    for (const browser of browsers) await browser.open(token);
    const leads = await Promise.all(browsers.map(({ id }) => leadOf(id)));
    expect(leads.map(({ id }) => id === browsers[0]?.id)).toEqual([true, true, true, false]);
    expect(leads[3]).toMatchObject({ proved: [] });
    const ids = browsers.map(({ id }) => id);
    for (const browser of browsers) await browser.open(token);
    expect(browsers.map(({ id }) => id)).toEqual(ids);
    // A later mail has a link of its own.
    const [next = ""] = await linksTo(email);
    await browsers[3]?.open(next);
    expect((await leadOf(ids[3] ?? "")).id).toBe(browsers[0]?.id);
  });

  it("that is a machine's to open proves nothing", async () => {
    const [token = ""] = await linksTo(address());
    const body = batch([
      page("/models/", {
        properties: { path: "/models/", url: `http://127.0.0.1/?scoreline_clid=${token}` },
      }),
    ]);
    const crawler = {
      "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    };
    const { body: answer } = await post("/v1/batch", body, crawler);
    expect((await leadOf(answer.visitor.split(".")[0])).proved).toEqual([]);
  });

  it.each([
    ["until the moment at which it expires", 1_000, 999, true],
    ["not at that moment", 1_000, 1_000, false],
  ])("is good %s", async (_title, untilMs, nowMs, isGood) => {
    const key = (await identityKey(secret, "a-site", "email", "a@b.example")) ?? "";
    const token = await signMailLink(secret, "a-site", key, untilMs);
    expect((await readMailLink(secret, "a-site", token, nowMs))?.identityKey).toBe(isGood ? key : undefined);
    expect(await readMailLink(secret, "b-site", token, nowMs)).toBeUndefined();
    expect(await readMailLink("another secret of the deployment", "a-site", token, nowMs)).toBeUndefined();
    for (let place = 0; place < token.length; place += 7) {
      const forged = `${token.slice(0, place)}${token[place] === "A" ? "B" : "A"}${token.slice(place + 1)}`;
      expect(await readMailLink(secret, "a-site", forged, 0)).toBeUndefined();
    }
  });

  it("is made by the secret key only, for what is an address, with the days asked for", async () => {
    const emails = [address(), "nobody", "guest"];
    const asked = { emails, url: "https://example.com/offer?a=1#b", days: 90 };
    const headers = { ...secretKeyHeaders, ...json };
    const { status, body } = await post("/v1/links", asked, headers);
    expect(status).toBe(200);
    expect(body.links[0].url).toBe(`https://example.com/offer?a=1&scoreline_clid=${body.links[0].token}#b`);
    expect(body.links.slice(1)).toEqual([
      { email: "nobody", token: null, url: null },
      { email: "guest", token: null, url: null },
    ]);
    expect(Math.abs(body.expiresAtMs - Date.now() - 90 * dayMs)).toBeLessThan(60_000);
    expect((await post("/v1/links", asked, json)).status).toBe(401);
    const write = { ...json, authorization: `Basic ${btoa("pub_demo_dealer:")}` };
    expect((await post("/v1/links", asked, write)).status).toBe(403);
    for (const wrong of [{ emails: [] }, { ...asked, days: 91 }, { ...asked, url: "x" }, { emails: [1] }, {}])
      expect((await post("/v1/links", wrong, headers)).status).toBe(422);
  });
});

describe("a merge by hand", () => {
  /** Two people who told the same address: 20 and 10 points. */
  async function twins(): Promise<[Browser, Browser]> {
    const email = address();
    const [first, second] = [new Browser(), new Browser()];
    await first.send([identify({ email }), page("/directions")]);
    await second.send([track("generate_lead", { model: "Aurora", email })]);
    return [first, second];
  }

  it("makes one lead of two; undone, each has its own again, with what came since", async () => {
    const [first, second] = await twins();
    const alone = [await leadOf(first.id), await leadOf(second.id)];
    const { status, body } = await adminPost(`/leads/${first.id}/merge`, { with: second.id });
    expect({ status, total: body.total, stage: body.stage }).toEqual({
      status: 200,
      total: 30,
      stage: "mql",
    });
    expect(body).toMatchObject({ duplicates: [], devices: [{ id: second.id, reason: "person", events: 1 }] });
    expect((await admin(`/leads?q=${encodeURIComponent(body.email)}`)).body.leads).toMatchObject([
      { id: first.id, total: 30, events: 3 },
    ]);
    await second.view("/directions");
    await first.view("/models/");
    expect((await leadOf(second.id)).timeline.filter(({ name }: Json) => name === "page_view")).toHaveLength(
      3,
    );

    const undone = await adminPost(`/leads/${first.id}/unmerge`, { device: second.id });
    expect(undone.body).toMatchObject({ id: first.id, total: 20, devices: [], events: alone[0].events + 1 });
    expect(await leadOf(second.id)).toMatchObject({ id: second.id, total: 30, events: alone[1].events + 1 });
    const { leads } = (await admin(`/leads?q=${encodeURIComponent(body.email)}`)).body;
    expect(Object.fromEntries(leads.map(({ id, total }: Json) => [id, total]))).toEqual({
      [first.id]: 20,
      [second.id]: 30,
    });
  });

  it("that is undone is not made again by the proof that had made it", async () => {
    const sub = crypto.randomUUID();
    const [first, second] = [new Browser(), new Browser()];
    await first.prove({ sub });
    await second.prove({ sub });
    expect((await leadOf(second.id)).id).toBe(first.id);
    expect((await adminPost(`/leads/${first.id}/unmerge`, { device: second.id })).status).toBe(200);
    await second.prove({ sub });
    const lead = await leadOf(second.id);
    expect(lead.id).toBe(second.id);
    // The id that this browser had before it proved anything went along.
    expect(lead.devices).toMatchObject([{ isFormerId: true }]);
    expect((await adminPost(`/leads/${first.id}/merge`, { with: second.id })).body.devices).toHaveLength(3);
  });

  it("hands off what neither had reached alone, and nothing that left before", async () => {
    const sales = (lead: Json) => lead.handOffs.filter(({ purpose }: Json) => purpose === "sales");
    const [first, second] = await twins();
    expect(sales((await adminPost(`/leads/${first.id}/merge`, { with: second.id })).body)).toHaveLength(1);

    const [third, fourth] = await twins();
    await fourth.view("/directions");
    expect(sales(await leadOf(fourth.id))).toHaveLength(1);
    const { body } = await adminPost(`/leads/${third.id}/merge`, { with: fourth.id });
    expect(body).toMatchObject({ total: 30, stage: "mql" });
    expect(sales(body)).toEqual([]);
    await third.view("/models/");
    expect(sales(await leadOf(third.id))).toEqual([]);
  });

  it("after its undoing, hands off for a device what it had triggered by itself, and nobody has yet", async () => {
    const email = address();
    const [lead, device] = [new Browser(), new Browser()];
    for (const browser of [lead, device]) {
      await browser.view("/");
      await browser.prove({ email });
    }
    await device.send([track("generate_lead", { model: "Aurora" })]);
    const idsOf = async (id: string) =>
      (await leadOf(id)).handOffs.map(({ handOffId, state, retired }: Json) => [handOffId, state, retired]);
    const made = await idsOf(lead.id);
    expect(made).toEqual(made.map(([handOffId]: Json) => [handOffId, "no_destination", null]));
    expect(made.length).toBeGreaterThan(0);
    await adminPost(`/leads/${lead.id}/unmerge`, { device: device.id });
    expect(await idsOf(lead.id)).toEqual(
      made.map(([handOffId]: Json) => [handOffId, "withdrawn", "merge_undone"]),
    );
    expect(await idsOf(device.id)).toEqual(made);
    // Merged again by hand, it is the device's, and leaves once.
    await adminPost(`/leads/${lead.id}/merge`, { with: device.id });
    expect((await idsOf(lead.id)).filter(([, state]: Json) => state !== "withdrawn")).toEqual([]);
    await adminPost(`/leads/${lead.id}/unmerge`, { device: device.id });
    expect(await idsOf(device.id)).toEqual(made);
  });

  it("after its undoing, lets the lead be handed off by itself under an id that no receiver knows", async () => {
    const [first, second] = await twins();
    const merged = (await adminPost(`/leads/${first.id}/merge`, { with: second.id })).body;
    await adminPost(`/leads/${first.id}/unmerge`, { device: second.id });
    await first.send([track("generate_lead", { model: "Boreal" })]);
    const lead = await leadOf(first.id);
    const ids = lead.handOffs.filter(({ purpose }: Json) => purpose === "sales").map(({ id }: Json) => id);
    expect(lead).toMatchObject({ total: 30, stage: "mql" });
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(merged.handOffs.find(({ purpose }: Json) => purpose === "sales").id);
    expect(ids[1]).toBe(`${ids[0]}~2`);
  });

  it("counts the same message id of two devices twice, as two events", async () => {
    const [first, second] = [new Browser(), new Browser()];
    const event = track("generate_lead", { model: "Aurora", email: address() });
    await first.send([event]);
    await second.send([event, event]);
    const { body } = await adminPost(`/leads/${first.id}/merge`, { with: second.id });
    expect(body.timeline.map(({ name }: Json) => name)).toEqual(["generate_lead", "generate_lead"]);
    expect(await second.send([event])).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await leadOf(first.id)).events).toBe(2);
  });

  it("of a lead that has devices takes them along, and each can leave by itself", async () => {
    const browsers = [new Browser(), new Browser(), new Browser()];
    for (const browser of browsers) await browser.view("/directions");
    const [a, b, c] = browsers.map(({ id }) => id) as [string, string, string];
    await adminPost(`/leads/${b}/merge`, { with: c });
    const { body } = await adminPost(`/leads/${a}/merge`, { with: b });
    await runDurableObjectAlarm(visitorOf(b));
    await runDurableObjectAlarm(visitorOf(c));
    expect(body.id).toBe(a);
    expect((await leadOf(c)).devices.map(({ id }: Json) => id).sort()).toEqual([b, c].sort());
    await browsers[2]?.view("/models/");
    expect((await leadOf(a)).events).toBe(4);
    await adminPost(`/leads/${a}/unmerge`, { device: b });
    expect(await leadOf(b)).toMatchObject({ id: b, events: 1 });
    expect(await leadOf(a)).toMatchObject({ id: a, events: 3, devices: [{ id: c }] });
  });

  it("is refused for what is no lead, another site's, or one already", async () => {
    const [first, second] = await twins();
    const merge = (id: string, other: string) => adminPost(`/leads/${id}/merge`, { with: other });
    expect((await merge(first.id, "A".repeat(22))).status).toBe(404);
    expect((await merge("A".repeat(22), first.id)).status).toBe(404);
    expect((await merge(first.id, "x")).status).toBe(422);
    expect((await merge(first.id, first.id)).status).toBe(409);
    expect((await merge(first.id, second.id)).status).toBe(200);
    expect((await merge(second.id, first.id)).status).toBe(409);
    const foreign = { authorization: "Bearer adm_demo_shop", ...json };
    for (const path of ["merge", "unmerge", "dismiss"]) {
      const body = path === "unmerge" ? { device: second.id } : { with: second.id };
      expect((await post(`/admin/v1/leads/${first.id}/${path}`, body, foreign)).status).toBe(404);
    }
    expect((await adminPost(`/leads/${first.id}/unmerge`, { device: "A".repeat(22) })).status).toBe(404);
  });
});

describe("an id that was never given out", () => {
  it("is a new visitor's, whatever it looks like: 300 of them, one shape, one status, nothing of anybody", async () => {
    const victim = new Browser();
    await victim.send([page("/directions"), identify({ email: address() })]);
    const [id, signature] = (victim.visitor ?? "").split(".");
    const random = () => crypto.randomUUID().replaceAll("-", "").slice(0, 22);
    const shapes = new Set<string>();
    const seen = new Set<string>();
    for (let round = 0; round < 300; round += 1) {
      const forged = [
        `${random()}.${random()}`,
        `${id}.${random()}`,
        `${random()}.${signature}`,
        id,
        `${victim.visitor}x`,
      ];
      const reply = await post(
        "/v1/batch",
        batch([page("/models/")], { visitor: forged[round % forged.length] }),
      );
      shapes.add(`${reply.status} ${shapeOf(reply.body).join()} ${reply.body.total} ${reply.body.stage}`);
      seen.add(reply.body.visitor.split(".")[0]);
    }
    expect([...shapes]).toHaveLength(1);
    expect(seen.size).toBe(300);
    expect(seen.has(id ?? "")).toBe(false);
    expect((await leadOf(id ?? "")).events).toBe(2);
    expect((await call(`/v1/profile?id=${id}`)).status).toBe(404);
  });

  it.each(["x".repeat(200), "../../..", "%00", "a\u0000b", "🦄".repeat(16), "{}", "a b c d e f g h i j k"])(
    "as a device's id of a strange shape makes no object: %j",
    async (anonymousId) => {
      const one = await post("/v1/batch", batch([page("/directions", { anonymousId })]));
      const two = await post("/v1/batch", batch([page("/directions", { anonymousId })]));
      expect([one.status, two.status, two.body.duplicates]).toEqual([200, 200, 0]);
      expect(two.body.visitor).not.toBe(one.body.visitor);
      const asServer = await post(
        "/v1/batch",
        { batch: [track("x", {}, { anonymousId })] },
        secretKeyHeaders,
      );
      expect(asServer.body).toMatchObject({ accepted: 0, rejected: [{ code: "no_visitor" }] });
    },
  );

  it("in the first of two cookies of one name does not hide the second, which was", async () => {
    const sameOrigin = { "sec-fetch-site": "same-origin" };
    const first = await post("/v1/batch", batch([page("/directions")]), sameOrigin);
    const planted = `scoreline-${site}=${"B".repeat(22)}.${"A".repeat(22)}`;
    const cookie = `${planted}; scoreline-${site}=${first.body.visitor}`;
    const reply = await post("/v1/batch", batch([page("/models/")]), { ...sameOrigin, cookie });
    expect(reply.body).toMatchObject({ visitor: first.body.visitor, total: 20 });
  });
});

describe("an account", () => {
  it("has the people of a company by their addresses, the sum and the highest of their scores; free and throw-away mail is nobody's", async () => {
    const domain = `acme-${crypto.randomUUID().slice(0, 8)}.example`;
    const people = [new Browser(), new Browser(), new Browser()];
    await people[0]?.send([identify({ email: `a@${domain}` }), page("/directions")]);
    await people[1]?.send([track("generate_lead", { model: "Aurora", email: `b@${domain.toUpperCase()}` })]);
    await people[2]?.send([identify({ email: `c@${domain}` })]);
    for (const email of ["x@gmail.com", "x@web.de", "x@wp.pl", "x@mailinator.com", "guest"])
      expect((await new Browser().say({ email })).rejected.length).toBe(email === "guest" ? 1 : 0);
    const { status, body } = await admin(`/accounts/domain:${domain}`);
    expect({ status, account: body.account }).toMatchObject({
      status: 200,
      account: { id: `domain:${domain}`, name: domain, people: 3, score: 30, highest: 20 },
    });
    expect(body.people.map(({ total }: Json) => total)).toEqual([20, 10, 0]);
    const all = (await admin("/accounts?limit=200")).body.accounts as Json[];
    expect(all.some(({ name }) => ["gmail.com", "web.de", "wp.pl", "mailinator.com"].includes(name))).toBe(
      false,
    );
    expect((await admin(`/accounts?q=${domain.slice(0, 9)}`)).body.accounts).toMatchObject([{ people: 3 }]);
  });

  it("is the group that the site told, before any address, and takes the newest name (G18)", async () => {
    const groupId = `team-${crypto.randomUUID()}`;
    const group = (name?: string) => ({
      type: "group",
      messageId: messageId(),
      groupId,
      ...(name !== undefined && { traits: { name } }),
    });
    const [first, second] = [new Browser(), new Browser()];
    await first.send([identify({ email: "a@elsewhere.example" }), group("Team Blue")]);
    await first.view("/directions");
    const one = (await admin(`/accounts/group:${groupId}`)).body.account;
    expect(one).toMatchObject({ name: "Team Blue", people: 1, score: 20 });
    await second.send([group("Team Green"), track("generate_lead", { model: "Aurora", email: address() })]);
    const two = (await admin(`/accounts/group:${groupId}`)).body.account;
    expect(two).toMatchObject({ name: "Team Green", people: 2, score: 30, highest: 20 });
    // Two devices of one person are one of the people.
    await adminPost(`/leads/${first.id}/merge`, { with: second.id });
    expect((await admin(`/accounts/group:${groupId}`)).body.account).toMatchObject({ people: 1, score: 30 });
    await new Browser().send([{ type: "group", messageId: messageId(), groupId: "null" }]);
    expect((await admin("/accounts/group:null")).status).toBe(404);
  });

  it("pages through the list in the order asked for, and says what a query does not know", async () => {
    const first = (await admin("/accounts?limit=1&sort=people")).body;
    const second = (await admin(`/accounts?limit=1&sort=people&offset=${first.nextOffset}`)).body;
    expect(first.accounts[0].people).toBeGreaterThanOrEqual(second.accounts[0].people);
    for (const query of ["sort=name", "limit=0", "offset=-1", "colour=red"])
      expect((await admin(`/accounts?${query}`)).status).toBe(422);
    expect((await admin("/accounts/domain:nobody.example")).status).toBe(404);
  });
});

describe("what it costs", () => {
  it("is nothing on a plain page view: no table but the log's", async () => {
    const browser = new Browser();
    await browser.view("/models/");
    await browser.view("/models/");
    await runInDurableObject(visitorOf(browser.id), (_object, state) => {
      const tables = state.storage.sql
        .exec<{ name: string }>(
          "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'",
        )
        .toArray()
        .map(({ name }) => name);
      expect(tables).toEqual(["batch"]);
    });
  });
});
