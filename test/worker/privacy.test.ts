import { runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { dayMs } from "../../shared/core/index.ts";
import { limits } from "../../shared/limits.ts";
import { VisitorObject } from "../../worker/objects/visitor/visitor.ts";
import {
  admin,
  batch,
  call,
  identify,
  page,
  post,
  secretKeyHeaders,
  track,
  type Json,
} from "./support/api.ts";
import { Browser, leadOf } from "./support/identity.ts";
import {
  ask,
  deliveriesOf,
  networkStartMs,
  useNetwork,
  siteObject,
  sweepObject,
  visitorObject,
  wakeDestination,
  wakeVisitors,
} from "./support/receivers.ts";
import { dumpOfObject, placesOf } from "./support/storage.ts";

const network = useNetwork();

/** Lets destinations deliver, for as long as it takes the one that is ill to give up. */
async function deliver(ids: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    for (const id of ids) await wakeDestination(id);
    if ((await deliveriesOf(ids[1] ?? "")).every(({ state }) => state === "dead")) return;
    vi.setSystemTime(Date.now() + dayMs);
  }
}

/** Everything that makes a lead of the dealer's, handed to sales. */
const interested = (traits: Record<string, unknown>) => [
  identify(traits),
  track("generate_lead", { model: "Aurora" }),
  page("/directions/"),
];

