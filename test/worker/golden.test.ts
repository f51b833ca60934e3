import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sentEvents } from "../../cli/journey/events.ts";
import { packs } from "../support/packs.ts";
import { admin, adminPost, batch, post, secretKeyHeaders, type Json } from "./support/api.ts";

/** `sales.1`, `sales.2`: each hand-off by its id and the how-manieth of it, in order of time. */
function occasions(handOffs: readonly Json[]): string[] {
  const counts = new Map<string, number>();
  return handOffs.map(({ handOffId }) => {
    counts.set(handOffId, (counts.get(handOffId) ?? 0) + 1);
    return `${handOffId}.${counts.get(handOffId)}`;
  });
}

describe.each(packs)("the pack $name over HTTP", ({ model, journeys }) => {
  let published: Json;
  beforeAll(async () => {
    published = (await admin("/model")).body.model;
    const { status } = await adminPost("/model/publish", model);
    if (status !== 200) throw new Error(`publishing answered ${status}`);
  });
  afterAll(async () => {
    await adminPost("/model/publish", published);
  });

  it.each(journeys.map((journey) => ({ journey, name: `${journey.id}: ${journey.title}` })))(
    "$name",
    async ({ journey }) => {
      // The past, so that the minutes between the steps of one day do not reach into the future.
      const nowMs = Date.now() - journey.steps.length * 60_000 - 60_000;
      let visitor: string | undefined;
      for (const [index, step] of journey.steps.entries()) {
        if (step.events.length === 0) continue;
        const events = sentEvents(journey, index, nowMs);
        const { status, body } =
          step.source === "server"
            ? await post("/v1/batch", { batch: events }, secretKeyHeaders)
            : await post("/v1/batch", batch(events, visitor === undefined ? {} : { visitor }));
        expect({ step: index, status, accepted: body.accepted, rejected: body.rejected }).toEqual({
          step: index,
          status: 200,
          accepted: events.length,
          rejected: [],
        });
        visitor ??= body.visitor as string;
        expect({ step: index, visitor: body.visitor.split(".")[0] }).toEqual({
          step: index,
          visitor: visitor.split(".")[0],
        });
        const { expect: expected = {} } = step;
        const { body: lead } = await admin(`/leads/${visitor.split(".")[0]}`);
        const got = {
          total: lead.total,
          stage: lead.stage,
          actions: body.actions.map(({ id }: Json) => id).sort(),
          handOffs: occasions(lead.handOffs),
        };
        const wanted = {
          total: expected.total ?? got.total,
          stage: expected.stage ?? got.stage,
          actions: expected.actions?.toSorted() ?? got.actions,
          handOffs: expected.handOffs ?? got.handOffs,
        };
        expect({ step: index, ...got }).toEqual({ step: index, ...wanted });
        for (const [score, value] of Object.entries(expected.scores ?? {}))
          expect({ score, value: lead.scores[score] }).toEqual({ score, value });
      }
      const { body: lead } = await admin(`/leads/${visitor?.split(".")[0]}`);
      if (journey.receipts !== undefined) {
        expect(lead.receipts.map(({ ruleId, points, reason }: Json) => [ruleId, points, reason])).toEqual(
          journey.receipts,
        );
      }
      expect(lead.receipts.reduce((sum: number, { points }: Json) => sum + points, 0)).toBe(lead.total);
    },
  );
});
