import { describe, expect, it } from "vitest";
import type { HandOffPayload } from "../../../shared/schema/destination.ts";
import type { DestinationKind } from "../../../worker/destinations/contract.ts";
import { destinationKinds, kindOf } from "../../../worker/destinations/index.ts";
import { hoursShape, isAtWork, ownerOf } from "../../../worker/destinations/owner-routing.ts";
import { describeKind, requireSettings, secretNames } from "../../../worker/destinations/settings.ts";
import { attemptDelivery } from "../../../worker/objects/destination/attempt.ts";
import type { FakeActiveCampaign } from "../../fakes/active-campaign.ts";
import type { FakeHubSpot } from "../../fakes/hubspot.ts";
import type { FakeResend } from "../../fakes/resend.ts";
import type { FakeSlack } from "../../fakes/slack.ts";
import { handOff, signingSecret, subjects, type Subject } from "./subjects.ts";

/** One try, as the destination object makes it. */
async function attempt(
  kind: DestinationKind,
  subject: Subject,
  payload: HandOffPayload,
  number = 1,
  turn = 0,
) {
  return attemptDelivery({
    kind,
    settings: requireSettings(kind, subject.settings, false),
    signingSecrets: kind.isSigned ? [signingSecret] : [],
    payload,
    idempotencyKey: `${payload.id}.12345678`,
    attempt: number,
    turn,
    request: subject.fake.fetch,
  });
}