describe("a person", () => {
  it("is exported with everything from every place, erased from all of them, and nobody else is touched", async () => {
    const canary = `canary${crypto.randomUUID().slice(0, 8)}`;
    const email = `${canary}@example.com`;
    const well = await network.well({ purposes: ["sales"] });
    const ill = await network.destination({
      kind: "webhook",
      url: "http://127.0.0.1:9/ill",
      name: "Ill",
      purposes: ["sales"],
    });
    const hubspot = await network.destination({
      kind: "hubspot",
      purposes: ["sales"],
      token: network.hubspot.token,
      eraseContact: true,
    });
    const byHand = await network.destination({
      kind: "hubspot",
      purposes: ["sales"],
      token: network.hubspot.token,
      name: "By hand",
    });
    const source = (await ask("POST", "/sources", { kind: "postmark" })).body;

    // A form's field, a trait, an address, a title, a referrer, a user agent, a refused event, a chat.
    const phone = new Browser();
    const laptop = new Browser();
    const other = new Browser();
    const otherAddress = `other${crypto.randomUUID().slice(0, 8)}@example.com`;
    await other.send(interested({ email: otherAddress }));
    await phone.send([
      page(`/models/${canary}/`, {
        properties: {
          path: `/models/${canary}/`,
          url: `http://127.0.0.1/models/${canary}/?utm_campaign=${canary}`,
          title: `Title ${canary}`,
          referrer: `https://${canary}.example.org/`,
        },
      }),
      track("search", { search_term: canary }),
      { type: "track", messageId: `bad-${canary}`, properties: { note: canary } },
    ]);
    await laptop.send([track("chat_message", { text: `Hello, ${canary} here` }), page("/models/")]);
    await phone.prove({ email, sub: `user-${canary}` });
    await laptop.prove({ email });
    await phone.send([
      ...interested({ email, phone: "+40 722 123 456", name: `Ana ${canary}` }).slice(1),
      identify({ phone: "+40 722 123 456", name: `Ana ${canary}`, note: canary }),
    ]);
    const leadId = (await ask("GET", `/leads?q=${canary}`)).body.leads[0].id as string;
    const { status: outcome } = await post(
      "/v1/outcomes",
      { email, outcome: "lost", reason: `price ${canary}` },
      { ...secretKeyHeaders, "content-type": "application/json" },
    );
    expect(outcome).toBe(200);
    // A provider's webhook, with one item that cannot be taken and says whom it is of.
    const credentials = btoa(`${source.settings?.username ?? "scoreline"}:${source.secrets?.password ?? ""}`);
    await post(
      new URL(source.address).pathname,
      { RecordType: "Open", Recipient: email, MessageID: canary },
      {
        authorization: `Basic ${credentials}`,
        "content-type": "application/json",
      },
    );
    // The same source has refused something, and its log says why.
    const nothing = { accepted: 0, duplicates: 0, unknown: 0, rejected: 1, ignored: {} };
    const problems = [`item 0: ${email} is not taken`];
    await siteObject().noteSourceDelivery(source.id, {
      ...nothing,
      atMs: networkStartMs,
      status: 200,
      deliveries: 1,
      problems,
    });
    await deliver([well, ill, hubspot, byHand]);
    expect((await deliveriesOf(well)).map(({ state }) => state)).toEqual(["delivered", "delivered"]);
    expect((await deliveriesOf(ill)).map(({ state }) => state)).toEqual(["dead", "dead"]);
    // Somebody at sales writes something down about the person.
    await ask("PUT", `/leads/${leadId}/objection`, { note: `rang up, says ${canary}` });
    await ask("DELETE", `/leads/${leadId}/objection`);
    await phone.send([track("generate_lead", { model: canary })]);
    const exported = (await ask("POST", "/sweeps", { kind: "export" })).body;
    await runDurableObjectAlarm(sweepObject());
    expect((await admin(`/sweeps/${exported.id}`)).body).toMatchObject({ state: "done", failed: 0 });

    const before = await placesOf(canary);
    const places = new Set(before.map((place) => place.split(" ")[0]));
    expect(places).toEqual(new Set(["VISITOR", "SITE", "DESTINATION", "SWEEP"]));

    // What is exported holds the canary of each of them, and nothing of the other's.
    const { status, body: person } = await ask("POST", "/privacy/export", { email });
    expect(status).toBe(200);
    for (const part of ["lead", "visitors", "lines", "destinations", "sources", "audit"])
      expect({ part, has: JSON.stringify(person[part]).includes(canary) }).toEqual({ part, has: true });
    const text = JSON.stringify(person);
    for (const word of [`Title ${canary}`, `/models/${canary}/`, `Hello, ${canary}`, `bad-${canary}`])
      expect(text).toContain(word);
    for (const word of [`price ${canary}`, `rang up, says ${canary}`, `"campaign":{"name":"${canary}"}`])
      expect(text).toContain(word);
    expect(person.identities.map(({ kind }: Json) => kind).sort()).toEqual(["email", "phone", "user_id"]);
    expect(person.destinations.map(({ destination: { id } }: Json) => id).sort()).toEqual(
      [well, ill, hubspot, byHand].sort(),
    );
    expect(text).not.toContain(otherAddress);
    expect(text).not.toContain(other.id);
    expect((await ask("GET", `/leads/${leadId}/export`)).body.visitors).toEqual(person.visitors);
    expect((await ask("POST", "/privacy/export", { userId: `user-${canary}` })).body.lead.id).toBe(leadId);
    expect((await ask("POST", "/privacy/export", { phone: "0040722123456" })).status).toBe(404);

    const erased = await ask("POST", "/privacy/erase", { email });
    expect(erased.status).toBe(200);
    expect(erased.body).toMatchObject({ leadId, identities: 3 });
    const { receivers } = erased.body;
    const how = Object.fromEntries(receivers.map((each: Json) => [each.destinationId, each.how]));
    expect(how).toEqual({ [well]: "told", [ill]: "told", [hubspot]: "told", [byHand]: "by_hand" });
    expect((await ask("POST", "/privacy/erase", { email })).status).toBe(204);
    expect((await ask("DELETE", `/leads/${leadId}`)).status).toBe(204);
    expect((await admin(`/leads/${leadId}`)).status).toBe(404);

    // The receivers are told: one acts on it, HubSpot deletes, the third is what people do by hand.
    expect(network.hubspot.contacts).toHaveLength(2);
    await wakeDestination(well);
    await wakeDestination(hubspot);
    const told = [...network.webhook.effects.values()].find((body: Json) => body.type === "visitor.erased");
    expect(told).toMatchObject({
      data: { site: "demo-dealer", visitorIds: expect.arrayContaining([leadId]) },
    });
    expect(JSON.stringify(told)).not.toContain(canary);
    expect(network.hubspot.contacts.map(({ properties }) => properties["email"])).toEqual([otherAddress]);
    expect(network.hubspot.faults).toEqual([]);
    await ask("DELETE", `/destinations/${ill}`);

    expect(await placesOf(canary, email, "722123456", "+40 722")).toEqual([]);
    expect((await admin("/audit/check")).body).toMatchObject({ isIntact: true });
    expect((await admin(`/leads/${other.id}`)).body).toMatchObject({ email: otherAddress });

    // What comes late is dropped: of the device, of a server, of the mail tool.
    const late = await phone.send([page(`/models/${canary}/`)]);
    expect(late).toMatchObject({ accepted: 1, rejected: [] });
    await post(
      "/v1/batch",
      { batch: [track("email_opened", { email, note: canary })] },
      { ...secretKeyHeaders, "content-type": "application/json" },
    );
    expect(await placesOf(canary)).toEqual([]);

    // The mark itself does not last.
    vi.setSystemTime(Date.now() + limits.erasedDeviceDays * dayMs + 1);
    await runDurableObjectAlarm(visitorObject(leadId));
    expect(await dumpOfObject(visitorObject(leadId))).toBe("[]");

    // Who comes back and says who they are begins anew.
    const again = new Browser();
    await again.send(interested({ email }));
    expect(await leadOf(again.id)).toMatchObject({ email, events: 3 });
  });

  it("is a new and unknown visitor in the same browser, which is told so once it brings nothing of before", async () => {
    const browser = new Browser();
    const email = `again${crypto.randomUUID().slice(0, 8)}@example.com`;
    await browser.send(interested({ email }));
    const { visitor: former, id: formerId } = browser;
    await ask("POST", "/privacy/erase", { email });
    const at = (secondsAgo: number) => ({
      timestamp: new Date(Date.now() - secondsAgo * 1000).toISOString(),
    });
    for (const held of [
      [page("/"), identify({ email }, at(61))],
      [page("/", { userId: "customer-7" })],
      [page("/"), track("logged_in", {}, { userId: "customer-7" })],
    ]) {
      expect(await browser.send(held)).toMatchObject({ accepted: held.length });
      expect(browser.visitor).toBe(former);
    }
    // Under the old id nothing is kept, whatever comes, and another answer may come late.
    const twice = [
      await browser.send([page("/", at(60))]),
      await browser.send([page("/")], { visitor: former }),
    ];
    expect(new Set([former, ...twice.map(({ visitor }) => visitor)]).size).toBe(3);
    expect(await dumpOfObject(visitorObject(formerId))).not.toContain("/models/");
    await browser.view("/models/");
    expect(await leadOf(browser.id)).toMatchObject({ email: null, events: 1, total: 0 });
    expect(await placesOf(email)).toEqual([]);
    expect((await admin(`/leads/${formerId}`)).status).toBe(404);
  });

  it("is erased to the end by its own alarm when the request was cut", async () => {
    const browser = new Browser();
    await browser.send(interested({ email: `cut${crypto.randomUUID().slice(0, 8)}@example.com` }));
    const stub = visitorObject(browser.id);
    await stub.close(null, { why: "request", actor: { kind: "root" } });
    expect((await admin(`/leads/${browser.id}`)).status).toBe(404);
    expect(await browser.view("/models/")).toMatchObject({ accepted: 1 });
    expect((await admin("/leads")).body.leads.map(({ id }: Json) => id)).toContain(browser.id);
    await runDurableObjectAlarm(stub);
    expect((await admin("/leads")).body.leads.map(({ id }: Json) => id)).not.toContain(browser.id);
    expect((await ask("DELETE", `/leads/${browser.id}`)).status).toBe(204);
    expect(JSON.parse((await dumpOfObject(stub)).match(/\[.*\]/)?.[0] ?? "[]")).toMatchObject([
      { name: "tombstone" },
    ]);
  });

  it("is told of where else the address is: with what servers had told, parted from them since", async () => {
    const email = "parted@example.org";
    const { body } = await post(
      "/v1/batch",
      { batch: [track("meeting_booked", { email })] },
      secretKeyHeaders,
    );
    const [standIn] = body.visitor.split(".");
    const browser = new Browser();
    await browser.say({ email });
    await ask("POST", `/leads/${browser.id}/unmerge`, { device: standIn });
    await wakeVisitors(standIn, browser.id);
    expect((await ask("POST", "/privacy/erase", { email })).body.possible).toEqual([standIn]);
    expect((await ask("DELETE", `/leads/${standIn}`)).status).toBe(200);
    expect(await placesOf(email)).toEqual([]);
  });

  it("is nobody here: 404, and 422 without exactly one name", async () => {
    expect((await ask("POST", "/privacy/erase", { email: "nobody-was@here.example" })).status).toBe(404);
    expect((await ask("DELETE", `/leads/${"A".repeat(22)}`)).status).toBe(404);
    for (const body of [{}, { email: "a@b.co", phone: "+40722123456" }, { leadId: "../x" }])
      expect((await ask("POST", "/privacy/erase", body)).status).toBe(422);
  });
});

