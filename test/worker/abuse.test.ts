import { env } from "cloudflare:workers";
import { listDurableObjectIds, runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { limits } from "../../shared/limits.ts";
import { createApp } from "../../worker/app.ts";
import type { Environment } from "../../worker/environment.ts";
import { requestsPerReport, requireDayLeft } from "../../worker/ingest/daily-cap.ts";
import { DestinationObject } from "../../worker/objects/destination/destination.ts";
import { Pace } from "../../worker/objects/visitor/pace.ts";
import { identify, page, track, type Json } from "./support/api.ts";
import { ask, deployed, makeSite, type DeployedSite } from "./support/deployment.ts";
import { addressBlock } from "../../worker/ingest/address-block.ts";

const { VISITOR } = env as unknown as Environment;
const visitors = async () => (await listDurableObjectIds(VISITOR as never)).length;
const browser =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/** Reports from an address. */
async function from(
  address: string,
  { origin, writeKey }: DeployedSite,
  events: readonly unknown[],
  more: Record<string, unknown> = {},
) {
  return ask("/v1/batch", {
    method: "POST",
    headers: { origin, "user-agent": browser, "cf-connecting-ip": address },
    body: JSON.stringify({ writeKey, batch: events, ...more }),
  });
}

afterEach(() => vi.useRealTimers());

describe("a flood of requests", () => {
  it("of one visitor ends at the limit, says when to come again, and costs nobody else anything", async () => {
    const site = await makeSite("flood");
    vi.useFakeTimers({ toFake: ["Date"] });
    const { body } = await from("198.51.100.1", site, [page("/models/")]);
    const { visitor } = body;
    const replies = await Promise.all(
      // From several addresses, so that it is the visitor whose limit is met.
      Array.from({ length: 160 }, async (_, index) =>
        from(`198.51.100.${index % 4}`, site, [page("/models/")], { visitor }),
      ),
    );
    const taken = replies.filter(({ status }) => status === 200);
    const refused = replies.filter(({ status }) => status === 429);
    expect(taken.length).toBeLessThanOrEqual(limits.requestsPerVisitor);
    expect(taken.length).toBe(limits.requestsPerVisitor - 1);
    expect(taken.length + refused.length).toBe(160);
    for (const { headers, body: answer } of refused) {
      expect(Number(headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(10);
      expect(answer.error.code).toBe("too_many_requests");
    }
    const lead = (await site.admin("GET", `/leads/${String(visitor).split(".")[0]}`)).body;
    expect(lead.events).toBe(limits.requestsPerVisitor);
    expect((await from("198.51.100.1", site, [page("/models/")])).status).toBe(200);
  });

  it("is counted exactly: the hundred and first waits until the first is ten seconds old", () => {
    const pace = new Pace();
    const nowMs = 1_000_000;
    for (let index = 0; index < 100; index += 1) expect(pace.take(100, nowMs + index)).toBe(0);
    expect(pace.take(100, nowMs + 100)).toBe(9_900);
    expect(pace.take(100, nowMs + 9_999)).toBe(1);
    expect(pace.take(100, nowMs + 10_000)).toBe(0);
    expect(pace.take(100, nowMs + 10_000)).toBe(1);
    // A clock that goes back an hour shuts nobody out for an hour.
    expect(pace.take(100, nowMs - 3_600_000)).toBe(0);
  });

  it("of one address is stopped before anybody's object hears of it", async () => {
    const site = await makeSite("address");
    const before = await visitors();
    const keys: string[] = [];
    // The platform's own counts by the clock on the wall, which no test can wait for.
    const RATE_LIMITER: RateLimit = {
      limit: async ({ key }) => ({ success: keys.push(key) <= 3 }),
    };
    const statuses: number[] = [];
    for (let index = 0; index < 8; index += 1) {
      const response = await createApp().request(
        "https://scoreline.example.com/v1/batch",
        {
          method: "POST",
          headers: { origin: site.origin, "cf-connecting-ip": "198.51.100.77" },
          body: JSON.stringify({ writeKey: site.writeKey, batch: index < 3 ? [] : [page("/models/")] }),
        },
        { ...deployed, RATE_LIMITER },
      );
      statuses.push(response.status);
      if (index >= 3) expect(response.headers.get("retry-after")).toBe("10");
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429, 429, 429, 429]);
    expect(new Set(keys)).toEqual(new Set([`${site.id}:198.51.100.77`]));
    expect(await visitors()).toBe(before);
  });

  it("of one site ends with the day's cap, one bundle late at most, and begins again at midnight", async () => {
    const told: number[] = [];
    const environment = {
      ...deployed,
      SITE: {
        idFromName: (name: string) => name,
        get: () => ({
          countRequests: async (_day: number, requests: number) => {
            told.push(requests);
            return told.reduce((sum, count) => sum + count, 0);
          },
        }),
      },
    } as unknown as Environment;
    const site = {
      id: "daily",
      name: "Daily",
      origins: [],
      caps: { requestsPerDay: 2 * requestsPerReport },
    };
    const noonMs = Date.UTC(2030, 0, 1, 12);
    for (let index = 0; index < 2 * requestsPerReport; index += 1)
      requireDayLeft(environment, site, noonMs + index);
    await expect.poll(() => told).toEqual([requestsPerReport, requestsPerReport]);
    await Promise.resolve();
    expect(() => requireDayLeft(environment, site, noonMs + 3_000)).toThrow("of this site today");
    expect(() => requireDayLeft(environment, site, Date.UTC(2030, 0, 2) - 1)).not.toThrow();
    expect(() => requireDayLeft(environment, site, Date.UTC(2030, 0, 2))).not.toThrow();
  });

  it("is counted in one row of the site's object for a day", async () => {
    const { SITE } = env as unknown as Environment;
    const site = SITE.get(SITE.idFromName("counted"));
    expect(await site.countRequests(20_000, 1_000)).toBe(1_000);
    expect(await site.countRequests(20_000, 1_000)).toBe(2_000);
    expect(await site.countRequests(20_001, 1_000)).toBe(1_000);
  });
});

describe("new visitors of one address block", () => {
  it("beyond the cap get decisions and leave nothing behind, whoever comes back is known", async () => {
    const site = await makeSite("newcomers");
    const capped = await site.admin("PATCH", "/site", { caps: { newVisitorsPerBlock: 5 } });
    expect(capped.status).toBe(200);
    const before = await visitors();
    const replies: Json[] = [];
    for (let index = 0; index < 25; index += 1) {
      const more = index % 2 === 0 ? {} : { anonymousId: crypto.randomUUID() };
      const reply = await from(`203.0.113.${index}`, site, [page("/directions", more)]);
      replies.push(reply.body);
    }
    expect(await visitors()).toBe(before + 5);
    const [first] = replies;
    const [, , , , fifth, sixth] = replies;
    expect(fifth).toMatchObject({ accepted: 1 });
    expect(sixth).toMatchObject({
      accepted: 0,
      stage: first.stage,
      warnings: [{ index: 0, code: "not_kept" }],
    });
    expect(sixth).not.toHaveProperty("visitor");
    // Somebody who was here, and somebody from another street.
    const back = await from("203.0.113.9", site, [page("/models/")], { visitor: first.visitor });
    expect(back.body).toMatchObject({ accepted: 1, visitor: first.visitor });
    expect((await from("203.0.114.9", site, [page("/models/")])).body.accepted).toBe(1);
    expect(await visitors()).toBe(before + 6);
  });

  it("that send the same device id again and again are one", async () => {
    const site = await makeSite("device");
    await site.admin("PATCH", "/site", { caps: { newVisitorsPerBlock: 1 } });
    const anonymousId = crypto.randomUUID();
    for (let index = 0; index < 5; index += 1) {
      const { body } = await from("192.0.2.1", site, [page("/models/", { anonymousId })]);
      expect(body.accepted).toBe(1);
    }
    expect((await from("192.0.2.2", site, [page("/models/")])).body.accepted).toBe(0);
  });

  it.each([
    ["203.0.113.7", "203.0.113"],
    ["::ffff:203.0.113.7", "203.0.113"],
    ["2001:db8:1:2::7", "2001:db8:1"],
    ["2001:0DB8:0001::7", "2001:db8:1"],
    ["2001:db8::7", "2001:db8:0"],
    ["::1", "0:0:0"],
    ["unknown", "unknown"],
  ])("%s is in block %s", (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});

describe("a flood of leads", () => {
  const cap = 6;
  const flood = 16;

  it("reaches sales up to the cap; the rest is held, one alert says so, and nothing is lost", async () => {
    const site = await makeSite("leads");
    await site.admin("PATCH", "/site", { caps: { handOffsPerHour: cap } });
    const { body: destination } = await site.admin("POST", "/destinations", {
      kind: "webhook",
      url: "https://crm.example.com/hook",
    });
    await site.admin("PATCH", `/destinations/${destination.id}`, { enabled: false });
    const alerts = vi.spyOn(console, "log");
    const ids: string[] = [];
    for (let index = 0; index < flood; index += 1) {
      const { body } = await from(`10.0.${index}.1`, site, [
        page("/models/"),
        identify({ email: `lead-${index}@example.com` }),
        track("generate_lead", { model: "Aurora" }),
        page("/directions"),
      ]);
      ids.push(String(body.visitor).split(".")[0] ?? "");
    }
    const states = async () =>
      Promise.all(
        ids.map(
          async (id) =>
            (await site.admin("GET", `/leads/${id}`)).body.handOffs.find(
              ({ purpose }: Json) => purpose === "sales",
            ).state,
        ),
      );
    await expect.poll(async () => (await states()).filter((state) => state === "pending")).toEqual([]);
    const count = (all: string[], state: string) => all.filter((one) => one === state).length;
    const during = await states();
    expect(count(during, "sent")).toBe(cap);
    expect(count(during, "held")).toBe(flood - cap);
    const deliveries = async () =>
      (await site.admin("GET", `/destinations/${destination.id}/deliveries`)).body.deliveries.length;
    expect(await deliveries()).toBe(cap);
    expect((await site.admin("GET", "/destinations")).body.held).toEqual({ sales: flood - cap });
    const told = alerts.mock.calls.filter(([line]) => String(line).includes('"hand_offs_held"'));
    expect(told).toHaveLength(1);
    alerts.mockRestore();

    const released = await site.admin("POST", "/hand-offs/release", {});
    expect(released.body).toEqual({ visitors: flood - cap, left: 0 });
    expect(count(await states(), "sent")).toBe(flood);
    expect((await site.admin("GET", "/destinations")).body.held).toEqual({});
    expect((await site.admin("POST", "/hand-offs/release", {})).body).toEqual({ visitors: 0, left: 0 });
  });

  it("that somebody let go is not held again because a destination failed once", async () => {
    const site = await makeSite("let-go");
    await site.admin("PATCH", "/site", { caps: { handOffsPerHour: 1 } });
    await site.admin("POST", "/destinations", { kind: "webhook", url: "https://crm.example.com/hook" });
    const ids: string[] = [];
    for (let index = 0; index < 2; index += 1) {
      const { body } = await from(`10.1.${index}.1`, site, [
        identify({ email: `lead-${index}@example.com` }),
        track("generate_lead", { model: "Aurora" }),
        page("/directions"),
      ]);
      ids.push(String(body.visitor).split(".")[0] ?? "");
    }
    const held = async () => (await site.admin("GET", "/destinations")).body.held;
    await expect.poll(held).toEqual({ sales: 1 });
    const enqueue = vi.spyOn(DestinationObject.prototype, "enqueue");
    enqueue.mockRejectedValueOnce(new Error("overloaded"));
    await site.admin("POST", "/hand-offs/release", {});
    await runDurableObjectAlarm(VISITOR.get(VISITOR.idFromName(`${site.id}:${ids[1]}`)));
    expect(enqueue).toHaveBeenCalledTimes(2);
    enqueue.mockRestore();
    expect(await held()).toEqual({});
    const { handOffs } = (await site.admin("GET", `/leads/${ids[1]}`)).body;
    expect(handOffs.find(({ purpose }: Json) => purpose === "sales").state).toBe("sent");
  });
});

describe("what speaks against a lead", () => {
  const leadAfter = async (events: readonly unknown[]) => {
    const site = await makeSite("doubt");
    const { body } = await from("192.0.2.9", site, events);
    const { leads } = (await site.admin("GET", "/leads")).body;
    const lead = (await site.admin("GET", `/leads/${String(body.visitor).split(".")[0]}`)).body;
    return { body, lead, inBook: leads[0] };
  };

  it("is a mailbox to be thrown away, a fact that models can test and no page can change", async () => {
    const { lead } = await leadAfter([
      page("/models/"),
      identify({ email: "jane@mailinator.com", emailKind: "business" }),
    ]);
    expect(lead.traits.emailKind).toBe("disposable");
    expect(lead.doubts).toEqual(["disposable_mail"]);
    const later = await leadAfter([
      identify({ email: "jane@mailinator.com" }),
      identify({ email: "jane@acme.example" }),
      identify({ emailKind: "free" }),
    ]);
    expect(later.lead.traits.emailKind).toBe("business");
    expect(later.lead).not.toHaveProperty("doubts");
    expect((await leadAfter([identify({ email: "jane@gmail.com" })])).lead.traits.emailKind).toBe("free");
    expect((await leadAfter([identify({ email: "jane@x.mailinator.com" })])).lead.doubts).toEqual([
      "disposable_mail",
    ]);
  });

  it("is a form with a field filled in that people do not see: it earns nothing, and is shown", async () => {
    const form = (more: Record<string, unknown>) => [
      page("/models/"),
      track("generate_lead", { model: "Aurora", email: "trap@acme.example", ...more }),
    ];
    const { lead } = await leadAfter(form({ honeypot: true }));
    const honest = await leadAfter(form({}));
    const none = await leadAfter([page("/models/")]);
    expect(lead).toMatchObject({ total: none.lead.total, email: null, doubts: ["trapped_form"] });
    expect(lead.handOffs).toEqual([]);
    expect(honest.lead.total).toBeGreaterThan(none.lead.total);
    expect(lead.timeline).toContainEqual(
      expect.objectContaining({ points: 0, properties: expect.objectContaining({ honeypot: true }) }),
    );
  });
});

describe("what only a browser said", () => {
  it("earns up to the model's ceiling and not a point more, until a server speaks", async () => {
    const site = await makeSite("ceiling");
    const { body: current } = await site.admin("GET", "/model");
    const scores = current.model.scores.map((score: Json) =>
      score.id === "intent" ? { ...score, browserMax: 15 } : score,
    );
    const published = await site.admin("POST", "/model/publish", { ...current.model, scores });
    expect(published.status).toBeLessThan(300);
    const { body } = await from("192.0.2.3", site, [
      page("/directions"),
      identify({ email: "fan@acme.example" }),
      track("generate_lead", { model: "Aurora" }),
      track("chat_started"),
    ]);
    const lead = (await site.admin("GET", `/leads/${String(body.visitor).split(".")[0]}`)).body;
    expect(lead.scores.intent).toBe(15);
    expect(lead.receipts.some(({ kind, points }: Json) => kind === "bound" && points < 0)).toBe(true);
    expect(lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(lead.total);
  });
});
