import { signal } from "@preact/signals";
import type { LeadPage } from "../../../shared/schema/lead-page.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { ApiError } from "../api/client.ts";
import { getLeads, type LeadQuery } from "../api/leads.ts";
import { appendPage, mergeLeads } from "./lead-book.ts";
import { followLeads } from "./live.ts";
import { makeResource } from "./resource.ts";

const everything: LeadQuery = { stage: null, text: "", knownOnly: false, sort: "last_seen" };

/** What the reader asks to see. */
export const query = signal<LeadQuery>(everything);

/** The pages of the lead book that are loaded. */
export const leads = makeResource<LeadPage>();

/** How "load more" is doing. */
export const more = { isLoading: signal(false), error: signal<ApiError | null>(null) };

/** What changed live in a row a moment ago. */
export interface LiveChange {
  /** Points since the row was last shown; null for a row that was not there. */
  delta: number | null;
  hasNewStage: boolean;
  atMs: number;
}

/** Rows that changed in the last seconds, by lead. */
export const liveChanges = signal<ReadonlyMap<string, LiveChange>>(new Map());

/** How long a change stays marked. */
const markedMs = 6_000;

/** True when the reader sees less than everything. */
export function isFiltered(asked: LeadQuery): boolean {
  return asked.stage !== null || asked.text.trim() !== "" || asked.knownOnly;
}

/** Fetches the first page for the current query. */
export function loadLeads(): Promise<void> {
  more.error.value = null;
  return leads.load((abort) => getLeads(query.peek(), null, abort));
}

let typing: ReturnType<typeof setTimeout> | undefined;

/** Changes the query and fetches; while the reader types, it waits for a pause. */
export function changeQuery(change: Partial<LeadQuery>): void {
  query.value = { ...query.value, ...change };
  clearTimeout(typing);
  if ("text" in change && change.text !== "") typing = setTimeout(() => void loadLeads(), 250);
  else void loadLeads();
}

/** Back to everything, in the order chosen. */
export function clearFilters(): void {
  changeQuery({ ...everything, sort: query.peek().sort });
}

/** Fetches the page after the last one. */
export async function loadMoreLeads(): Promise<void> {
  const page = leads.value.peek();
  if (page === null || page.nextCursor === null || more.isLoading.peek()) return;
  const asked = query.peek();
  more.isLoading.value = true;
  more.error.value = null;
  try {
    const next = await getLeads(asked, page.nextCursor);
    const now = leads.value.peek();
    if (query.peek() === asked && now !== null) leads.value.value = appendPage(now, next);
  } catch (cause) {
    more.error.value = cause instanceof ApiError ? cause : new ApiError(0, "unexpected", String(cause), null);
  }
  more.isLoading.value = false;
}

function markChanges(before: LeadPage, changed: readonly LeadSummary[]): void {
  const atMs = Date.now();
  const byId = new Map(before.leads.map((lead) => [lead.id, lead]));
  const marks = new Map([...liveChanges.peek()].filter(([, mark]) => atMs - mark.atMs < markedMs));
  for (const lead of changed) {
    const old = byId.get(lead.id);
    marks.set(lead.id, {
      delta: old === undefined ? null : lead.total - old.total,
      hasNewStage: old !== undefined && old.stage !== lead.stage,
      atMs,
    });
  }
  liveChanges.value = marks;
  setTimeout(() => {
    const kept = new Map([...liveChanges.peek()].filter(([, mark]) => Date.now() - mark.atMs < markedMs));
    if (kept.size !== liveChanges.peek().size) liveChanges.value = kept;
  }, markedMs + 50);
}

/** Forgets the lead book, as at sign-out. */
export function clearLeads(): void {
  leads.clear();
  query.value = everything;
  liveChanges.value = new Map();
}

/** Keeps the list in step with the live feed. */
export function followLeadBook(): () => void {
  return followLeads({
    leads(changed) {
      const page = leads.value.peek();
      if (page === null) return;
      markChanges(page, changed);
      leads.value.value = mergeLeads(page, changed, query.peek());
    },
    gone: dropLead,
    gap: () => void refreshFirstPage(),
  });
}

/** Takes a lead out of the list: it has become part of another. */
export function dropLead(id: string): void {
  const page = leads.value.peek();
  if (page === null || !page.leads.some((lead) => lead.id === id)) return;
  leads.value.value = { ...page, leads: page.leads.filter((lead) => lead.id !== id) };
}

/** Fetches the first page again and lays it over what is loaded, so that further pages stay. */
export async function refreshFirstPage(): Promise<void> {
  const asked = query.peek();
  const page = leads.value.peek();
  if (page === null) return loadLeads();
  try {
    const fresh = await getLeads(asked, null);
    const now = leads.value.peek();
    if (query.peek() !== asked || now === null) return;
    leads.value.value =
      now.leads.length <= fresh.leads.length || fresh.nextCursor === null
        ? fresh
        : mergeLeads(now, fresh.leads, asked);
    leads.error.value = null;
  } catch {
    // The live badge already says that the connection is down; the feed will call again.
  }
}
