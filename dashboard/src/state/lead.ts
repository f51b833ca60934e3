import { signal } from "@preact/signals";
import type { Lead } from "../../../shared/schema/visitor.ts";
import { getLead } from "../api/leads.ts";
import { readerLanguage } from "../words/language.ts";
import { followLeads } from "./live.ts";
import { makeResource } from "./resource.ts";

/** The lead whose page is open. */
export const lead = makeResource<Lead>();

/** The receipts panel: open or not, and the event whose lines it points at. */
export const receiptsPanel = signal<{ isOpen: boolean; eventId: string | null }>({
  isOpen: false,
  eventId: null,
});

/** The event of the timeline that a receipt points at; `at` changes each time, so that it lights up again. */
export const spotlight = signal<{ eventId: string; at: number } | null>(null);

/** Opens the receipts, at the lines of one event if given. */
export function openReceipts(eventId: string | null = null): void {
  receiptsPanel.value = { isOpen: true, eventId };
}

/** Closes the receipts. */
export function closeReceipts(): void {
  receiptsPanel.value = { isOpen: false, eventId: null };
}

/** Lights up an event of the timeline. */
export function showEvent(eventId: string): void {
  spotlight.value = { eventId, at: performance.now() };
}

/** Live changes are gathered for this long before the page is fetched again. */
const refetchAfterMs = 300;

/** Opens a lead and keeps it in step with the live feed, until the returned function is called. */
export function openLead(id: string): () => void {
  lead.clear();
  closeReceipts();
  spotlight.value = null;
  const load = () => lead.load((abort) => getLead(id, readerLanguage, abort));
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Not pushed back by further changes, or a busy visitor's page would never move.
  const loadSoon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void load();
    }, refetchAfterMs);
  };
  void load();
  const unfollow = followLeads({
    leads(changed) {
      if (changed.some((summary) => summary.id === id)) loadSoon();
    },
    gap: loadSoon,
  });
  return () => {
    clearTimeout(timer);
    unfollow();
    lead.clear();
    closeReceipts();
  };
}

/** Fetches the open lead again, after an error. */
export function retryLead(id: string): void {
  void lead.load((abort) => getLead(id, readerLanguage, abort));
}
