import { describe, expect, it } from "vitest";
import { eventsOf, journeys } from "../support/journey.ts";
import { admin, batch, post, secretKeyHeaders, type Json } from "./support/api.ts";

describe("golden journeys over HTTP", () => {
  it.each(journeys.map((journey) => ({ journey, name: `${journey.id}: ${journey.title}` })))(
    "$name",
    async ({ journey }) => {
      const nowMs = Date.now();
      let visitor: string | undefined;
      for (const [index, step] of journey.steps.entries()) {
        const events = eventsOf(journey, index, nowMs);
        const { status, body } =
          step.source === "browser"
            ? await post(
                "/v1/batch",
                batch(events, {
                  sentAt: new Date().toISOString(),
                  ...(visitor !== undefined && { visitor }),
                }),
              )
            : await post("/v1/batch", { batch: events, sentAt: new Date().toISOString() }, secretKeyHeaders);
        expect({
          step: index,
          status,
          accepted: body.accepted,
          total: body.total,
          stage: body.stage,
        }).toEqual({
          step: index,
          status: 200,
          accepted: events.length,
          total: step.expect.total,
          stage: step.expect.stage,
        });
        visitor = body.visitor as string;
        if (step.expect.actions !== undefined) {
          expect(body.actions.map(({ id }: Json) => id)).toEqual(step.expect.actions);
        }
        const { body: lead } = await admin(`/leads/${visitor.split(".")[0]}`);
        expect(lead.total).toBe(step.expect.total);
        if (step.expect.handOffs !== undefined) {
          expect(lead.handOffs.map(({ id }: Json) => id.split(".").slice(1).join("."))).toEqual(
            step.expect.handOffs,
          );
        }
      }
      const { body: lead } = await admin(`/leads/${visitor?.split(".")[0]}`);
      expect(lead.receipts.map(({ ruleId, points, reason }: Json) => [ruleId, points, reason])).toEqual(
        journey.receipts,
      );
      expect(lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(lead.total);
    },
  );
});