describe("a no", () => {
  it("calls back what waits at the destinations, and lets nothing leave until a yes", async () => {
    const well = await network.well();
    const browser = new Browser();
    await browser.send(interested({ email: `no${crypto.randomUUID().slice(0, 8)}@example.com` }));
    expect(await deliveriesOf(well)).toMatchObject([{ state: "pending" }, { state: "pending" }]);
    await browser.send([track("consent_updated", { consent: "denied" })]);
    const after = await deliveriesOf(well);
    expect(after.map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    expect(after[0].lastError).toContain("withdrawn consent");
    await wakeDestination(well);
    await ask("POST", `/destinations/${well}/deliveries/${after[0].id}/replay`);
    await wakeDestination(well);
    expect(network.webhook.effects.size).toBe(0);

    // A library that does not know of the answer goes on sending: nothing of it is kept.
    const events = (await leadOf(browser.id)).events as number;
    await browser.send([page("/directions/"), track("generate_lead", { model: "Borealis" })]);
    expect((await leadOf(browser.id)).events).toBe(events);
    // What a server tells is kept, since the site answers for it, and still nothing leaves.
    await post(
      "/v1/batch",
      { batch: [track("generate_lead", { model: "Borealis" }, { anonymousId: browser.anonymousId })] },
      { ...secretKeyHeaders, "content-type": "application/json" },
    );
    expect((await leadOf(browser.id)).events).toBe(events + 1);
    expect((await deliveriesOf(well)).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);

    await browser.send([track("consent_updated", { consent: "granted" })], { context: { consent: true } });
    await browser.send([track("generate_lead", { model: "Cirrus" })], { context: { consent: true } });
    expect((await deliveriesOf(well)).filter(({ state }) => state === "pending").length).toBeLessThanOrEqual(
      1,
    );
  });

  it("of the browser's own, Global Privacy Control, keeps a person from destinations that share", async () => {
    const own = await network.well();
    const shared = await network.well({ isShare: true, name: "Ads" });
    const sharing = (await admin("/destinations")).body.destinations.filter(({ isShare }: Json) => isShare);
    expect(sharing.map(({ id }: Json) => id)).toEqual([shared]);
    const send = async (browser: Browser, headers: Record<string, string>) => {
      const said = interested({ email: `gpc${crypto.randomUUID().slice(0, 8)}@example.com` });
      const events = said.map((event) => ({ anonymousId: browser.anonymousId, ...event }));
      return (await post("/v1/batch", batch(events, { context: { consent: true } }), headers)).body;
    };
    await send(new Browser(), { "sec-gpc": "1" });
    expect(await deliveriesOf(own)).toHaveLength(2);
    expect(await deliveriesOf(shared)).toHaveLength(0);
    // Said later, it calls back what waits.
    const late = new Browser();
    await send(late, {});
    expect((await deliveriesOf(shared)).map(({ state }) => state)).toEqual(["pending", "pending"]);
    await post(
      "/v1/batch",
      batch([page("/", { anonymousId: late.anonymousId })], { context: { consent: true } }),
      {
        "sec-gpc": "1",
      },
    );
    await runDurableObjectAlarm(visitorObject((await ask("GET", "/leads")).body.leads[0].id));
    expect((await deliveriesOf(shared)).map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
    expect((await deliveriesOf(own)).map(({ state }) => state)).not.toContain("cancelled");
    const { status, headers, body } = await call("/.well-known/gpc.json");
    expect({ status, type: headers.get("content-type"), body }).toMatchObject({
      status: 200,
      type: expect.stringContaining("application/json"),
      body: { gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) },
    });
  });

  it("to being scored leaves no points, no actions and no hand-offs, on every device, until it is taken back", async () => {
    const well = await network.well();
    const email = `object${crypto.randomUUID().slice(0, 8)}@example.com`;
    const phone = new Browser();
    const laptop = new Browser();
    await phone.prove({ email });
    await phone.send(interested({ email }));
    await laptop.view("/models/");
    await laptop.prove({ email });
    const leadId = (await ask("GET", `/leads?q=${email}`)).body.leads[0].id as string;
    const before = await leadOf(leadId);
    expect(before.total).toBeGreaterThan(0);
    const objected = await ask("PUT", `/leads/${leadId}/objection`, { note: "by letter" });
    expect(objected.body).toMatchObject({
      email,
      total: 0,
      receipts: [],
      objection: { note: "by letter", atMs: Date.now() },
    });
    expect((await deliveriesOf(well)).every(({ state }) => state === "cancelled")).toBe(true);
    for (const browser of [phone, laptop]) {
      const answer = await browser.send([
        page("/directions/"),
        track("generate_lead", { model: "Borealis" }),
      ]);
      expect(answer).toMatchObject({ total: 0, actions: [] });
    }
    expect((await ask("GET", `/leads?q=${email}`)).body.leads).toMatchObject([{ total: 0 }]);
    expect((await deliveriesOf(well)).every(({ state }) => state === "cancelled")).toBe(true);
    const text = (await call(`/admin/v1/leads/${leadId}/explanation?language=ro`, {
      headers: { authorization: "Bearer adm_demo_local" },
    })) as Json;
    expect(text.body).toContain("V-ați opus");

    const back = await ask("DELETE", `/leads/${leadId}/objection`);
    expect(back.body.objection).toBeNull();
    expect(back.body.total).toBeGreaterThanOrEqual(before.total);
    expect((await deliveriesOf(well)).every(({ state }) => state === "cancelled")).toBe(true);
  });
});

describe("an objection", () => {
  it("that is taken back is taken back on every device, also on one that has something to pass on", async () => {
    const [lead, device] = [new Browser(), new Browser()];
    await lead.view("/");
    await device.view("/");
    await ask("POST", `/leads/${lead.id}/merge`, { with: device.id });
    await wakeVisitors(device.id, lead.id);
    await ask("PUT", `/leads/${lead.id}/objection`, { note: "no" });
    const cut = vi.spyOn(VisitorObject.prototype, "take").mockRejectedValueOnce(new Error("cut"));
    await device.view("/models/");
    cut.mockRestore();
    await ask("DELETE", `/leads/${lead.id}/objection`);
    await wakeVisitors(device.id, lead.id);
    for (const { id } of [lead, device])
      expect(JSON.parse((await visitorObject(id).dossier()) ?? "")).toMatchObject({ objection: null });
  });
});

describe("what is stored of a visit", () => {
  it("holds no address of the network, and nothing of a query but campaigns", async () => {
    const secret = crypto.randomUUID().slice(0, 8);
    for (let visit = 0; visit < 40; visit += 1) {
      const url = `http://127.0.0.1/models/?email=${secret}@b.example&token=${secret}&utm_source=mail#${secret}`;
      await post(
        "/v1/batch",
        batch([
          page("/models/", {
            anonymousId: crypto.randomUUID(),
            properties: { path: "/models/", url, referrer: url, search: `?email=${secret}@b.example` },
            context: { page: { url, referrer: url, search: `?token=${secret}` }, ip: "203.0.113.77" },
          }),
        ]),
        { "cf-connecting-ip": "203.0.113.77", "x-forwarded-for": "203.0.113.77" },
      );
    }
    expect(await placesOf(secret, "203.0.113")).toEqual([]);
  });
});
