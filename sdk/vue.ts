import { defineComponent, h, onScopeDispose, shallowRef, type ShallowRef } from "vue";
import type { Answer } from "../shared/wire.ts";
import type { Client } from "./client.ts";

/**
 * The last answer of the endpoint since the component is there: stage, actions, and scores where the
 * site shows them. Nothing until the first, and on a server, where there is no client.
 *
 * @example const decision = useDecision(scoreline); // decision.value?.stage
 */
export function useDecision(client: Client | undefined): Readonly<ShallowRef<Answer | undefined>> {
  const answer = shallowRef<Answer>();
  if (client) onScopeDispose(client.on("decision", (value) => (answer.value = value)));
  return answer;
}

/**
 * A place that an inline action may fill. What is inside stands there until then, and comes back when
 * the visitor closes the action. Give it a `min-height` that holds both: an action never moves the page.
 *
 * @example <Slot name="hero_offer" style="min-height: 120px"><p>Our cars, from 20,000 euros.</p></Slot>
 */
export const Slot = defineComponent({
  name: "ScorelineSlot",
  props: { name: { type: String, required: true } },
  setup(props, { slots }) {
    return () =>
      // Margins of what is inside stay inside, so that nothing around it moves when the action comes.
      h(
        "div",
        { key: props.name, style: { display: "flow-root" }, "data-score-slot": props.name },
        slots["default"]?.(),
      );
  },
});
