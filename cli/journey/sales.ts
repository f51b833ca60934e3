import { canonicalOrder, compareEvents } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Journey } from "../../shared/schema/journey.ts";
import {
  foldLog,
  handOffsOf,
  receiptLines,
  standingOf,
  type LoadedModel,
  type VisitorState,
} from "../scoring.ts";
import type { Difference } from "./difference.ts";

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

function channelOf({ traits }: VisitorState): string {
  if (textOf(traits["phone"]) !== null) return "phone";
  return textOf(traits["email"]) === null ? "none" : "email";
}

/**
 * What the first hand-off to sales carries, beside what the journey says of it: as it stood when it
 * was triggered, so from the events up to that one.
 */
export function salesOf(
  expected: NonNullable<Journey["sales"]>,
  log: readonly TrackedEvent[],
  model: LoadedModel,
): Difference[] {
  const purposes = new Map((model.source.handOffs ?? []).map(({ id, purpose }) => [id, purpose]));
  const first = handOffsOf(foldLog(log, model.compiled).effects, model).find(
    ({ id }) => purposes.get(id) === "sales",
  );
  const trigger = log.find(({ messageId }) => messageId === first?.eventId);
  if (first === undefined || trigger === undefined) {
    return [{ field: "sales", expected: "a hand-off", got: "none" }];
  }
  const until = canonicalOrder(log).filter((event) => compareEvents(event, trigger) <= 0);
  const { state, effects } = foldLog(until, model.compiled);
  const forms = until.filter(({ name }) => name === "generate_lead");
  const asked = forms.map(({ properties }) => textOf(properties["model"])).findLast((text) => text !== null);
  const items: Difference[] = [
    { field: "sales.channel", expected: expected.channel, got: channelOf(state) },
    { field: "sales.total", expected: expected.total, got: standingOf(state, model, first.atMs).total },
  ];
  if (expected.model !== undefined) {
    items.push({ field: "sales.model", expected: expected.model, got: asked ?? null });
  }
  if (expected.receipts !== undefined) {
    const { length } = receiptLines(effects, state, model, first.atMs);
    items.push({ field: "sales.receipts", expected: expected.receipts, got: length });
  }
  return items;
}
