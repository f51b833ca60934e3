import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dayMs } from "../../shared/core/index.ts";
import { batch, identify, page, post, track, type Json } from "./support/api.ts";
import { address, Browser, leadOf } from "./support/identity.ts";
import {
  ask,
  deliveriesOf,
  Network,
  visitorObject,
  wakeDestination,
  wakeVisitors,
} from "./support/receivers.ts";

let network: Network;

beforeEach(() => {
  // Ahead of the real clock, so that no alarm goes off by itself.
  vi.useFakeTimers({ now: Date.UTC(2036, 0, 1), toFake: ["Date"] });
  network = new Network();
});
afterEach(async () => {
  await network.close();
  vi.useRealTimers();
});

const form = () => [identify({ email: address() }), track("generate_lead", { model: "Aurora" })];

/** The two ways to say no to everything. */
const noes = {
  consent: (browser: Browser) =>
    browser.send([track("consent_updated", { consent: "denied" })], { context: { consent: true } }),
  objection: (browser: Browser) => ask("PUT", `/leads/${browser.id}/objection`, { note: "by letter" }),
};

/** A browser that sends Global Privacy Control. */
async function sendOptedOut(browser: Browser, events: Record<string, unknown>[]): Promise<void> {
  const own = events.map((event) => ({ anonymousId: browser.anonymousId, ...event }));
  const more = { context: { consent: true }, ...(browser.visitor && { visitor: browser.visitor }) };
  const { body } = await post("/v1/batch", batch(own, more), { "sec-gpc": "1" });
  browser.visitor = body.visitor ?? browser.visitor;
}

describe.each(["share", "consent"] as const)("a no of before (%s)", (why) => {
  it("calls back what waits of a device that turns out later to be the same person's", async () => {
    const ads = await network.well({ isShare: true });
    await ask("PATCH", `/destinations/${ads}`, { enabled: false });
    const email = address();
    const lead = new Browser();
    await lead.view("/");
    await lead.prove({ email });
    if (why === "share") await sendOptedOut(lead, [page("/")]);
    else await noes.consent(lead);
    await wakeVisitors(lead.id);
    const device = new Browser();
    await device.send(form());
    const former = device.id;
    expect(await deliveriesOf(ads)).toMatchObject([{ state: "pending" }]);
    await device.prove({ email });
    await wakeVisitors(former, lead.id, former, lead.id);
    expect((await leadOf(lead.id)).devices.map(({ id }: Json) => id)).toContain(former);
    expect(await deliveriesOf(ads)).toMatchObject([{ state: "cancelled" }]);
    await ask("PATCH", `/destinations/${ads}`, { enabled: true });
    await wakeDestination(ads);
    expect(network.received).toEqual([]);
  });
});

describe.each(["share", "consent", "objection"] as const)("a no of the lead (%s)", (why) => {
  it("keeps from leaving what one of its devices still has to hand off", async () => {
    const email = address();
    const [lead, device] = [new Browser(), new Browser()];
    await device.send(form());
    const former = device.id;
    await lead.view("/");
    await lead.prove({ email });
    await device.prove({ email });
    await wakeVisitors(former, lead.id);
    expect((await leadOf(lead.id)).devices.map(({ id }: Json) => id)).toContain(former);
    if (why === "share") await sendOptedOut(lead, [page("/")]);
    else await noes[why](lead);
    await wakeVisitors(lead.id);
    const ads = await network.well({ isShare: true });
    await visitorObject(former).sendUntaken();
    await wakeDestination(ads);
    expect(network.received).toEqual([]);
    // Nor does it wait for another try.
    const { handOffs }: Json = JSON.parse((await visitorObject(former).dossier()) ?? "");
    expect(handOffs).toMatchObject([{ state: why === "share" ? "no_destination" : "withdrawn" }]);
  });
});

describe("a destination of which it is said later that it shares", () => {
  it("gives up those who said no to that, before they were handed off to it or after, and nobody else", async () => {
    const ads = await network.well();
    await ask("PATCH", `/destinations/${ads}`, { enabled: false });
    const [before, after, other] = [new Browser(), new Browser(), new Browser()];
    await sendOptedOut(before, form());
    await after.send(form());
    await sendOptedOut(after, [page("/")]);
    await other.send(form());
    await wakeVisitors(after.id);
    const states = async () =>
      Object.fromEntries((await deliveriesOf(ads)).map(({ leadId, state }) => [leadId, state]));
    expect(new Set(Object.values(await states()))).toEqual(new Set(["pending"]));
    await ask("PATCH", `/destinations/${ads}`, { enabled: true, isShare: true });
    await wakeDestination(ads);
    expect(await states()).toEqual({
      [before.id]: "cancelled",
      [after.id]: "cancelled",
      [other.id]: "delivered",
    });
  });
});

describe.each(["consent", "objection"] as const)("a no (%s)", (why) => {
  it("ends the deliveries that died before it too: they are not replayed, alone or with the others", async () => {
    const well = await network.well();
    network.before = async () => Promise.reject(new Error("down"));
    const browser = new Browser();
    await browser.send(form());
    for (let tries = 0; tries < 20; tries += 1) {
      await wakeDestination(well);
      vi.setSystemTime(Date.now() + dayMs);
    }
    expect(await deliveriesOf(well)).toMatchObject([{ state: "dead" }]);
    await noes[why](browser);
    await wakeVisitors(browser.id);
    network.before = async () => {};
    expect(await deliveriesOf(well)).toMatchObject([{ state: "cancelled" }]);
    expect((await ask("POST", `/destinations/${well}/replay-dead`)).body).toEqual({ replayed: 0 });
    const [{ id }] = await deliveriesOf(well);
    expect(await ask("POST", `/destinations/${well}/deliveries/${id}/replay`)).toMatchObject({
      status: 409,
      body: { error: { code: "called_back" } },
    });
    await wakeDestination(well);
    expect(network.received).toEqual([]);
  });

  it("keeps what was delivered before it from being sent again, and not what is handed off after a yes", async () => {
    const well = await network.well();
    const browser = new Browser();
    await browser.send(form());
    await wakeDestination(well);
    const seen = network.webhook.seen.length;
    const [{ id }] = await deliveriesOf(well);
    const replay = async (delivery = id) =>
      (await ask("POST", `/destinations/${well}/deliveries/${delivery}/replay`)).status;
    await noes[why](browser);
    await wakeVisitors(browser.id);
    expect(await replay()).toBe(409);
    await wakeDestination(well);
    expect(network.webhook.seen).toHaveLength(seen);
    expect(await deliveriesOf(well)).toMatchObject([{ id, state: "delivered" }]);

    if (why === "consent")
      await browser.send([track("consent_updated", { consent: "granted" })], { context: { consent: true } });
    else await ask("DELETE", `/leads/${browser.id}/objection`);
    await browser.send([track("generate_lead", { model: "Borealis" }), page("/directions/")], {
      context: { consent: true },
    });
    await wakeVisitors(browser.id);
    const later = (await deliveriesOf(well)).find((one) => one.id !== id);
    await wakeDestination(well);
    expect([await replay(), await replay(later.id)]).toEqual([409, 200]);
  });
});
