import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeHubSpot } from "../fakes/hubspot.ts";
import type { Misbehaviour } from "../fakes/misbehave.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually, House, type Json } from "./support/house.ts";
import { connectPostmark, connectSendGrid, post, type MailTool } from "./support/mail-tools.ts";
import { Receiver } from "./support/receiver.ts";
import { serveFake, type ServedFake } from "./support/serve-fake.ts";
import { answerOn, visit } from "./support/visit.ts";

let house: House;
let browser: Browser;
let crm: ServedFake;
let crmDestination: string;
const hubspot = new FakeHubSpot();
const receiver = new Receiver();

beforeAll(async () => {
  await receiver.open();
  [house, browser, crm] = await Promise.all([
    House.open("dealer", { SCORELINE_LOCAL_RETRY_SCALE: "0.02" }),
    launchBrowser(),
    serveFake(hubspot),
  ]);
  const webhook = await house.admin("/destinations", { kind: "webhook", url: receiver.url });
  receiver.secret = webhook.secret;
  const made = await house.admin("/destinations", {
    kind: "hubspot",
    token: hubspot.token,
    scoreProperty: "scoreline_score",
    stageProperty: "scoreline_stage",
    reasonsProperty: "scoreline_reasons",
    apiUrl: crm.url,
  });
  crmDestination = made.id;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  await Promise.all([receiver.close(), crm.close()]);
});

async function askForAnOffer(page: Page, email: string): Promise<void> {
  await page.goto(`${house.url}/models/aurora/`);
  const form = page.locator("form#offer");
  await form.locator("[name=name]").fill("Ada Kaya");
  await form.locator("[name=email]").fill(email);
  await form.locator("[type=submit]").click();
  await page.waitForURL(/thank-you/);
}

/** Requests that HubSpot has seen since, as `POST /crm/v3/objects/contacts`. */
const requestsSince = (index: number) =>
  hubspot.seen.slice(index).map(({ method, url }) => `${method} ${url.pathname}`);

const creation = "POST /crm/v3/objects/contacts";

describe.each<{
  tool: string;
  connect: (house: House) => Promise<MailTool>;
  trouble: string;
  misbehave: (Misbehaviour | "well")[];
}>([
  {
    tool: "SendGrid",
    connect: connectSendGrid,
    trouble: "that is busy, and then broken",
    misbehave: [{ status: 429, retryAfter: "2" }, { status: 500 }],
  },
  {
    tool: "Postmark",
    connect: connectPostmark,
    trouble: "whose answers get lost when it made the contact and when it made the note",
    misbehave: ["well", "cut", "well", "well", "well", "cut"],
  },
])("a lead whose e-mails $tool sends", ({ tool, connect, trouble, misbehave }) => {
  it(`goes 10, 13, 20, 40, and is handed once to a receiver and to a HubSpot ${trouble}`, async () => {
    const email = `ada.${tool.toLowerCase()}@example.com`;
    const leadAt = (total: number) => house.lead(email, (lead) => lead.total === total);
    const mail = await connect(house);
    const context = await browser.newContext();
    const { page, errors } = await visit(context);

    await askForAnOffer(page, email);
    expect(await leadAt(10)).toMatchObject({ stage: "lead" });

    expect((await post(mail, mail.forged("click", email))).status).toBe(401);
    const opened = mail.webhook("open", email);
    expect(await post(mail, opened)).toMatchObject({ status: 200, answer: { accepted: 1 } });
    await leadAt(13);
    // Whoever was not sure that it arrived sends it again.
    expect(await post(mail, opened)).toMatchObject({ status: 200, answer: { accepted: 0, duplicates: 1 } });
    expect(await post(mail, mail.webhook("click", email))).toMatchObject({ status: 200 });
    expect(await leadAt(20)).toMatchObject({ stage: "lead" });

    const before = hubspot.seen.length;
    hubspot.misbehave.push(...misbehave);
    const answer = await answerOn(page, `${house.url}/directions/`);
    expect(answer).toMatchObject({ stage: "mql", total: 40 });

    const received = () => receiver.received.filter(({ body }) => body.data.who.email === email);
    const { id } = await leadAt(40);
    await eventually(async () => {
      const { deliveries } = await house.admin(`/destinations/${crmDestination}/deliveries`);
      const ofLead = deliveries.find(({ leadId }: Json) => leadId === id);
      return ofLead?.state === "delivered" && received().length > 0;
    }, 15_000);
    const deliveredRequests = hubspot.seen.length;

    const again = await answerOn(page, `${house.url}/directions/`);
    expect(again).toMatchObject({ stage: "mql", total: 40 });
    await answerOn(page, `${house.url}/models/aurora/`);
    const lead = await leadAt(40);
    expect(lead.stages.map(({ stage, kind }: Json) => `${stage} ${kind}`)).toEqual([
      "lead entered",
      "mql entered",
    ]);
    // SendGrid tells whole seconds, so what it tells may come before the form in the order of time.
    const receipts = lead.receipts.map(({ ruleId, points }: Json) => [ruleId, points]);
    expect(receipts.toSorted((a: Json, b: Json) => b[1] - a[1])).toEqual([
      ["directions", 20],
      ["model_form", 10],
      ["email_click", 7],
      ["email_open", 3],
      // The second visit: capped, and it says so.
      ["directions", 0],
    ]);

    expect(received()).toHaveLength(1);
    expect(received()[0]).toMatchObject({
      isSigned: true,
      body: {
        type: "lead.sales",
        data: { why: { total: 40, stage: "mql", stageLabel: "MQL" }, what: { model: "Aurora" } },
      },
    });
    expect(received()[0]?.body.data.why.receipts).toHaveLength(4);

    const contacts = hubspot.contacts.filter(({ properties }) => properties["email"] === email);
    expect(contacts).toHaveLength(1);
    expect(contacts[0]?.properties).toMatchObject({
      firstname: "Ada",
      lastname: "Kaya",
      scoreline_score: "40",
      scoreline_stage: "mql",
    });
    const reasons = contacts[0]?.properties["scoreline_reasons"] ?? "";
    expect(reasons).toContain("Asked about a model");
    expect(reasons).toContain("Looked up the way to a showroom");
    const notes = hubspot.notes.filter(({ contactId }) => contactId === contacts[0]?.id);
    expect(notes).toHaveLength(1);
    expect(notes[0]?.body).toContain("Aurora");

    expect(requestsSince(before).filter((request) => request === creation)).toHaveLength(1);
    expect(hubspot.seen).toHaveLength(deliveredRequests);
    expect([hubspot.misbehave, hubspot.faults, errors]).toEqual([[], [], []]);
    await context.close();
  });
});

it("asked a HubSpot that is busy no sooner than Retry-After says", () => {
  const [busy, next] = hubspot.seen;
  expect((next?.atMs ?? 0) - (busy?.atMs ?? 0)).toBeGreaterThanOrEqual(2_000);
});
