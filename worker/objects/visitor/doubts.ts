import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { LeadDoubt } from "../../../shared/schema/visitor.ts";
import { mailKind } from "../../ingest/mail-kind.ts";

/** Whether one of the events is a form with a field filled in that people do not see. */
export function isTrapped(events: readonly TrackedEvent[]): boolean {
  return events.some(({ properties }) => properties["honeypot"] === true);
}

/** What speaks against a lead; empty when nothing does. */
export function doubtsOf(email: string | null, hasTrappedForm: boolean): LeadDoubt[] {
  return [
    ...(mailKind(email) === "disposable" ? (["disposable_mail"] as const) : []),
    ...(hasTrappedForm ? (["trapped_form"] as const) : []),
  ];
}
