import { withoutFormula } from "../../shared/csv.ts";
import type { LeadSummary } from "../../shared/schema/visitor.ts";

/** A cell of CSV (RFC 4180), always quoted. Numbers are ours and stay numbers; a text that would run gets an apostrophe. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '""';
  if (typeof value === "number") return String(value);
  return `"${withoutFormula(value).replaceAll('"', '""')}"`;
}

const columns: Readonly<Record<string, (lead: LeadSummary) => string | number | null>> = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  email: ({ email }) => email,
  phone: ({ phone }) => phone,
  user_id: ({ userId }) => userId ?? null,
  company: ({ company }) => company,
  account: ({ account }) => account?.name ?? null,
  stage: ({ stage }) => stage,
  total: ({ total }) => total,
  country: ({ country }) => country,
  last_activity: ({ lastActivity }) => lastActivity,
  last_path: ({ lastPath }) => lastPath,
  events: ({ events }) => events,
  first_seen: ({ firstSeenAtMs }) => new Date(firstSeenAtMs).toISOString(),
  last_seen: ({ lastSeenAtMs }) => new Date(lastSeenAtMs).toISOString(),
};

const lineOf = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(",")}\r\n`;

/** The first line: a column for each thing that is known of a lead, and for each score. */
export function csvHeader(scores: readonly string[]): string {
  return lineOf([...Object.keys(columns), ...scores.map((id) => `score_${id}`)]);
}

/** A lead as a line. */
export function csvOfLead(lead: LeadSummary, scores: readonly string[]): string {
  return lineOf([
    ...Object.values(columns).map((cell) => cell(lead)),
    ...scores.map((id) => lead.scores[id] ?? null),
  ]);
}
