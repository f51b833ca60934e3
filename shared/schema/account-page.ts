import * as v from "valibot";
import { AccountSchema } from "./identity.ts";
import { LeadSummarySchema } from "./visitor.ts";

/** Orders in which accounts can be read: the highest sum, the latest activity or the most people first. */
export const accountSorts = ["score", "last_seen", "people"] as const;
export type AccountSort = (typeof accountSorts)[number];

/** A page of the accounts. */
export const AccountPageSchema = v.strictObject({
  accounts: v.array(AccountSchema),
  nextOffset: v.pipe(
    v.nullable(v.number()),
    v.description("How many to leave out for the next page; null on the last."),
  ),
});
export type AccountPage = v.InferOutput<typeof AccountPageSchema>;

/** An account with the leads in it. */
export const AccountDetailsSchema = v.strictObject({
  account: AccountSchema,
  people: v.pipe(v.array(LeadSummarySchema), v.description("The highest first; at most 200.")),
});
export type AccountDetails = v.InferOutput<typeof AccountDetailsSchema>;
