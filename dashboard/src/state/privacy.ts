import { signal } from "@preact/signals";
import { ApiError } from "../api/client.ts";
import { erasePerson, explainPerson, exportPerson, setObjection } from "../api/privacy.ts";
import { readerLanguage } from "../words/language.ts";
import { lead } from "./lead.ts";
import { dropLead } from "./leads.ts";
import { saveFile } from "./save-file.ts";

/** The lead that the reader is asked about before it is erased; null when nobody is asked. */
export const erasing = signal<string | null>(null);

/** The lead whose objection the reader is asked about before it is recorded; null when nobody is asked. */
export const objecting = signal<string | null>(null);

/** Whether something is under way. */
export const isBusy = signal(false);

/** Why the last thing failed; null when it did not. */
export const privacyProblem = signal<string | null>(null);

async function attempt(act: () => Promise<void>): Promise<void> {
  if (isBusy.peek()) return;
  isBusy.value = true;
  privacyProblem.value = null;
  try {
    await act();
  } catch (cause) {
    privacyProblem.value = cause instanceof ApiError ? cause.message : String(cause);
  } finally {
    isBusy.value = false;
  }
}

export const saveExport = (id: string): Promise<void> =>
  attempt(async () => saveFile(await exportPerson(id), `person-${id}.json`));

export const saveExplanation = (id: string): Promise<void> =>
  attempt(async () => saveFile(await explainPerson(id, readerLanguage), `score-${id}.txt`));

export const changeObjection = (id: string, isObjecting: boolean): Promise<void> =>
  attempt(async () => {
    lead.value.value = await setObjection(id, isObjecting);
    objecting.value = null;
  });

/** Erases whom the reader was asked about, and leaves the page. */
export const confirmErasure = (): Promise<void> =>
  attempt(async () => {
    const id = erasing.peek();
    if (id === null) return;
    await erasePerson(id);
    erasing.value = null;
    dropLead(id);
    location.hash = "#/leads";
  });
