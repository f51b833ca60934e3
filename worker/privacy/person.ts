import type { Person } from "../../shared/schema/privacy.ts";
import { secretOf, type Environment } from "../environment.ts";
import type { VisitorObject } from "../objects/visitor/visitor.ts";
import { identityKey } from "../security/identity-key.ts";

/** How often a lead that counts for another one is followed. */
const hopsAtMost = 4;

/** A visitor's object; typed by its class, since the platform's type of a call is not one to read. */
export function visitorObject({ VISITOR }: Environment, siteId: string, visitorId: string): VisitorObject {
  return VISITOR.get(VISITOR.idFromName(`${siteId}:${visitorId}`)) as unknown as VisitorObject;
}

/** Who was found: a lead, nobody, or somebody who was erased. */
export type Found = { leadId: string } | "erased" | "nobody";

/** The lead that a visitor counts for. */
export async function leadOfVisitor(
  environment: Environment,
  siteId: string,
  visitorId: string,
): Promise<Found> {
  let leadId = visitorId;
  for (let hops = 0; hops < hopsAtMost; hops += 1) {
    const { root } = await visitorObject(environment, siteId, leadId).standing(leadId);
    if (root === leadId) break;
    leadId = root;
  }
  const lead = visitorObject(environment, siteId, leadId);
  if ((await lead.remains()) !== null) return { leadId };
  return (await lead.wasErased()) ? "erased" : "nobody";
}

/** Finds a person by one of their names. Leaves nothing behind where there is nobody. */
export async function findPerson(environment: Environment, siteId: string, person: Person): Promise<Found> {
  const { leadId, email, userId, phone } = person;
  if (leadId !== undefined) return leadOfVisitor(environment, siteId, leadId);
  const secret = secretOf(environment);
  const [kind, value] =
    email !== undefined
      ? (["email", email] as const)
      : userId !== undefined
        ? (["user_id", userId] as const)
        : (["phone", phone] as const);
  const key = await identityKey(secret, siteId, kind, value);
  if (key === undefined) return "nobody";
  const identity = environment.IDENTITY.get(environment.IDENTITY.idFromName(key));
  const owner = await identity.peek();
  if (owner !== null) return leadOfVisitor(environment, siteId, owner.visitorId);
  return (await identity.isErased()) ? "erased" : "nobody";
}
