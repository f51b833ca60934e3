import type { Finding } from "../../shared/schema/setup.ts";

/** Order of findings: the gravest first. */
export const gravity: Readonly<Record<Finding["severity"], number>> = {
  error: 0,
  warning: 1,
  note: 2,
  good: 3,
};
