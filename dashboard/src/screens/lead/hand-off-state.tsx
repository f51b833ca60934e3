import type { HandOffRecord } from "../../../../shared/schema/visitor.ts";

const states = {
  pending: { words: "On its way", look: "is-waiting" },
  sent: { words: "Passed on", look: "is-good" },
  held: { words: "Held", look: "is-waiting" },
  withdrawn: { words: "Called back", look: "is-waiting" },
  no_destination: { words: "No destination", look: "is-bad" },
} as const;

/** How far a hand-off has come, in two words. */
export function HandOffState({ record }: { record: HandOffRecord }) {
  const { words, look } = states[record.state];
  return <span class={`state ${look}`}>{words}</span>;
}
