import type { SweepKind } from "../contract.ts";
import { everybody, siteOf } from "./everybody.ts";

/** The lines of the lead book, as they stand when they are passed. The visitors themselves are not woken. */
export const exportLeads: SweepKind = {
  name: "export",
  ...everybody(({ task }) => (task.kind === "export" ? (task.segment ?? {}) : {})),
  read: (visitorIds, context) => siteOf(context).leadLines(visitorIds),
};
