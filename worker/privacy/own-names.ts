import type { IdentityKind } from "../../shared/schema/identity.ts";
import { secretOf, type Environment } from "../environment.ts";
import type { Name, Remains } from "../objects/visitor/remains.ts";
import { identityKey } from "../security/identity-key.ts";

/** Whether a name is a person's own. */
export type IsOwn = (kind: IdentityKind, value: string) => Promise<boolean>;

/**
 * Tells which names are a person's own. Anybody can type somebody else's address: one that belongs to
 * another visitor is theirs, with everything that is kept under it.
 *
 * @param visitorIds The person's visitors.
 */
export function ownNames(environment: Environment, siteId: string, visitorIds: readonly string[]): IsOwn {
  const { IDENTITY } = environment;
  const ask: IsOwn = async (kind, value) => {
    const key = await identityKey(secretOf(environment), siteId, kind, value);
    const owner = key === undefined ? null : await IDENTITY.get(IDENTITY.idFromName(key)).peek();
    return owner === null || visitorIds.includes(owner.visitorId);
  };
  const answers = new Map<string, Promise<boolean>>();
  return (kind, value) => {
    const name = `${kind} ${value}`;
    const answer = answers.get(name) ?? ask(kind, value);
    answers.set(name, answer);
    return answer;
  };
}

/** The names that a person has told and that are their own, each once. */
export async function ownNamesTold(remains: readonly Remains[], isOwn: IsOwn): Promise<string[]> {
  const told = remains.flatMap(({ names }) => names);
  const own = await Promise.all(told.map(async (name: Name) => ((await isOwn(...name)) ? [name[1]] : [])));
  return [...new Set(own.flat())];
}
