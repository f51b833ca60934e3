import * as v from "valibot";
import { LeadSummarySchema } from "./visitor.ts";

/** Orders in which the lead book can be read: the latest or the highest first. */
export const leadSorts = ["last_seen", "total"] as const;
export type LeadSort = (typeof leadSorts)[number];

/** A page of the lead book. */
export const LeadPageSchema = v.strictObject({
  leads: v.array(LeadSummarySchema),
  nextCursor: v.pipe(v.nullable(v.string()), v.description("Where the next page begins; null on the last.")),
});
export type LeadPage = v.InferOutput<typeof LeadPageSchema>;
