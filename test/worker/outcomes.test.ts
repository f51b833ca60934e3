import { describe, expect, it } from "vitest";
import { limits } from "../../shared/limits.ts";
import { amountOf, dayOf, fieldOfHeader, outcomeOf } from "../../worker/outcomes/columns.ts";
import {
  admin,
  batch,
  call,
  identify,
  messageId,
  page,
  post,
  secretKeyHeaders,
  type Json,
} from "./support/api.ts";

const mail = () => `${messageId()}@example.com`;
const tell = (body: unknown, query = "") => post(`/v1/outcomes${query}`, body, secretKeyHeaders);
const upload = (csv: string, query = "") =>
  post(`/v1/outcomes${query}`, csv, { ...secretKeyHeaders, "content-type": "text/csv; charset=utf-8" });
const lead = async (id: string): Promise<Json> => (await admin(`/leads/${id}`)).body;
const outcomes = async (id: string): Promise<Json[]> =>
  (await lead(id)).timeline.filter(
    ({ source, name }: Json) => source === "server" && name !== "email_opened",
  );

/** Somebody who came, and left an address. */
async function somebody(
  email = mail(),
  more: object = {},
): Promise<{ email: string; visitor: string; id: string }> {
  const { body } = await post(
    "/v1/batch",
    batch([page("/"), identify({ email, ...more }, { userId: `user-${email}` })]),
  );
  return { email, visitor: body.visitor, id: body.visitor.split(".")[0] };
}

describe("an outcome", () => {
  it("is known by address, user id, phone, signed id or the lead's id, and is in the lead's timeline", async () => {
    const digits = `+90555${String(Date.now()).slice(-7)}`;
    const { email, visitor, id } = await somebody(mail(), { phone: digits });
    for (const [index, who] of [
      { email: ` ${email.toUpperCase()} ` },
      { userId: `user-${email}` },
      { phone: `+90 555 ${digits.slice(6)}` },
      { visitor },
      { leadId: id },
    ].entries()) {
      const { status, body } = await tell({ outcome: "opportunity", value: 1_000 + index, ...who });
      expect({ who, status, line: body.lines[0] }).toEqual({
        who,
        status: 200,
        line: { line: 1, status: "counted", outcome: "opportunity", leadId: id, person: "known" },
      });
    }
    expect(new Set((await outcomes(id)).map(({ properties }: Json) => properties.value))).toEqual(
      new Set([1_000, 1_001, 1_002, 1_003, 1_004]),
    );
  });

  it("keeps what it is worth and why, each in its own event", async () => {
    const { email, id } = await somebody();
    const at = new Date(Date.now() - 86_400_000).toISOString();
    const told = [
      { outcome: "qualified", email },
      { outcome: "disqualified", email, reason: "a student" },
      { outcome: "opportunity", email, value: 20_000, currency: "eur" },
      { outcome: "won", email, amount: 28_900.5, currency: "EUR", at, id: "deal-7" },
      { outcome: "lost", email, reason: "=HYPERLINK(0)" },
    ];
    const { body } = await tell({ outcomes: told });
    expect(body).toMatchObject({ counted: 5, duplicates: 0, rejected: 0 });
    const events = new Map((await outcomes(id)).map((event) => [event.name, event]));
    expect(new Set(events.keys())).toEqual(new Set(told.map(({ outcome }) => outcome)));
    expect(events.get("won")).toMatchObject({
      atMs: Date.parse(at),
      properties: { value: 28_900.5, currency: "EUR" },
    });
    expect(events.get("opportunity").properties).toMatchObject({ value: 20_000, currency: "EUR" });
    expect(events.get("disqualified").properties).toMatchObject({ reason: "a student" });
    expect(events.get("lost").properties).toMatchObject({ reason: "=HYPERLINK(0)" });
  });

  it("counts once: by your id whatever else has changed, without one by its words", async () => {
    const { email } = await somebody();
    const statuses = async (told: object) =>
      (await tell({ outcome: "won", email, ...told })).body.lines[0].status;
    expect(await statuses({ id: "7", amount: 1 })).toBe("counted");
    expect(await statuses({ id: "7", amount: 2 })).toBe("duplicate");
    expect(await statuses({ id: "8", amount: 2 })).toBe("counted");
    expect(await statuses({ outcome: "opportunity", id: "7" })).toBe("counted");
    expect(await statuses({ amount: 3 })).toBe("counted");
    expect(await statuses({ amount: 3, email: email.toUpperCase() })).toBe("duplicate");
    expect(await statuses({ amount: 4 })).toBe("counted");
  });

  it("waits for somebody who was never here", async () => {
    const email = mail();
    const { body } = await tell({ outcome: "opportunity", email, value: 5 });
    expect(body.lines[0]).toMatchObject({ status: "counted", person: "not_seen_yet" });
    const { id } = await somebody(email);
    expect((await outcomes(id)).map(({ name }: Json) => name)).toEqual(["opportunity"]);
    expect((await tell({ outcome: "won", email })).body.lines[0]).toMatchObject({
      person: "known",
      leadId: id,
    });
  });

  it.each([
    ["no outcome", { email: "a@b.example" }, "missing_field", "outcome"],
    ["an outcome that is none", { outcome: "maybe", email: "a@b.example" }, "invalid_field", "outcome"],
    ["nobody", { outcome: "won" }, "invalid_field", ""],
    ["an address that is none", { outcome: "won", email: "ada" }, "invalid_field", "email"],
    ["a user id of nobody", { outcome: "won", userId: "null" }, "invalid_field", "userId"],
    ["an amount in words", { outcome: "won", email: "a@b.example", amount: "12" }, "invalid_field", "amount"],
    [
      "an amount below nothing",
      { outcome: "won", email: "a@b.example", amount: -1 },
      "invalid_field",
      "amount",
    ],
    [
      "a currency that is none",
      { outcome: "won", email: "a@b.example", currency: "€" },
      "invalid_field",
      "currency",
    ],
    ["a time that is none", { outcome: "won", email: "a@b.example", at: "soon" }, "invalid_field", "at"],
    ["an unknown field", { outcome: "won", email: "a@b.example", score: 999 }, "unknown_field", "score"],
    ["a lead that is nobody's", { outcome: "won", leadId: "A".repeat(22) }, "no_visitor", "leadId"],
    ["a lead of another shape", { outcome: "won", leadId: "../x" }, "no_visitor", "leadId"],
    [
      "an id signed elsewhere",
      { outcome: "won", visitor: `${"A".repeat(22)}.${"B".repeat(22)}` },
      "no_visitor",
      "visitor",
    ],
  ])("with %s is refused by name, and costs no other line", async (_name, bad, code, field) => {
    const single = await tell(bad);
    expect([single.status, single.body.lines[0].status, single.body.lines[0].code]).toEqual([
      422,
      "rejected",
      code,
    ]);
    expect(single.body.lines[0].field ?? "").toBe(field);
    const { email } = await somebody();
    const { status, body } = await tell([bad, { outcome: "qualified", email }]);
    expect([status, body.counted, body.rejected]).toEqual([200, 1, 1]);
  });

  it("is refused as a whole in strict mode, when one line is wrong", async () => {
    const { email, id } = await somebody();
    const { status, body } = await tell([{ outcome: "won", email }, { outcome: "won" }], "?strict=true");
    expect([status, body.error.problems[0].index]).toEqual([422, 1]);
    expect(await outcomes(id)).toEqual([]);
  });

  it("is for the secret key, and for administrators who may edit", async () => {
    const told = { outcome: "won", email: mail() };
    expect((await post("/v1/outcomes", told)).status).toBe(401);
    expect((await post("/v1/outcomes", { ...told, writeKey: "sec_demo_dealer" })).status).toBe(401);
    const byPage = await post("/v1/outcomes", told, { authorization: `Basic ${btoa("pub_demo_dealer:")}` });
    expect([byPage.status, byPage.body.error.code]).toEqual([403, "secret_key_needed"]);
    expect((await tell("{")).status).toBe(400);
    expect((await tell(7)).status).toBe(422);
    const many = Array.from({ length: limits.outcomesPerRequest + 1 }, () => told);
    expect((await tell(many)).status).toBe(422);
    expect((await call("/admin/v1/outcomes", { method: "POST", body: "{}" })).status).toBe(401);
  });
});

