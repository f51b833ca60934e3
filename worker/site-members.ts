import type { Environment } from "./environment.ts";
import { sha256Hex } from "./security/digest.ts";

/** Sites that one person is offered. */
const sitesOffered = 100;

/** By a hash: no e-mail address stands in a name. */
const prefixOf = async (email: string): Promise<string> => `member:${await sha256Hex(email)} `;

/** Publishes that a person is a member of a site, so that they need not name it. Who may do what is asked of the site. */
export async function publishMember(
  { SNAPSHOTS }: Environment,
  email: string,
  siteId: string,
): Promise<void> {
  await SNAPSHOTS.put(`${await prefixOf(email)}${siteId}`, "");
}

export async function withdrawMember(
  { SNAPSHOTS }: Environment,
  email: string,
  siteId: string,
): Promise<void> {
  await SNAPSHOTS.delete(`${await prefixOf(email)}${siteId}`);
}

/** The sites that a person is a member of, as far as is known here by now. */
export async function sitesOfMember({ SNAPSHOTS }: Environment, email: string): Promise<string[]> {
  const prefix = await prefixOf(email);
  const { keys } = await SNAPSHOTS.list({ prefix, limit: sitesOffered });
  return keys.map(({ name }) => name.slice(prefix.length));
}
