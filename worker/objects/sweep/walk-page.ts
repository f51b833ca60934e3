import { limits } from "../../../shared/limits.ts";
import { log } from "../../log.ts";
import { NotYet, type SweepContext, type SweepKind } from "./contract.ts";
import type { PageResult } from "./job-book.ts";

/** What came of a page. */
export interface WalkedPage extends PageResult {
  changed: number;
  /** Items that were visited without a failure. */
  well: string[];
}

/** Visits everybody of a page, a few at a time; who fails does not keep the others. */
export async function walkPage(
  kind: SweepKind,
  items: readonly string[],
  context: SweepContext,
): Promise<WalkedPage | "not_yet"> {
  if (kind.read !== undefined) {
    const rows = await kind.read(items, context);
    return { rows, failures: [], changed: rows.length, well: [...items] };
  }
  const waiting = [...items].toReversed();
  const walked: WalkedPage = { rows: [], failures: [], changed: 0, well: [] };
  let isEarly = false;
  const walk = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined && !isEarly; item = waiting.pop()) {
      try {
        const visited = await kind.visit?.(item, context);
        const row = visited?.row;
        if (visited?.isChanged === true) walked.changed += 1;
        if (row !== undefined) walked.rows.push({ visitorId: item, body: row });
        walked.well.push(item);
      } catch (error) {
        if (error instanceof NotYet) isEarly = true;
        else {
          log("sweep_visit_failed", { siteId: context.siteId, kind: kind.name, error });
          const message = error instanceof Error ? error.message : "unknown error";
          walked.failures.push({ item, message: message.slice(0, 200) });
        }
      }
    }
  };
  await Promise.all(Array.from({ length: limits.sweepVisitorsAtOnce }, walk));
  if (isEarly) return "not_yet";
  if (kind.keep === undefined) return walked;
  const changed = await kind.keep(
    walked.rows.map(({ body }) => body),
    context,
  );
  return { ...walked, changed, rows: [] };
}