function subjectOf(kind: DestinationKind): Subject {
  const make = subjects[kind.name];
  if (make === undefined) throw new Error(`the kind ${kind.name} has no subject in the contract suite`);
  return make();
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

const hostile = "<!channel> </td><script>alert(1)</script> &amp; *bold*\r\nBcc: all@example.org";

describe.each(destinationKinds.map((kind) => ({ kind, name: kind.name })))(
  "a $name destination",
  ({ kind }) => {
    it("says what it has to be told: each setting with a label, secrets marked", () => {
      const { fields, label, description } = describeKind(kind);
      expect([label, description].every((text) => text.length > 3)).toBe(true);
      for (const field of fields)
        expect({ field: field.name, label: field.label }).not.toEqual({
          field: field.name,
          label: field.name,
        });
      const secrets = fields.filter(({ type }) => type === "secret").map(({ name }) => name);
      expect(secrets).toEqual(secretNames(kind));
      expect(kind.isSigned || secrets.length > 0).toBe(true);
    });

    it("refuses a setting that it does not know, one that is missing, and an address elsewhere, by name", () => {
      const { settings } = subjectOf(kind);
      const fieldOf = (given: Record<string, unknown>) => {
        try {
          requireSettings(kind, given, false);
        } catch (error) {
          return (error as { field?: string }).field;
        }
        return "taken";
      };
      expect(fieldOf(settings)).toBe("taken");
      expect(fieldOf({ ...settings, colour: "red" })).toBe("colour");
      for (const { name, isRequired } of describeKind(kind).fields) {
        const { [name]: _left, ...rest } = settings;
        if (isRequired) expect(fieldOf(rest)).toBe(name);
      }
      if ("url" in settings)
        expect(fieldOf({ ...settings, url: "https://169.254.169.254/latest" })).toBe("url");
      if (kind.hosts !== "chosen") {
        expect(fieldOf({ ...settings, apiUrl: "http://127.0.0.1:9000" })).toBe("apiUrl");
        expect(() =>
          requireSettings(kind, { ...settings, apiUrl: "https://evil.example.org" }, true),
        ).toThrow("apiUrl");
      }
    });

    it("delivers a lead, within the requests that it says it makes, and shows them without its secrets", async () => {
      const subject = subjectOf(kind);
      const { result, exchanges } = await attempt(kind, subject, handOff());
      expect(result).toMatchObject({ outcome: "delivered" });
      expect(subject.fake.faults).toEqual([]);
      expect(subject.effects().every((count) => count === 1)).toBe(true);
      expect(exchanges).toHaveLength(subject.fake.seen.length);
      expect(exchanges.length).toBeLessThanOrEqual(kind.limit.perDelivery);
      const shown = JSON.stringify(exchanges);
      for (const name of secretNames(kind)) {
        const secret = String(subject.settings[name]);
        expect(shown).not.toContain(URL.canParse(secret) ? new URL(secret).pathname : secret);
      }
      expect(shown).not.toContain(signingSecret);
    });

    it.each([
      [400, "rejected"],
      [401, "attention"],
      [403, "attention"],
      [404, "rejected"],
      [409, "retry"],
      [410, "gone"],
      [422, "rejected"],
      [429, "retry"],
      [500, "retry"],
      [503, "retry"],
      [302, "retry"],
    ])("takes %i for: %s, or what its provider means by it", async (status, usual) => {
      const subject = subjectOf(kind);
      // Twice, for those that ask again at once.
      subject.fake.misbehave.push({ status, retryAfter: "30" }, { status, retryAfter: "30" });
      const isLookup = kind.name === "hubspot" && status === 404;
      const { result } = await attempt(kind, subject, handOff());
      // HubSpot's 404 to a look-up means that it knows no such contact; the next request meets the second one.
      expect(result.outcome).toBe(subject.outcomes?.[status] ?? (isLookup ? "rejected" : usual));
      expect(result).toMatchObject({ status, retryAfterMs: 30_000 });
      expect(JSON.stringify(result)).toContain(String(status));
    });

    it("is tried again after no answer, and waits for a slow one", async () => {
      const subject = subjectOf(kind);
      subject.fake.misbehave.push("reset");
      const { result } = await attempt(kind, subject, handOff());
      expect(result).toMatchObject({
        outcome: "retry",
        status: null,
        error: expect.stringContaining("no answer"),
      });
      subject.fake.misbehave.push("unreachable");
      expect((await attempt(kind, subject, handOff())).result).toMatchObject({
        outcome: "retry",
        error: "no answer: its host could not be reached",
      });
      subject.fake.misbehave.push({ slowMs: 20 });
      expect((await attempt(kind, subject, handOff(), 2)).result.outcome).toBe("delivered");
    });

    it("has one effect a lead, wherever an answer is lost", async () => {
      const whole = subjectOf(kind);
      await attempt(kind, whole, handOff());
      for (let lost = 0; lost < whole.fake.seen.length; lost += 1) {
        const subject = subjectOf(kind);
        subject.fake.misbehave.push(...Array<"well">(lost).fill("well"), "cut");
        expect((await attempt(kind, subject, handOff())).result.outcome).toBe("retry");
        const { result, exchanges } = await attempt(kind, subject, handOff(), 2);
        expect(result.outcome).toBe("delivered");
        expect(exchanges.length).toBeLessThanOrEqual(kind.limit.perDelivery);
        const expected = subject.mayDouble === true ? 2 : 1;
        expect({ lost, effects: subject.effects() }).toEqual({
          lost,
          effects: whole.effects().map(() => expected),
        });
      }
    });

    it("maps the same hand-off to the same message, and leaves it as it is", () => {
      const { settings } = subjectOf(kind);
      const payload = deepFreeze(handOff());
      const map = () => JSON.stringify(kind.map(payload, deepFreeze(structuredClone(settings)), 3));
      expect(map()).toBe(map());
    });

    it("takes what strangers typed as text, and very long leads", async () => {
      const subject = subjectOf(kind);
      const payload = handOff({ name: hostile, company: hostile, traits: { occupation: hostile } });
      payload.what.form = { "<b>question</b>": hostile, long: "x".repeat(4_000) };
      payload.why.summary = Array.from({ length: 500 }, (_, index) => `+1 ${hostile} ${index}`);
      expect((await attempt(kind, subject, payload)).result).toMatchObject({ outcome: "delivered" });
      expect(subject.fake.faults).toEqual([]);
    });

    it("takes back what it gave of an erased person, twice as once, or says what people have to do", async () => {
      const subject = subjectOf(kind);
      if (kind.erase === undefined) {
        expect(kind.erasedByHand.length).toBeGreaterThan(10);
        return;
      }
      await attempt(kind, subject, handOff());
      const erased = { visitorIds: [handOff().who.visitorId], handOffIds: [handOff().id] };
      const notice = { ...handOff(), id: "gone", type: "visitor.erased", erased };
      const before = subject.effects()[0] ?? 0;
      for (const number of [1, 2]) {
        const { result, exchanges } = await attempt(kind, subject, notice, number);
        expect(result).toMatchObject({ outcome: "delivered" });
        expect(exchanges.length).toBeLessThanOrEqual(kind.limit.perDelivery);
      }
      expect(subject.fake.faults).toEqual([]);
      // A webhook has one message more; who keeps contacts has one less.
      expect(subject.effects()[0]).toBe(kind.isSigned ? before + 1 : before - 1);
      subject.fake.misbehave.push({ status: 503 });
      expect((await attempt(kind, subject, notice)).result.outcome).toBe("retry");
    });

    it("has a sensible answer to a lead with a phone number only, and to one with nothing", async () => {
      const subject = subjectOf(kind);
      const phoneOnly = await attempt(kind, subject, handOff({ email: null, channel: "phone" }));
      expect(phoneOnly.result.outcome).toBe(subject.phoneOnly);
      const nobody = await attempt(
        kind,
        subject,
        handOff({ email: null, phone: null, name: null, channel: "none" }),
      );
      expect(nobody.result.outcome).toBe(subject.anonymous);
      for (const { result } of [phoneOnly, nobody]) {
        if ("error" in result) expect(result.error).toMatch(/e-mail address/);
      }
    });
  },
);

describe("Slack", () => {
  it("notifies nobody by what a visitor typed, and links only to the dashboard", async () => {
    const subject = subjectOf(kindOf("slack"));
    await attempt(
      kindOf("slack"),
      subject,
      handOff({ name: "<!channel>", company: "<@U1> <http://evil.example|x>" }),
    );
    const [message] = (subject.fake as FakeSlack).messages;
    const blocks = JSON.stringify(message?.blocks);
    expect(message?.text).toContain("&lt;!channel&gt;");
    expect(blocks).toContain("&lt;@U1&gt; &lt;http://evil.example|x&gt;");
    const marks = message?.blocks.slice(1).flatMap((block) => JSON.stringify(block).match(/<[^>]*>/g) ?? []);
    expect(marks).toEqual([
      "<https://scoreline.example.com/dashboard/#/leads/AAAAAAAAAAAAAAAAAAAAAA|Open the lead>",
    ]);
    // The headline is plain text, in which Slack reads nothing.
    expect(blocks).toContain('"type":"plain_text","text":"<!channel> is ready');
  });
});

describe("e-mail by Resend", () => {
  it("holds the lead as text and as escaped HTML, on one line of subject, and answers go to the lead", async () => {
    const subject = subjectOf(kindOf("resend"));
    await attempt(kindOf("resend"), subject, handOff({ name: hostile }));
    const [sent] = (subject.fake as FakeResend).sent.values();
    const mail = JSON.parse(sent?.body ?? "{}") as Record<string, string>;
    expect(mail["html"]).toContain("&lt;script&gt;");
    expect(mail["html"]).not.toContain("<script");
    expect(mail["subject"]).not.toMatch(/[\r\n]/);
    expect(mail["reply_to"]).toBe("ada@example.org");
    expect(mail["text"]).toContain("+20 looked up the way");
  });

  it("counts as delivered when the key was used with the settings of before", async () => {
    const kind = kindOf("resend");
    const subject = subjectOf(kind);
    await attempt(kind, subject, handOff());
    subject.settings["to"] = ["others@example.org"];
    expect((await attempt(kind, subject, handOff(), 2)).result).toEqual({
      outcome: "delivered",
      status: 409,
    });
  });
});

describe("HubSpot", () => {
  const kind = kindOf("hubspot");

  it("puts score, stage, reasons, mapped fields and an owner on the contact, and the receipts into a note", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    await attempt(kind, subject, handOff(), 1, 1);
    expect(fake.contacts[0]?.properties).toEqual({
      email: "ada@example.org",
      phone: "+40721000000",
      firstname: "Ada King",
      lastname: "Lovelace",
      company: "Analytical Engines",
      jobtitle: "Engineer",
      scoreline_score: "40",
      scoreline_stage: "mql",
      scoreline_reasons: "+20 looked up the way to a showroom\n+10 asked for an offer",
      hubspot_owner_id: "12",
    });
    expect(fake.notes[0]?.body).toContain("<li>+20 looked up the way to a showroom</li>");
  });

  it("updates the contact that is there, leaves its owner, and takes nothing away", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    fake.contacts.push({
      id: "7",
      properties: { email: "ada@example.org", hubspot_owner_id: "99", company: "Kept" },
    });
    await attempt(kind, subject, handOff({ email: "Ada@Example.org", company: null }));
    expect(fake.contacts).toHaveLength(1);
    expect(fake.contacts[0]?.properties).toMatchObject({
      hubspot_owner_id: "99",
      company: "Kept",
      scoreline_score: "40",
    });
  });

  it("updates a contact that somebody made between the look and the creation", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    fake.contacts.push({ id: "7", properties: { email: "ada@example.org" } });
    fake.misbehave.push({ status: 404 });
    expect((await attempt(kind, subject, handOff())).result.outcome).toBe("delivered");
    expect(fake.contacts).toHaveLength(1);
    expect(fake.notes[0]?.contactId).toBe("7");
  });

  it("finds a lead without e-mail by phone, once", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    await attempt(kind, subject, handOff({ email: null }));
    await attempt(kind, subject, { ...handOff({ email: null }), id: "another" });
    expect(fake.contacts).toHaveLength(1);
    expect(fake.notes).toHaveLength(2);
  });

  it("says which properties are missing and how to make them, instead of losing every lead", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    for (const name of ["scoreline_score", "scoreline_stage", "scoreline_reasons"])
      fake.properties.delete(name);
    const { result } = await attempt(kind, subject, handOff());
    expect(result).toMatchObject({
      outcome: "attention",
      error:
        "HubSpot has no contact property scoreline_score (number), scoreline_stage (single-line text), scoreline_reasons (multi-line text) (PROPERTY_DOESNT_EXIST): make it under Settings, Properties, Contact properties, with this internal name, or give the private app the scope crm.schemas.contacts.write, and score, stage and reasons are made from here",
    });
  });

  it("makes the properties that are missing, once, where the token may, and the lead arrives", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    fake.mayMakeProperties = true;
    for (const name of ["scoreline_score", "scoreline_reasons"]) fake.properties.delete(name);
    const made = () => fake.seen.filter(({ url }) => url.pathname.includes("/properties/")).length;
    expect((await attempt(kind, subject, handOff())).result).toMatchObject({ outcome: "delivered" });
    expect([made(), fake.contacts.length, fake.contacts[0]?.properties["scoreline_score"]]).toEqual([
      1,
      1,
      "40",
    ]);
    await attempt(kind, subject, { ...handOff(), id: "another" });
    expect(made()).toBe(1);
  });

  it("makes no property that is the account's own, and names it", async () => {
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeHubSpot;
    fake.mayMakeProperties = true;
    for (const name of ["scoreline_score", "jobtitle"]) fake.properties.delete(name);
    const settings = { ...subject.settings, fields: { jobtitle: "stage" } };
    const { result } = await attempt(kind, { ...subject, settings }, handOff());
    expect(result).toMatchObject({
      outcome: "attention",
      error: expect.stringContaining("(number), jobtitle (PROPERTY_DOESNT_EXIST)"),
    });
    expect(fake.properties.has("scoreline_score")).toBe(false);
  });
});