describe("a file of outcomes", () => {
  it("is read with the headers, signs and spellings of spreadsheets and CRMs", async () => {
    const [first, second, third] = [await somebody(), await somebody(), await somebody()];
    const csv = [
      "\uFEFFDeal ID;Contact E-Mail;Deal Stage;Amount;Currency;Close Date;Owner;Lost reason",
      `1;${first.email};Closed Won;"€ 28.900,50";eur;21.11.2025;Ada;`,
      `2;"${second.email}";Closed Lost;;;;Grace;"too dear, ""they"" said\nand left"`,
      "",
      `3;${third.email};Opportunity;1,200;USD;2025-11-20;;`,
    ].join("\r\n");
    const { status, body } = await upload(csv);
    expect([status, body.counted, body.rejected]).toEqual([200, 3, 0]);
    expect(body.lines.map(({ line, leadId }: Json) => [line, leadId])).toEqual([
      [2, first.id],
      [4, second.id],
      [6, third.id],
    ]);
    expect((await outcomes(first.id))[0]).toMatchObject({
      name: "won",
      atMs: Date.parse("2025-11-21"),
      properties: { value: 28_900.5, currency: "EUR" },
    });
    expect((await outcomes(second.id))[0]).toMatchObject({
      name: "lost",
      properties: { reason: expect.stringContaining('too dear, "they" said') },
    });
    expect((await outcomes(third.id))[0].properties.value).toBe(1_200);
    expect((await upload(csv)).body).toMatchObject({ counted: 0, duplicates: 3 });
  });

  it("names line and column of what is wrong, and takes the rest", async () => {
    const good = await somebody();
    const { status, body } = await upload(
      `Email,Status,Revenue\nada,won,1\n${good.email},won,a lot\n${good.email},perhaps,\n,won,1\n${good.email},won,"=1+1"\n${good.email},won,7\n`,
    );
    expect([status, body.counted, body.rejected]).toEqual([200, 1, 5]);
    expect(body.lines.map(({ line, status: fate, field }: Json) => [line, fate, field])).toEqual([
      [2, "rejected", "Email"],
      [3, "rejected", "Revenue"],
      [4, "rejected", "Status"],
      [5, "rejected", ""],
      [6, "rejected", "Revenue"],
      [7, "counted", undefined],
    ]);
    expect(body.lines[1].message).toBe('line 3, column "Revenue": amount must be number, not "a lot"');
  });

  it("refuses a date that is not ISO 8601, and says what to write", async () => {
    const { email } = await somebody();
    const dates = ["03/11/2026", "11-03-2026", "45982", "1", "March 2026", "2026-02-31", "31.02.2026"];
    const { body } = await upload(
      `Email,Status,Date\n${dates.map((day) => `${email},won,${day}\n`).join("")}`,
    );
    expect([body.counted, body.rejected]).toEqual([0, dates.length]);
    expect(body.lines[0]).toMatchObject({
      code: "invalid_field",
      field: "Date",
      message:
        'line 2, column "Date": at is "03/11/2026", which is no day or time of ISO 8601 since 1970; write 2026-11-21 or 2026-11-21T09:30:00Z',
    });
  });

  it.each([
    ["2025-11-21", "2025-11-21T00:00:00Z"],
    ["21.11.2025", "2025-11-21T00:00:00Z"],
    ["2025-11-21 09:30", "2025-11-21T09:30:00Z"],
    ["2025-11-21T09:30:00.123456+03:00", "2025-11-21T06:30:00.123Z"],
    ["2025-11-21T09:30:00.000+0300", "2025-11-21T06:30:00Z"],
    ["2025-11-21 09:30:00-05", "2025-11-21T14:30:00Z"],
    ["2025-11-21 09:30:00 UTC", "2025-11-21T09:30:00Z"],
  ])("reads the date %s", async (written, moment) => {
    const { id, email } = await somebody();
    await upload(`Email,Status,Date\n${email},won,${written}\n`);
    expect((await outcomes(id))[0]).toMatchObject({ name: "won", atMs: Date.parse(moment) });
  });

  it("without the columns it needs is refused with the ones it has", async () => {
    for (const csv of ["Email,Amount\na@b.example,1", "", "\n\n", "Status\nwon"]) {
      const { status, body } = await upload(csv);
      expect([status, body.error.code]).toEqual([422, "missing_column"]);
    }
    expect((await upload("Email,Amount\n")).body.error.message).toContain('"Email", "Amount"');
    const long = `Email,Status\n${"a@b.example,won\n".repeat(limits.outcomesPerRequest + 1)}`;
    expect((await upload(long)).body.error.code).toBe("too_many_lines");
  });

  it("is taken from an administrator too, and leaves a row in the audit log", async () => {
    const { email } = await somebody();
    const headers = { authorization: "Bearer adm_demo_local", "content-type": "text/csv" };
    const { status, body } = await post("/admin/v1/outcomes", `email,outcome\n${email},qualified\n`, headers);
    expect([status, body.counted]).toEqual([200, 1]);
    const { body: log } = await admin("/audit");
    expect(JSON.stringify(log)).toContain("outcomes.record");
    const asText = await post("/admin/v1/outcomes", "x", { ...headers, "content-type": "text/plain" });
    expect(asText.status).toBe(415);
  });

  it.each([
    ["28900", 28_900],
    ["28,900", 28_900],
    ["28.900", 28_900],
    ["28.900,50", 28_900.5],
    ["28,900.5", 28_900.5],
    ["1 234,5", 1_234.5],
    ["1'234.50 CHF", 1_234.5],
    ["USD 12", 12],
    ["$0.99", 0.99],
    ["-1", "-1"],
    ["1e5", "1e5"],
    ["=1+1", "=1+1"],
    ["", ""],
  ])("reads the amount %s", (text, amount) => {
    expect(amountOf(text)).toBe(amount);
  });

  it("knows headers, outcomes and days in other spellings, and leaves what it does not know", () => {
    expect(["E-posta", "DEAL_STAGE", "Lead ID", "Owner", "__proto__"].map(fieldOfHeader)).toEqual([
      "email",
      "outcome",
      "leadId",
      undefined,
      undefined,
    ]);
    expect(["Closed-Won", "UNQUALIFIED", "constructor"].map(outcomeOf)).toEqual([
      "won",
      "disqualified",
      "constructor",
    ]);
    expect(["1.2.2026", "2026-02-01"].map(dayOf)).toEqual(["2026-02-01", "2026-02-01"]);
  });
});
