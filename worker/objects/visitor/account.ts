import type { AccountName } from "../../../shared/schema/identity.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { companyDomain } from "../../ingest/company-domain.ts";
import { textOf } from "../../json-value.ts";

/** The group that a group call told, and when. */
export interface Group {
  id: string;
  name: string;
  atMs: number;
}

/** Characters of an account's id and name. */
const shownCharacters = 200;

/** The latest group that events tell, `known` among them. */
export function groupOf(events: readonly TrackedEvent[], known: Group | null = null): Group | null {
  let latest = known;
  for (const { name, properties, atMs } of events) {
    const id = name === "group" ? textOf(properties["group_id"])?.slice(0, shownCharacters) : undefined;
    if (id === undefined || (latest !== null && latest.atMs > atMs)) continue;
    const told = textOf(properties["group_name"])?.slice(0, shownCharacters);
    latest = { id, name: told ?? (latest?.id === id ? latest.name : id), atMs };
  }
  return latest;
}

/**
 * The account that somebody is in: the group that the site told, else the company whose e-mail
 * address they gave.
 */
export function accountOf(group: Group | null, email: string | null): AccountName | null {
  if (group !== null) return { id: `group:${group.id}`, name: group.name };
  const domain = companyDomain(email);
  return domain === undefined ? null : { id: `domain:${domain}`, name: domain };
}
