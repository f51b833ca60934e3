import { foldText } from "../../../shared/core/text.ts";
import type { LeadQuery } from "../api/leads.ts";
import type { LeadPage } from "../../../shared/schema/lead-page.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { isKnown } from "../words/people.ts";

/** True when a lead belongs to what is asked for, as far as a summary can tell. */
export function matchesQuery(lead: LeadSummary, query: LeadQuery): boolean {
  if (query.stage !== null && lead.stage !== query.stage) return false;
  if (query.knownOnly && !isKnown(lead)) return false;
  const text = foldText(query.text.trim());
  const fields = [lead.name, lead.email, lead.phone, lead.userId, lead.company];
  return text === "" || fields.some((field) => foldText(field ?? "").includes(text));
}

/** Order of the lead book: the most recent or the highest first, ties by id so that rows do not dance. */
function compare(query: LeadQuery): (a: LeadSummary, b: LeadSummary) => number {
  return (a, b) =>
    (query.sort === "total" ? b.total - a.total : 0) ||
    b.lastSeenAtMs - a.lastSeenAtMs ||
    (a.id < b.id ? -1 : 1);
}

/**
 * Puts changed leads into the pages that are loaded.
 *
 * A lead that belongs below the last loaded one is left out while there is more to load: it comes
 * with its page. A lead that the server counted in and that still has its place in the stage stays
 * in, because the server knows more than its summary.
 */
export function mergeLeads(page: LeadPage, changed: readonly LeadSummary[], query: LeadQuery): LeadPage {
  const order = compare(query);
  const byId = new Map(page.leads.map((lead) => [lead.id, lead]));
  const last = page.leads[page.leads.length - 1];
  for (const lead of changed) {
    const isListed = byId.has(lead.id);
    const isStillIn = isListed && (query.stage === null || query.stage === lead.stage);
    if (!isStillIn && !matchesQuery(lead, query)) byId.delete(lead.id);
    else if (isListed || page.nextCursor === null || last === undefined || order(lead, last) < 0)
      byId.set(lead.id, lead);
  }
  return { leads: [...byId.values()].sort(order), nextCursor: page.nextCursor };
}

/** Adds the next page; a lead that moved between the two requests is listed once, as its newer self. */
export function appendPage(page: LeadPage, next: LeadPage): LeadPage {
  const listed = new Set(page.leads.map((lead) => lead.id));
  return {
    leads: [...page.leads, ...next.leads.filter((lead) => !listed.has(lead.id))],
    nextCursor: next.nextCursor,
  };
}
