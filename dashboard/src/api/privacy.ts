import type { Erasure } from "../../../shared/schema/privacy.ts";
import type { NewSweep, Sweep } from "../../../shared/schema/sweep.ts";
import type { Lead } from "../../../shared/schema/visitor.ts";
import { ask, askFile } from "./client.ts";

const of = (id: string, what = "") => `/leads/${encodeURIComponent(id)}${what}`;

/** Everything that is kept of a person, as a file. */
export function exportPerson(id: string): Promise<Blob> {
  return askFile(of(id, "/export"));
}

/** Why a person has their score, in plain words, as a file. */
export function explainPerson(id: string, language: string): Promise<Blob> {
  return askFile(of(id, `/explanation?language=${encodeURIComponent(language)}`));
}

/** Erases a person; undefined when there was nothing any more. */
export function erasePerson(id: string): Promise<Erasure | undefined> {
  return ask<Erasure | undefined>(of(id), { method: "DELETE" });
}

/** Writes down that a person objects to being scored, or takes it back. */
export function setObjection(id: string, isObjecting: boolean): Promise<Lead> {
  return isObjecting
    ? ask<Lead>(of(id, "/objection"), { method: "PUT", body: {} })
    : ask<Lead>(of(id, "/objection"), { method: "DELETE" });
}

export async function getSweeps(): Promise<Sweep[]> {
  return (await ask<{ sweeps: Sweep[] }>("/sweeps")).sweeps;
}

export function startSweep(sweep: NewSweep): Promise<Sweep> {
  return ask<Sweep>("/sweeps", { method: "POST", body: sweep });
}

/** Stops a job, or goes on with it. */
export function steerSweep(id: string, what: "cancel" | "resume"): Promise<Sweep> {
  return ask<Sweep>(`/sweeps/${encodeURIComponent(id)}/${what}`, { method: "POST", body: {} });
}

/** What an export has found. */
export function sweepResult(id: string, format: "csv" | "ndjson"): Promise<Blob> {
  return askFile(`/sweeps/${encodeURIComponent(id)}/result?format=${format}`);
}
