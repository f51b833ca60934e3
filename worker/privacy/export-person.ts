import type { Lead } from "../../shared/schema/visitor.ts";
import type { PersonExport } from "../../shared/schema/privacy.ts";
import type { Environment } from "../environment.ts";
import type { Remains } from "../objects/visitor/remains.ts";
import { kindOfKey } from "../security/identity-key.ts";
import { ownNames, ownNamesTold } from "./own-names.ts";
import { visitorObject } from "./person.ts";

/**
 * Everything that is kept of a person: each device's events as they are stored, what was refused, the
 * hand-offs, what its addresses lead to, deliveries with the requests that carried them, lines of the
 * sources' logs and of the audit log. Nothing of anybody else.
 *
 * @returns null when there is no such lead.
 */
export async function exportPerson(
  environment: Environment,
  siteId: string,
  leadId: string,
  language: string,
): Promise<PersonExport | null> {
  const { IDENTITY, SITE } = environment;
  const object = visitorObject(environment, siteId, leadId);
  const [lead, remains]: [Lead | null, Remains | null] = [
    await object.lead(siteId, language),
    await object.remains(),
  ];
  if (lead === null || remains === null) return null;
  const all = [
    remains,
    ...(await Promise.all(
      remains.devices.map((device) => visitorObject(environment, siteId, device).remains()),
    )),
  ].filter((each) => each !== null);
  const visitorIds = all.map(({ visitorId }) => visitorId);
  const visitors = await Promise.all(
    visitorIds.map(async (visitorId) => {
      const text = await visitorObject(environment, siteId, visitorId).dossier();
      return text === null ? [] : [JSON.parse(text) as PersonExport["visitors"][number]];
    }),
  );
  const keys = [...new Set(all.flatMap((each) => each.keys))];
  const identities = await Promise.all(
    keys.map(async (key) => {
      const owner = await IDENTITY.get(IDENTITY.idFromName(key)).describe();
      const isTheirs = owner !== null && visitorIds.includes(owner.visitorId);
      return isTheirs ? [{ kind: kindOfKey(key), visitorId: owner.visitorId, isProved: owner.isProved }] : [];
    }),
  );
  const names = await ownNamesTold(all, ownNames(environment, siteId, visitorIds));
  const site = await SITE.get(SITE.idFromName(siteId)).dossier(visitorIds, names);
  return {
    exportedAtMs: Date.now(),
    site: siteId,
    lead,
    visitors: visitors.flat(),
    identities: identities.flat(),
    ...(JSON.parse(site) as Pick<PersonExport, "lines" | "destinations" | "sources" | "audit">),
    possible: [...new Set(all.flatMap(({ possible }) => possible))],
  };
}
