import { compile, dayMs, foldLog } from "../../shared/core/index.ts";
import { totalChangesAt } from "../../shared/core/fading-total.ts";
import { pieces } from "./measured.ts";
import { prices } from "./prices.ts";

/** A lead whose points fade, and who does not come back. */
export const fadingLead = { points: 60, halfLifeDays: 30 } as const;

/** How often such a lead is woken, over how many days, and what so many of them a month cost beyond what is in the plan. */
export function fadingOf(leads: number): { wakes: number; days: number; dollars: number } {
  const { points, halfLifeDays } = fadingLead;
  const model = compile({
    version: 1,
    id: "cost",
    model: {
      name: "cost",
      scores: [{ id: "x", label: "x", decay: { curve: "half_life", halfLifeDays } }],
      rules: [
        { id: "r", type: "event", label: "r", score: "x", points, when: { test: "event", is: "lead" } },
      ],
      stages: [{ id: "visitor", label: "Visitor" }],
    },
  });
  const event = { messageId: "1", type: "track", name: "lead", source: "server", properties: {} } as const;
  const { state } = foldLog([{ ...event, atMs: 0 }], model);
  let [wakes, days] = [0, 0];
  for (let atMs = totalChangesAt(state, model, 0); atMs !== null; atMs = totalChangesAt(state, model, atMs)) {
    wakes += 1;
    days = atMs / dayMs;
  }
  const { rows, requests } = pieces.fadedLine;
  const each =
    (rows.visitor + rows.site) * (prices.rowsWritten.dollars / prices.rowsWritten.per) +
    requests.length * (prices.objectRequests.dollars / prices.objectRequests.per);
  return { wakes, days, dollars: leads * wakes * each };
}
