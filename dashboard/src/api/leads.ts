import type { LeadPage, LeadSort } from "../../../shared/schema/lead-page.ts";
import type { Lead } from "../../../shared/schema/visitor.ts";
import { ask } from "./client.ts";

/** What to show of the lead book. */
export interface LeadQuery {
  stage: string | null;
  text: string;
  knownOnly: boolean;
  sort: LeadSort;
}

/** Reads a page of the lead book; the first one without a cursor. */
export function getLeads(query: LeadQuery, cursor: string | null, signal?: AbortSignal): Promise<LeadPage> {
  const parameters = new URLSearchParams({ limit: "50", sort: query.sort });
  if (cursor !== null) parameters.set("cursor", cursor);
  if (query.stage !== null) parameters.set("stage", query.stage);
  if (query.text.trim() !== "") parameters.set("q", query.text.trim());
  if (query.knownOnly) parameters.set("known", "true");
  return ask<LeadPage>(`/leads?${parameters}`, signal ? { signal } : {});
}

/** Reads one lead in full, explained in the given language. */
export function getLead(id: string, language: string, signal?: AbortSignal): Promise<Lead> {
  const parameters = new URLSearchParams({ language });
  return ask<Lead>(`/leads/${encodeURIComponent(id)}?${parameters}`, signal ? { signal } : {});
}
