import { signal } from "@preact/signals";
import type { Lead, LeadSummary } from "../../../shared/schema/visitor.ts";
import { ApiError } from "../api/client.ts";
import { getLead } from "../api/leads.ts";
import { dismissDuplicate, mergeLead, unmergeDevice } from "../api/people.ts";
import { readerLanguage } from "../words/language.ts";
import { lead } from "./lead.ts";
import { dropLead } from "./leads.ts";
import { route } from "./route.ts";

/** What the reader is asked before it is done. */
export interface Question {
  kind: "merge" | "unmerge";
  /** The lead that is open. */
  leadId: string;
  /** The other lead, or the device. */
  otherId: string;
}

/** The question that is open. */
export const question = signal<Question | null>(null);

/** Whether a change is on its way. */
export const isChanging = signal(false);

/** Why the last change failed; null when it did not. */
export const changeProblem = signal<string | null>(null);

/** Possible duplicates of the open lead, by id; null for one that could not be read. */
export const duplicates = signal<ReadonlyMap<string, LeadSummary | null>>(new Map());

/** Reads who the possible duplicates are. */
export async function loadDuplicates(ids: readonly string[]): Promise<void> {
  const unread = ids.filter((id) => !duplicates.peek().has(id));
  const read = await Promise.all(
    unread.map(async (id) => [id, await getLead(id, readerLanguage).catch(() => null)] as const),
  );
  if (read.length > 0) duplicates.value = new Map([...duplicates.peek(), ...read]);
}

/** Asks before something is done that changes what others see. */
export function askFirst(asked: Question): void {
  changeProblem.value = null;
  question.value = asked;
}

/** Leaves it as it is. */
export function cancelQuestion(): void {
  question.value = null;
}

/** Does what was asked about. */
export async function confirmQuestion(): Promise<void> {
  const asked = question.peek();
  if (asked === null) return;
  const { kind, leadId, otherId } = asked;
  const isDone = await change(leadId, () =>
    kind === "merge" ? mergeLead(leadId, otherId) : unmergeDevice(leadId, otherId),
  );
  if (!isDone) return;
  question.value = null;
  if (kind === "merge") dropLead(otherId);
}

/** Says that a possible duplicate is somebody else. */
export async function dismiss(leadId: string, otherId: string): Promise<void> {
  await change(leadId, () => dismissDuplicate(leadId, otherId));
}

async function change(leadId: string, act: () => Promise<Lead>): Promise<boolean> {
  if (isChanging.peek()) return false;
  isChanging.value = true;
  changeProblem.value = null;
  try {
    const changed = await act();
    const here = route.peek();
    // The reader may be elsewhere by now.
    if (here.screen === "lead" && here.id === leadId) lead.value.value = changed;
    return true;
  } catch (cause) {
    changeProblem.value = cause instanceof ApiError ? cause.message : String(cause);
    return false;
  } finally {
    isChanging.value = false;
  }
}
