import type { HandOffPayload } from "../../../shared/schema/destination.ts";
import type { Settings } from "../../../worker/destinations/settings.ts";
import { FakeActiveCampaign } from "../../fakes/active-campaign.ts";
import { FakeHubSpot } from "../../fakes/hubspot.ts";
import type { FakeProvider } from "../../fakes/misbehave.ts";
import { FakeResend } from "../../fakes/resend.ts";
import { FakeSlack } from "../../fakes/slack.ts";
import { FakeWebhookReceiver } from "../../fakes/webhook-receiver.ts";

export const signingSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** A kind of destination with a fake of its provider, for the contract suite. */
export interface Subject {
  fake: FakeProvider;
  settings: Settings;
  /** What has come of the deliveries: one of each kind of thing for each lead. */
  effects: () => number[];
  /** What the fake's error statuses lead to, where that differs from the usual. */
  outcomes?: Readonly<Record<number, string>>;
  /** A provider without any key against doubles. */
  mayDouble?: true;
  /** What becomes of a lead with a phone number only, and of one with nothing. */
  phoneOnly: "delivered" | "rejected";
  anonymous: "delivered" | "rejected";
}

/** A subject for every kind, by its name. A kind without one fails the suite. */
export const subjects: Readonly<Record<string, () => Subject>> = {
  webhook: () => {
    const fake = new FakeWebhookReceiver();
    fake.secret = signingSecret;
    return {
      fake,
      settings: { url: "https://hooks.example.org/in" },
      effects: () => [fake.effects.size],
      outcomes: { 400: "retry", 401: "retry", 403: "retry", 404: "retry", 422: "retry" },
      phoneOnly: "delivered",
      anonymous: "delivered",
    };
  },
  slack: () => {
    const fake = new FakeSlack();
    return {
      fake,
      settings: { url: `https://hooks.slack.com${fake.path}` },
      effects: () => [fake.messages.length],
      outcomes: { 404: "attention" },
      mayDouble: true,
      phoneOnly: "delivered",
      anonymous: "delivered",
    };
  },
  resend: () => {
    const fake = new FakeResend();
    return {
      fake,
      settings: { apiKey: fake.key, from: "Scoreline <leads@mail.example.org>", to: ["sales@example.org"] },
      effects: () => [fake.sent.size],
      phoneOnly: "delivered",
      anonymous: "delivered",
    };
  },
  hubspot: () => {
    const fake = new FakeHubSpot();
    return {
      fake,
      settings: {
        token: fake.token,
        scoreProperty: "scoreline_score",
        stageProperty: "scoreline_stage",
        reasonsProperty: "scoreline_reasons",
        fields: { jobtitle: "traits.occupation" },
        owners: [{ id: "11" }, { id: "12" }],
      },
      effects: () => [fake.contacts.length, fake.notes.length],
      phoneOnly: "delivered",
      anonymous: "rejected",
    };
  },
  "active-campaign": () => {
    const fake = new FakeActiveCampaign();
    return {
      fake,
      settings: {
        url: "https://meridian.api-us1.com",
        key: fake.key,
        tag: "Hot lead",
        scoreField: "7",
        automation: "12",
      },
      effects: () => [
        fake.contacts.length,
        fake.contacts.flatMap(({ tags }) => [...tags]).length,
        fake.contacts.flatMap(({ automations }) => automations).length,
      ],
      phoneOnly: "rejected",
      anonymous: "rejected",
    };
  },
};

/** A lead as a visitor object hands it off. */
export function handOff(who: Partial<HandOffPayload["who"]> = {}): HandOffPayload {
  const person = {
    visitorId: "AAAAAAAAAAAAAAAAAAAAAA",
    channel: "email" as const,
    email: "ada@example.org",
    phone: "+40721000000",
    name: "Ada King Lovelace",
    company: "Analytical Engines",
    traits: { occupation: "Engineer", city: "Cluj" },
    ...who,
  };
  return {
    id: `${person.visitorId}.ready.1`,
    type: "lead.sales",
    handOffId: "ready",
    site: "dealer",
    atMs: Date.UTC(2026, 10, 23, 8, 30),
    who: person,
    why: {
      total: 40,
      scores: { intent: 30, fit: 10 },
      stage: "mql",
      modelVersion: 3,
      receipts: [],
      summary: ["+20 looked up the way to a showroom", "+10 asked for an offer"],
    },
    what: {
      model: "Aurora",
      form: { model: "Aurora", budget: 30_000 },
      pages: ["/", "/directions"],
      campaign: { source: "newsletter" },
    },
    where: { lead: "https://scoreline.example.com/dashboard/#/leads/AAAAAAAAAAAAAAAAAAAAAA" },
  };
}
