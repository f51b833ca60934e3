import { signWebhook } from "../../../worker/destinations/standard-webhooks.ts";
import type { SourceFixture } from "./fixture.ts";

export const json: SourceFixture = {
  settings: {
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    items: "data.events",
    event: { path: "kind" },
    names: { "demo.held": "meeting_held", "deal.closed": "won" },
    id: "uuid",
    email: "person.contact[0].email",
    timestamp: "at",
    properties: { value: "money.amount", note: "note" },
  },
  foreign: { secret: "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
  payload: (email, nowMs) => ({
    data: {
      events: [
        {
          kind: "demo.held",
          uuid: `a-${email}`,
          at: new Date(nowMs - 300_000).toISOString(),
          person: { contact: [{ email }] },
          note: "kept",
          secret: "what no path names is not kept",
        },
        { kind: "page.seen", uuid: `b-${email}` },
        {
          kind: "deal.closed",
          uuid: `c-${email}`,
          at: Math.floor((nowMs - 200_000) / 1000),
          person: { contact: [{ email }] },
          money: { amount: 990 },
        },
      ],
    },
  }),
  events: ["meeting_held", "won"],
  silent: { payload: { data: { events: [{ kind: "page.seen", uuid: "1" }] } }, ignored: { "page.seen": 1 } },
  withBad: (payload) => ({
    data: {
      events: [
        ...(payload as { data: { events: unknown[] } }).data.events,
        { kind: "demo.held" },
        null,
        { kind: "demo.held", uuid: "x" },
      ],
    },
  }),
  hostile: (email, nowMs, text) => ({
    data: {
      events: [
        {
          kind: "demo.held",
          uuid: `h-${email}`,
          at: nowMs - 1000,
          person: { contact: [{ email }] },
          note: text,
        },
        { kind: text, uuid: text, person: { contact: [{ email: text }] } },
      ],
    },
  }),
  sign: async ({ body }, settings, nowMs) => {
    const seconds = Math.floor(nowMs / 1000);
    return {
      "webhook-id": "msg_of_the_test",
      "webhook-timestamp": String(seconds),
      "webhook-signature": await signWebhook(String(settings["secret"]), "msg_of_the_test", seconds, body),
    };
  },
  signatureHeader: "webhook-signature",
  signsBody: true,
  hasTime: true,
};