describe("ActiveCampaign", () => {
  it("sets the score, the tag of just this name, and the automation", async () => {
    const kind = kindOf("active-campaign");
    const subject = subjectOf(kind);
    const fake = subject.fake as FakeActiveCampaign;
    await attempt(kind, subject, handOff());
    expect(fake.contacts[0]).toMatchObject({ fields: { "7": "40" }, automations: ["12"] });
    expect([...(fake.contacts[0]?.tags ?? [])]).toEqual(["2"]);
    fake.tags.pop();
    expect((await attempt(kind, subject, handOff())).result).toMatchObject({ outcome: "attention" });
  });
});

describe("the owner of a lead", () => {
  const monday = Date.UTC(2026, 10, 23, 8, 30);
  const pick = (owners: Parameters<typeof ownerOf>[0], value = "", turn = 0, atMs = monday) =>
    ownerOf(owners, value, turn, atMs);

  it("comes by turns", () => {
    const owners = [{ id: "1" }, { id: "2" }, { id: "3" }];
    expect([0, 1, 2, 3].map((turn) => pick(owners, "", turn))).toEqual(["1", "2", "3", "1"]);
    expect(pick([])).toBeUndefined();
  });

  it("takes the attribute's value, whatever its case; others go to those who take anything", () => {
    const owners = [{ id: "1", takes: "Cluj, Iași" }, { id: "2" }];
    expect([pick(owners, "iași"), pick(owners, "Arad"), pick(owners, "")]).toEqual(["1", "2", "2"]);
    expect(pick([{ id: "1", takes: "Cluj" }], "Arad")).toBe("1");
  });

  it("is at work, and when nobody is, comes by turns all the same", () => {
    const owners = [
      { id: "day", hours: "Mon-Fri 09:00-17:00", timeZone: "Europe/Bucharest" },
      { id: "night", hours: "Mon-Fri 17:00-09:00", timeZone: "Europe/Bucharest" },
    ];
    expect(pick(owners, "", 1, monday)).toBe("day");
    expect(pick(owners, "", 0, monday + 8 * 3_600_000)).toBe("night");
    const sunday = Date.UTC(2026, 10, 22, 12);
    expect([0, 1].map((turn) => pick(owners, "", turn, sunday))).toEqual(["day", "night"]);
  });

  it("begins and ends work on the minute, in their own zone, summer and winter", () => {
    const at = (iso: string) => isAtWork("Mon-Fri 09:00-17:00", "Europe/Bucharest", Date.parse(iso));
    expect(["06:59", "07:00", "14:59", "15:00"].map((time) => at(`2026-11-23T${time}:00Z`))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(["05:59", "06:00", "13:59", "14:00"].map((time) => at(`2026-07-20T${time}:00Z`))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([at("2026-11-21T10:00:00Z"), at("2026-11-20T10:00:00Z")]).toEqual([false, true]);
  });

  it("works over midnight and over the week's end, and all day", () => {
    const at = (hours: string, iso: string) => isAtWork(hours, "UTC", Date.parse(iso));
    expect(at("Fri 22:00-06:00", "2026-11-28T05:59:00Z")).toBe(true);
    expect(at("Fri 22:00-06:00", "2026-11-28T06:00:00Z")).toBe(false);
    expect(at("Fri 22:00-06:00", "2026-11-27T05:00:00Z")).toBe(false);
    expect(at("Sat-Mon 00:00-24:00", "2026-11-22T23:59:00Z")).toBe(true);
    expect(at("Sat-Mon 00:00-24:00", "2026-11-24T00:00:00Z")).toBe(false);
    expect(
      ["Mon 9-17", "Mo 09:00-17:00", "Mon-Fri 25:00-26:00", "mon,wed 09:00-17:00"].map((text) =>
        hoursShape.test(text),
      ),
    ).toEqual([false, false, false, true]);
  });
});
