import type { LeadDoubt } from "../../../shared/schema/visitor.ts";

const words: Readonly<Record<LeadDoubt, string>> = {
  disposable_mail: "Throw-away mailbox",
  trapped_form: "Filled in a hidden field",
};

/** What speaks against a lead, in a few words; one that is not known comes from a newer worker. */
export function describeDoubt(doubt: LeadDoubt): string {
  return words[doubt] ?? "Doubtful";
}
