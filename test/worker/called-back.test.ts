import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { dayMs } from "../../shared/core/index.ts";
import { identify, page, track } from "./support/api.ts";
import { address, Browser } from "./support/identity.ts";
import { ask, deliveriesOf, Network, wakeDestination, wakeVisitors } from "./support/receivers.ts";

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
