import type { HandOffRecord } from "../../../../shared/schema/visitor.ts";

const states = {
  pending: { words: "On its way", look: "is-waiting" },
  held: { words: "Held", look: "is-waiting" },
  withdrawn: { words: "Called back", look: "is-waiting" },
  no_destination: { words: "No destination", look: "is-bad" },
} as const;

const deliveryStates = {
  dead: { words: "Given up", look: "is-bad" },
  pending: { words: "Queued", look: "is-waiting" },
  cancelled: { words: "Called back", look: "is-waiting" },
  delivered: { words: "Delivered", look: "is-good" },
  // It was passed on, and the log that would say how it went is gone.
  forgotten: { words: "Passed on", look: "is-good" },
} as const;

/** Of several destinations, what somebody has to look after comes first. */
const gravest = ["dead", "pending", "cancelled", "delivered", "forgotten"] as const;

function stateOf({ state, deliveries }: HandOffRecord) {
  if (state !== "sent") return states[state];
  const worst = gravest.find((one) => deliveries.some((delivery) => delivery.state === one)) ?? "forgotten";
  return deliveryStates[worst];
}

/** How far a hand-off has come, in two words; why it has come no further on pointing at it. */
export function HandOffState({ record }: { record: HandOffRecord }) {
  const { words, look } = stateOf(record);
  const errors = record.deliveries.flatMap(({ error }) => error ?? []);
  return (
    <span class={`state ${look}`} title={errors.length > 0 ? errors.join("; ") : undefined}>
      {words}
    </span>
  );
}

/** Why a hand-off says nothing of this lead any more; nothing for one that does. */
export function RetiredWords({ record }: { record: HandOffRecord }) {
  if (record.retired === null) return null;
  const left = record.state === "sent" ? "The receiver keeps it." : "It has not left.";
  return (
    <span class="lines-more">What triggered it counts for another lead since a merge was undone. {left}</span>
  );
}
