import type { SweepKindName } from "../../../../shared/schema/sweep.ts";
import type { SweepKind } from "../contract.ts";
import { erase } from "./erase.ts";
import { exportLeads } from "./export.ts";
import { rescore } from "./rescore.ts";
import { retention } from "./retention.ts";

/** Every kind of job, by its name. */
export const kinds: Readonly<Record<SweepKindName, SweepKind>> = {
  rescore,
  export: exportLeads,
  erase,
  retention,
};
