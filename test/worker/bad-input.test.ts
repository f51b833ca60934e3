import { describe, expect, it } from "vitest";
import { limits } from "../../shared/limits.ts";
import {
  admin,
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

const good = () => page("/models/");

/** Nests a value: 20,000 levels cannot be written by JSON.stringify. */
function nested(levels: number): string {
  return `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
}

async function leadOf(body: Json): Promise<Json> {
  return (await admin(`/leads/${body.visitor.split(".")[0]}`)).body;
}

describe("a request that cannot be taken as a whole", () => {
  it("answers broken JSON with 400, and shows where it breaks", async () => {
    const { status, body } = await post("/v1/batch", '{"writeKey":"pub_demo_dealer","batch":[}');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: "invalid_json" });
    expect(body.error.message).toContain("Unexpected token '}'");
  });

  it("takes a body of exactly the limit, and answers one byte more with 413", async () => {
    const atLimit = JSON.stringify(batch([good()]));
    const padded = (bytes: number) => atLimit + " ".repeat(bytes - atLimit.length);
    expect((await post("/v1/batch", padded(limits.publicBodyBytes))).status).toBe(200);
    expect((await post("/v1/batch", padded(limits.publicBodyBytes + 1))).status).toBe(413);
  });

  it("answers 1 MB with 413, with the secret key too", async () => {
    const large = `{"batch":["${"x".repeat(1_048_576)}"]}`;
    expect((await post("/v1/batch", large)).status).toBe(413);
    expect((await post("/v1/batch", large, secretKeyHeaders)).status).toBe(413);
  });

  it("cuts an endless body off at the limit", async () => {
    let sentBytes = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sentBytes += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const { status } = await call("/v1/batch", { method: "POST", body: endless as never });
    expect(status).toBe(413);
    expect(sentBytes).toBeLessThan(limits.publicBodyBytes * 8);
  });

  it("answers a compressed body with 415", async () => {
    expect((await post("/v1/batch", "x", { "content-encoding": "gzip" })).status).toBe(415);
  });

  it("answers a missing or unknown key with 401 and names writeKey", async () => {
    const missing = await post("/v1/batch", { batch: [good()] });
    expect(missing.status).toBe(401);
    expect(missing.body.error).toMatchObject({ code: "missing_key", field: "writeKey" });
    const unknown = await post("/v1/batch", { writeKey: "pub_nobody_knows_it", batch: [good()] });
    expect(unknown.status).toBe(401);
    expect(unknown.body.error).toMatchObject({ code: "invalid_key", field: "writeKey" });
    expect((await post("/v1/batch", { writeKey: "adm_demo_local", batch: [] })).status).toBe(401);
  });

  it.each([
    "https://evil.example",
    "https://localhost.evil.example",
    "null",
    "http://127.0.0.1.evil.example",
  ])("answers the foreign origin %s with 403 and lets its page read nothing", async (origin) => {
    const { status, headers, body } = await post("/v1/batch", batch([good()]), { origin });
    expect(status).toBe(403);
    expect(body.error.code).toBe("foreign_origin");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("lets a page of the site read the answer, by its exact origin", async () => {
    const { status, headers } = await post("/v1/batch", batch([good()]), { origin: "http://localhost:5173" });
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("answers an unknown field beside the batch with 422 and names it", async () => {
    const { status, body } = await post("/v1/batch", { ...batch([good()]), score: 999 });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: "unknown_field", field: "score" });
  });

  it("answers a batch that is no list, and a body that is no object, with 422", async () => {
    expect((await post("/v1/batch", { writeKey: "pub_demo_dealer", batch: {} })).body.error.field).toBe(
      "batch",
    );
    expect((await post("/v1/batch", "[]")).status).toBe(422);
    expect((await post("/v1/batch", "1")).status).toBe(422);
  });

  it("answers a hundred thousand open brackets with 400 and goes on", async () => {
    expect((await post("/v1/batch", "[".repeat(60_000))).status).toBe(400);
    expect((await post("/v1/batch", batch([good()]))).status).toBe(200);
  });
});

describe("one bad event", () => {
  const bad: { name: string; event: string; code: string; says: string }[] = [
    {
      name: "no messageId",
      event: '{"type":"page","properties":{"path":"/"}}',
      code: "missing_field",
      says: "messageId",
    },
    { name: "no type", event: '{"messageId":"1"}', code: "missing_field", says: "type" },
    {
      name: "an unknown type",
      event: '{"type":"eval","messageId":"1"}',
      code: "invalid_field",
      says: "type",
    },
    {
      name: "no event name",
      event: '{"type":"track","messageId":"1"}',
      code: "missing_field",
      says: "event",
    },
    {
      name: "an unknown field",
      event: '{"type":"page","messageId":"1","score":999}',
      code: "unknown_field",
      says: "score",
    },
    {
      name: "20,000 levels",
      event: `{"type":"track","event":"x","messageId":"1","properties":${`[`.repeat(20_000)}${`]`.repeat(20_000)}}`,
      code: "too_deep",
      says: "properties",
    },
    {
      name: "9 levels",
      event: `{"type":"track","event":"x","messageId":"1","properties":${nested(8)}}`,
      code: "too_deep",
      says: "properties",
    },
    {
      name: "__proto__",
      event: '{"type":"track","event":"x","messageId":"1","properties":{"__proto__":{"polluted":1}}}',
      code: "forbidden_key",
      says: "properties.__proto__",
    },
    {
      name: "constructor.prototype",
      event: '{"type":"track","event":"x","messageId":"1","properties":{"constructor":{"prototype":1}}}',
      code: "forbidden_key",
      says: "properties.constructor",
    },
    {
      name: "a path of 10,000 characters",
      event: `{"type":"page","messageId":"1","properties":{"path":"/${"x".repeat(9_999)}"}}`,
      code: "too_long",
      says: "properties.path",
    },
    {
      name: "a number that is none",
      event: '{"type":"track","event":"x","messageId":"1","properties":{"value":1e400}}',
      code: "not_finite",
      says: "properties.value",
    },
    { name: "a text instead of an event", event: '"hello"', code: "invalid_field", says: "the event" },
    { name: "null", event: "null", code: "invalid_field", says: "the event" },
    {
      name: "an event that only servers may send",
      event: '{"type":"track","event":"email_opened","messageId":"1"}',
      code: "server_only",
      says: "email_opened",
    },
  ];

  it.each(bad)(
    "with $name is refused by name, and the nine beside it count",
    async ({ event, code, says }) => {
      const events = [
        ...Array.from({ length: 4 }, () => JSON.stringify(good())),
        event,
        ...Array.from({ length: 5 }, () => JSON.stringify(good())),
      ];
      const { status, body } = await post(
        "/v1/batch",
        `{"writeKey":"pub_demo_dealer","batch":[${events.join(",")}]}`,
      );
      expect(status).toBe(200);
      expect(body.accepted).toBe(9);
      expect(body.rejected).toHaveLength(1);
      expect(body.rejected[0]).toMatchObject({ index: 4, code });
      expect(body.rejected[0].message).toContain(says);
      expect(body.rejected[0].message.length).toBeLessThan(300);
    },
  );

  it("pollutes no prototype", async () => {
    await post(
      "/v1/batch",
      `{"writeKey":"pub_demo_dealer","batch":[{"type":"identify","messageId":"p","traits":{"__proto__":{"polluted":1}}}]}`,
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("is kept with its reason, where the lead can be looked at", async () => {
    const { body } = await post("/v1/batch", batch([good(), { type: "page", messageId: "kept", score: 1 }]));
    const lead = await leadOf(body);
    expect(lead.rejected).toHaveLength(1);
    expect(lead.rejected[0]).toMatchObject({
      code: "unknown_field",
      body: expect.stringContaining('"kept"'),
    });
  });

  it("as a single call is answered with 422 and the field", async () => {
    const { status, body } = await post("/v1/track", { writeKey: "pub_demo_dealer", messageId: "x" });
    expect(status).toBe(422);
    expect(body.rejected[0].message).toContain("event is missing");
  });
});

describe("a time that cannot be believed", () => {
  const day = 86_400_000;
  it.each([
    { timestamp: "2099-01-01T00:00:00Z", flag: "timestamp_in_future" },
    { timestamp: -1, flag: "timestamp_invalid" },
    { timestamp: "abc", flag: "timestamp_invalid" },
    { timestamp: 9e15, flag: "timestamp_invalid" },
    { timestamp: new Date(Date.now() - 31 * day).toISOString(), flag: "timestamp_too_old" },
    { timestamp: new Date(Date.now() - 3650 * day).toISOString(), flag: "timestamp_too_old" },
  ])(
    "$timestamp becomes the time of receipt, with a warning that names the field",
    async ({ timestamp, flag }) => {
      const beforeMs = Date.now();
      const { status, body } = await post("/v1/batch", batch([page("/directions", { timestamp })]));
      expect(status).toBe(200);
      expect(body).toMatchObject({ accepted: 1, total: 20, warnings: [{ index: 0, code: flag }] });
      expect(body.warnings[0].message).toContain("timestamp");
      const lead = await leadOf(body);
      expect(lead.timeline[0].atMs).toBeGreaterThanOrEqual(beforeMs);
      expect(lead.timeline[0].atMs).toBeLessThanOrEqual(Date.now());
    },
  );

  it("is the time of receipt where the sender has no clock, which JSON writes as null", async () => {
    const beforeMs = Date.now();
    const { body } = await post("/v1/batch", batch([page("/", { timestamp: null })], { sentAt: null }));
    expect(body).toMatchObject({ accepted: 1, rejected: [] });
    expect(body.warnings).toBeUndefined();
    expect((await leadOf(body)).timeline[0].atMs).toBeGreaterThanOrEqual(beforeMs);
  });

  it("of a clock that is an hour ahead is corrected by sentAt", async () => {
    const skewMs = 3_600_000;
    const sentMs = Date.now();
    const { body } = await post(
      "/v1/batch",
      batch([page("/", { timestamp: new Date(sentMs + skewMs - 5_000).toISOString() })], {
        sentAt: new Date(sentMs + skewMs).toISOString(),
      }),
    );
    expect(body.warnings).toBeUndefined();
    // Five seconds before the request was received, whatever the visitor's clock says.
    const [{ atMs }] = (await leadOf(body)).timeline;
    expect(atMs).toBeGreaterThanOrEqual(sentMs - 5_000);
    expect(atMs).toBeLessThanOrEqual(Date.now() - 5_000);
  });
});

describe("the same events", () => {
  const walk = () => {
    const atMs = Date.now() - 3_600_000;
    return [
      page("/models/", { timestamp: new Date(atMs).toISOString() }),
      identify({ email: `${messageId()}@example.com` }, { timestamp: new Date(atMs + 1_000).toISOString() }),
      track("generate_lead", { model: "Aurora" }, { timestamp: new Date(atMs + 1_000).toISOString() }),
      track("chat_started", {}, { timestamp: new Date(atMs + 2_000).toISOString() }),
      page("/directions", { timestamp: new Date(atMs + 3_000).toISOString() }),
      page("/careers", { timestamp: new Date(atMs + 4_000).toISOString() }),
    ];
  };
  /** Who it is differs from run to run; what it earned must not. */
  const account = ({ total, scores, stage, receipts, stages, handOffs }: Json) => ({
    total,
    scores,
    stage,
    receipts,
    stages,
    handOffs: handOffs.map(({ handOffId, eventId, atMs }: Json) => ({ handOffId, eventId, atMs })),
  });
  const send = async (events: readonly unknown[], sentAt: string, visitor?: string) =>
    (await post("/v1/batch", batch(events, { sentAt, ...(visitor !== undefined && { visitor }) }))).body;

  it("in one batch, twice, shuffled and split give the same account", async () => {
    const events = walk();
    // The clocks agree to the millisecond only when nothing is corrected.
    const inOne = async () => {
      const response = await post("/v1/batch", batch(events));
      return response.body;
    };
    const first = await inOne();
    expect(first).toMatchObject({ accepted: 6, duplicates: 0, total: 25 });
    const again = (await post("/v1/batch", batch(events, { visitor: first.visitor }))).body;
    expect(again).toMatchObject({ accepted: 0, duplicates: 6, total: 25 });
    const expected = account(await leadOf(first));

    let visitor: string | undefined;
    for (const index of [4, 1, 4, 0, 5, 2, 3, 1]) {
      const { body } = await post(
        "/v1/batch",
        batch([events[index]], visitor === undefined ? {} : { visitor }),
      );
      visitor = body.visitor;
    }
    expect(account(await leadOf({ visitor }))).toEqual(expected);

    const reversed = (await post("/v1/batch", batch([...events].reverse()))).body;
    expect(account(await leadOf(reversed))).toEqual(expected);
  });

  it("sent again without the answer having arrived count once, by the device's id", async () => {
    const anonymousId = crypto.randomUUID();
    const events = [page("/directions", { anonymousId })];
    const first = await send(events, new Date().toISOString());
    const second = await send(events, new Date().toISOString());
    expect(second).toMatchObject({ accepted: 0, duplicates: 1, total: 20 });
    expect(second.visitor).toBe(first.visitor);
  });

  it("of two visitors do not hide each other", async () => {
    const event = page("/directions");
    const first = await send([event], new Date().toISOString());
    const second = await send([event], new Date().toISOString());
    expect(second).toMatchObject({ accepted: 1, total: 20 });
    expect(second.visitor).not.toBe(first.visitor);
  });
});

describe("an e-mail address", () => {
  const opened = (email: string) =>
    post(
      "/v1/track",
      { event: "email_opened", messageId: messageId(), properties: { email } },
      secretKeyHeaders,
    );

  it("leads a server's event to the visitor who first gave it, in identify or with the form itself", async () => {
    const byForm = (
      await post("/v1/batch", batch([track("generate_lead", { model: "Aurora", email: "Form@Example.com" })]))
    ).body;
    expect(byForm).toMatchObject({ total: 10, stage: "lead" });
    const reply = await opened("form@example.com");
    expect(reply.body).toMatchObject({ total: 13, visitor: byForm.visitor });

    const second = (await post("/v1/batch", batch([identify({ email: "form@example.com" })]))).body;
    expect(second.visitor).not.toBe(byForm.visitor);
    expect((await opened("form@example.com")).body.visitor).toBe(byForm.visitor);
  });

  it("that a server spoke of before anybody gave it goes over, points and all, to the first who does", async () => {
    const standIn = (await opened("early@example.com")).body;
    expect(standIn.total).toBe(3);
    const form = (
      await post(
        "/v1/batch",
        batch([identify({ email: "early@example.com" }), track("generate_lead", { model: "Aurora" })]),
      )
    ).body;
    expect(form).toMatchObject({ accepted: 2, total: 13, stage: "lead" });
    expect(form.visitor).not.toBe(standIn.visitor);
    expect((await opened("early@example.com")).body).toMatchObject({ total: 16, visitor: form.visitor });
    const id = form.visitor.split(".")[0];
    expect((await admin(`/leads/${standIn.visitor.split(".")[0]}`)).body).toMatchObject({
      id,
      devices: [{ reason: "told", isFormerId: true, isProved: false, events: 1 }],
    });
    expect((await admin("/leads?q=early@")).body.leads).toHaveLength(1);
    const walk = (await post("/v1/batch", batch([page("/directions")], { visitor: form.visitor }))).body;
    expect(walk).toMatchObject({ total: 36, stage: "mql" });
  });

  it("that nobody gave yet names a visitor of its own, who keeps what came in", async () => {
    const first = await opened("new@example.com");
    const second = await opened("NEW@example.com ");
    expect(second.body).toMatchObject({ accepted: 1, total: 6, visitor: first.body.visitor });
  });

  it("given by a trap for bots leads nowhere", async () => {
    const spam = (
      await post(
        "/v1/batch",
        batch([track("generate_lead", { model: "Aurora", email: "trap@example.com", honeypot: true })]),
      )
    ).body;
    expect((await opened("trap@example.com")).body.visitor).not.toBe(spam.visitor);
  });

  it("that is none names nobody", async () => {
    for (const email of ["null", "guest", "[object Object]", "a", ""]) {
      const { body } = await opened(email);
      expect(body).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: "no_visitor" }] });
    }
  });
});

describe("a campaign that each form begins", () => {
  it("is handed off once for each form, with its own model, also when an earlier form arrives late", async () => {
    const at = (secondsAgo: number) => ({
      timestamp: new Date(Date.now() - secondsAgo * 1000).toISOString(),
    });
    const anonymousId = crypto.randomUUID();
    const send = (events: unknown[]) => post("/v1/batch", { batch: events }, secretKeyHeaders);
    await send([
      identify({ email: "late@example.com" }, { anonymousId, ...at(90) }),
      track("generate_lead", { model: "Boreal" }, { anonymousId, ...at(30) }),
    ]);
    const { body } = await send([track("generate_lead", { model: "Aurora" }, { anonymousId, ...at(60) })]);
    const lead = await leadOf(body);
    const campaigns = lead.handOffs.filter(({ handOffId }: Json) => handOffId === "model_campaign");
    expect(campaigns).toHaveLength(2);
    expect(new Set(campaigns.map(({ id }: Json) => id)).size).toBe(2);
    const events = campaigns.map(
      ({ eventId }: Json) => lead.timeline.find((entry: Json) => entry.eventId === eventId).properties.model,
    );
    expect(new Set(events)).toEqual(new Set(["Aurora", "Boreal"]));
  });
});

describe("the larger limit of a server", () => {
  it("is not opened by a header that only looks like a secret key", async () => {
    const events = Array.from({ length: 100 }, () =>
      page("/models/", { context: { filler: "x".repeat(1_000) } }),
    );
    const body = batch(events);
    expect((await post("/v1/batch", body, { authorization: "junk" })).status).toBe(413);
    expect(
      (await post("/v1/batch", { batch: events }, { authorization: `Basic ${btoa("pub_demo_dealer:")}` }))
        .status,
    ).toBe(413);
    expect(
      (
        await post(
          "/v1/batch",
          { batch: events.map((event) => ({ ...event, anonymousId: crypto.randomUUID() })) },
          secretKeyHeaders,
        )
      ).status,
    ).toBe(200);
  });
});

describe("a visitor id", () => {
  it("that was tampered with, or signed for nobody, leads to a new visitor", async () => {
    const { body } = await post("/v1/batch", batch([page("/directions")]));
    const [id, signature] = body.visitor.split(".");
    for (const visitor of [
      `${id}.${"A".repeat(22)}`,
      `${"B".repeat(22)}.${signature}`,
      id,
      "x",
      "../..",
      "",
      "null",
    ]) {
      const reply = await post("/v1/batch", batch([good()], { visitor }));
      expect(reply.status).toBe(200);
      expect(reply.body.total).toBe(0);
      expect(reply.body.visitor).not.toBe(body.visitor);
    }
  });
});
