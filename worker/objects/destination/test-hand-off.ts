import type { HandOffPayload } from "../../../shared/schema/destination.ts";

/** The made-up lead of "send a test", marked as such wherever a person may see it. */
export function testHandOff(id: string, purpose: string, nowMs: number): HandOffPayload {
  return {
    id,
    type: `lead.${purpose}`,
    handOffId: "test",
    isTest: true,
    site: "test",
    atMs: nowMs,
    who: {
      visitorId: "test",
      channel: "email",
      email: "test.lead@example.com",
      phone: "+12025550123",
      name: "Test Lead (Scoreline)",
      company: "Example",
      traits: { email: "test.lead@example.com", phone: "+12025550123", name: "Test Lead (Scoreline)" },
    },
    why: {
      total: 40,
      scores: {},
      stage: "test",
      modelVersion: 0,
      receipts: [],
      summary: ["This is a test: nobody is waiting for an answer."],
    },
    what: { model: "Test model", form: {}, pages: ["/test"], campaign: {} },
    where: { lead: null },
  };
}
