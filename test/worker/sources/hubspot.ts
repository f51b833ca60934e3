import { base64, hmac, type SourceFixture } from "./fixture.ts";

/** A notice as https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide shows it. */
export function hubspotNotice(
  dealId: number,
  stage: string,
  atMs: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    appId: 1160452,
    eventId: 3816279480,
    subscriptionId: 2,
    portalId: 62515,
    occurredAt: atMs,
    subscriptionType: "deal.propertyChange",
    attemptNumber: 0,
    objectId: dealId,
    changeSource: "CRM",
    propertyName: "dealstage",
    propertyValue: stage,
    ...more,
  };
}

export const hubspot: SourceFixture = {
  settings: { clientSecret: "client-secret-of-the-app", accessToken: "pat-na1-token-of-the-app" },
  foreign: { clientSecret: "client-secret-of-another", accessToken: "pat-na1-token-of-another" },
  payload: (_email, nowMs) => [
    hubspotNotice(7, "appointmentscheduled", nowMs - 500_000),
    hubspotNotice(7, "qualifiedtobuy", nowMs - 400_000),
    hubspotNotice(7, "contractsent", nowMs - 300_000),
    hubspotNotice(7, "closedwon", nowMs - 200_000),
    hubspotNotice(7, "closedlost", nowMs - 100_000, {
      subscriptionType: "object.propertyChange",
      objectTypeId: "0-3",
    }),
  ],
  events: ["qualified", "opportunity", "won", "lost"],
  silent: {
    payload: [
      { ...hubspotNotice(7, "appointmentscheduled", 0) },
      { ...hubspotNotice(7, "1", 0), propertyName: "amount" },
      { ...hubspotNotice(7, "1", 0), subscriptionType: "contact.creation", propertyName: undefined },
    ],
    ignored: { "dealstage appointmentscheduled": 1, "deal.propertyChange": 1, "contact.creation": 1 },
  },
  withBad: (payload) => [
    ...(payload as unknown[]),
    hubspotNotice(8, "closedwon", Date.now() - 1000),
    null,
    { objectId: 7 },
  ],
  hostile: (_email, nowMs) => [hubspotNotice(7, "closedwon", nowMs - 1000)],
  sign: async ({ method, url, body }, settings, nowMs) => ({
    "X-HubSpot-Request-Timestamp": String(nowMs),
    "X-HubSpot-Signature-v3": base64(
      await hmac(String(settings["clientSecret"]), method + url + body + String(nowMs)),
    ),
  }),
  signatureHeader: "X-HubSpot-Signature-v3",
  signsBody: true,
  hasTime: true,
  api: (email) => ({
    "/crm/v3/objects/deals/batch/read": {
      status: "COMPLETE",
      results: [
        {
          id: "7",
          properties: {
            dealname: "<b>Aurora</b> for the Novaks",
            amount: "24500.50",
            deal_currency_code: "EUR",
            closed_lost_reason: "=cmd()",
          },
        },
        { id: "8", properties: { dealname: "A deal without people" } },
      ],
    },
    "/crm/v4/associations/deals/contacts/batch/read": {
      status: "COMPLETE",
      results: [
        {
          from: { id: "7" },
          to: [
            { toObjectId: 101, associationTypes: [{ category: "HUBSPOT_DEFINED", typeId: 3, label: null }] },
            { toObjectId: 102, associationTypes: [{ category: "HUBSPOT_DEFINED", typeId: 3, label: null }] },
          ],
        },
      ],
    },
    "/crm/v3/objects/contacts/batch/read": {
      status: "COMPLETE",
      results: [
        { id: "101", properties: { email } },
        { id: "102", properties: { email: null } },
      ],
    },
  }),
};
