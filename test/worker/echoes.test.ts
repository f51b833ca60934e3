import { beforeEach, expect, it, vi } from "vitest";
import { identify, page, track, type Json } from "./support/api.ts";
import { address, Browser, leadOf } from "./support/identity.ts";

beforeEach(() => vi.useRealTimers());

/** What a page's tag manager was told of. */
const heard = (event: string, secondsAgo: number) =>
  track(event, { provider: "dataLayer", value: 1 }, { timestamp: new Date(Date.now() - secondsAgo * 1_000) });
const seen = (event: string, secondsAgo: number) =>
  track(
    event,
    { form_id: "offer", model: "Aurora" },
    { timestamp: new Date(Date.now() - secondsAgo * 1_000) },
  );

/** Names of what is kept of a visitor who sends these batches. */
async function kept(...batches: Record<string, unknown>[][]): Promise<string[]> {
  const browser = new Browser();
  for (const events of batches) await browser.send(events);
  const { timeline } = await leadOf(browser.id);
  return timeline.map(({ name, properties }: Json) => `${name} ${properties.form_id ?? properties.provider}`);
}

it("a lead that the thank-you page tells its tag manager again counts once", async () => {
  const form = [identify({ email: address() }), seen("generate_lead", 20)];
  expect(await kept(form, [page("/thanks/"), heard("generate_lead", 1)])).not.toContain(
    "generate_lead dataLayer",
  );
});

it("a lead that the page tells its tag manager before the form is sent counts once", async () => {
  expect(await kept([heard("generate_lead", 2), seen("generate_lead", 1)])).toEqual(["generate_lead offer"]);
});

it.each([
  ["only the tag manager knows of", [[heard("generate_lead", 1)]]],
  ["comes more than a minute after another", [[seen("generate_lead", 70)], [heard("generate_lead", 1)]]],
  ["is something else", [[seen("generate_lead", 2)], [heard("purchase", 1)]]],
])("what %s counts", async (_what, batches) => {
  expect((await kept(...batches)).filter((name) => name.endsWith(" dataLayer"))).toHaveLength(1);
});
