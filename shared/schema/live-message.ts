import * as v from "valibot";
import { LeadSummarySchema } from "./visitor.ts";

/** What the live feed says. Whoever listens passes over what they do not know: it comes from a newer worker. */
export const LiveMessageSchema = v.variant("type", [
  v.pipe(
    v.strictObject({ type: v.literal("lead"), lead: LeadSummarySchema }),
    v.description("A lead changed."),
  ),
  v.pipe(
    v.strictObject({ type: v.literal("gone"), id: v.string() }),
    v.description("A lead is no more: it has become part of another, or was erased."),
  ),
  v.pipe(
    v.strictObject({ type: v.literal("setup") }),
    v.description("Something new was seen of how the script is set up."),
  ),
  v.pipe(
    v.strictObject({ type: v.literal("held"), held: v.number() }),
    v.description(
      "Hand-offs are held since there were too many in an hour: the first one just now, or so many are left.",
    ),
  ),
]);
export type LiveMessage = v.InferOutput<typeof LiveMessageSchema>;
