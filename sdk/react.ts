import { createElement, useEffect, useState, type ComponentProps, type ReactElement } from "react";
import type { Answer } from "../shared/wire.ts";
import type { Client } from "./client.ts";

/**
 * The last answer of the endpoint since the component is there: stage, actions, and scores where the
 * site shows them. Nothing until the first, and on a server, where there is no client.
 *
 * @example const stage = useDecision(scoreline)?.stage;
 */
export function useDecision(client: Client | undefined): Answer | undefined {
  const [answer, setAnswer] = useState<Answer>();
  useEffect(() => client?.on("decision", setAnswer), [client]);
  return answer;
}

/**
 * A place that an inline action may fill. What is inside stands there until then, and comes back when
 * the visitor closes the action. Give it a `minHeight` that holds both: an action never moves the page.
 *
 * @example <Slot name="hero_offer" style={{ minHeight: 120 }}><p>Our cars, from 20,000 euros.</p></Slot>
 */
export function Slot({
  name,
  style,
  children,
  ...more
}: ComponentProps<"div"> & { name: string }): ReactElement {
  // Margins of what is inside stay inside, so that nothing around it moves when the action comes.
  const room = { display: "flow-root", ...style };
  return createElement("div", { ...more, key: name, style: room, "data-score-slot": name }, children);
}
