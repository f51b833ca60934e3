import { limits } from "../../shared/limits.ts";
import { dayMs } from "../../shared/core/index.ts";
import type { Actor } from "../../shared/schema/admin.ts";
import type { HandOffPayload } from "../../shared/schema/destination.ts";
import type { Erasure } from "../../shared/schema/privacy.ts";
import type { Environment } from "../environment.ts";
import { sayingNothing } from "../objects/visitor/hand-off-payload.ts";
import type { LeftHandOff, Remains } from "../objects/visitor/remains.ts";
import { ownNames, ownNamesTold, type IsOwn } from "./own-names.ts";
import { visitorObject } from "./person.ts";

/** Why somebody is erased: they asked, or they did not come back for as long as the site keeps visitors. */
export type ErasureReason = { why: "request"; actor: Actor } | { why: "retention" };

/** Everything that leads to what is kept of a person: the lead's own object first, then its devices'. */
async function close(
  environment: Environment,
  siteId: string,
  leadId: string,
  reason: ErasureReason,
): Promise<Remains[]> {
  const lead = await visitorObject(environment, siteId, leadId).close(null, reason);
  if (lead === null) return [];
  const devices = await Promise.all(
    lead.devices.map((device) => visitorObject(environment, siteId, device).close(leadId, reason)),
  );
  return [lead, ...devices.filter((device) => device !== null)];
}

/** Hand-offs with no name but the person's own: a receiver that deletes by name would delete somebody else. */
async function underOwnNames(remains: readonly Remains[], isOwn: IsOwn): Promise<LeftHandOff[]> {
  return Promise.all(
    remains
      .flatMap(({ handOffs }) => handOffs)
      .map(async ({ name: { email, phone }, ...handOff }) => ({
        ...handOff,
        name: {
          email: email !== null && (await isOwn("email", email)) ? email : null,
          phone: phone !== null && (await isOwn("phone", phone)) ? phone : null,
        },
      })),
  );
}

function noticeOf(siteId: string, remains: readonly Remains[], nowMs: number): HandOffPayload {
  const [lead] = remains;
  const visitorId = lead?.visitorId ?? "";
  return {
    id: `${visitorId}.erased`,
    type: "visitor.erased",
    handOffId: "erased",
    site: siteId,
    atMs: nowMs,
    erased: {
      visitorIds: remains.map((each) => each.visitorId),
      handOffIds: remains.flatMap(({ handOffs }) => handOffs.map(({ id }) => id)),
    },
    ...sayingNothing(visitorId),
    where: { lead: null },
  };
}

/**
 * Erases a lead with everything that is kept of the person: its devices, what its addresses led to,
 * its line in the lead book, deliveries with their requests, lines of logs, results of exports.
 *
 * Nothing is taken any more under its ids from the first step on. The lead's own object, which knows
 * all the rest, goes last: an erasure that was cut is finished by calling it again.
 *
 * @returns null when there is nothing to erase.
 */
export async function erasePerson(
  environment: Environment,
  siteId: string,
  leadId: string,
  reason: ErasureReason,
): Promise<Erasure | null> {
  const remains = await close(environment, siteId, leadId, reason);
  if (remains.length === 0) return null;
  const nowMs = Date.now();
  const isAsked = reason.why === "request";
  const visitorIds = remains.map(({ visitorId }) => visitorId);
  const keys = [...new Set(remains.flatMap((each) => each.keys))];
  const { IDENTITY, SITE, SWEEP } = environment;
  const isOwn = ownNames(environment, siteId, visitorIds);
  const names = await ownNamesTold(remains, isOwn);
  const handOffs = await underOwnNames(remains, isOwn);
  const addressUntilMs = isAsked ? nowMs + limits.erasedAddressDays * dayMs : null;
  const owned = await Promise.all(
    keys.map((key) => IDENTITY.get(IDENTITY.idFromName(key)).erase(visitorIds, addressUntilMs)),
  );
  const { deliveries, receivers, auditRows } = await SITE.get(SITE.idFromName(siteId)).erasePerson(
    noticeOf(siteId, remains, nowMs),
    names,
    handOffs,
    isAsked,
    isAsked ? reason.actor : null,
  );
  await SWEEP.get(SWEEP.idFromName(siteId)).forget(visitorIds, names);
  for (const { id, lead } of handOffs)
    if (lead !== undefined) await visitorObject(environment, siteId, lead).strip(id);
  const deviceUntilMs = isAsked ? nowMs + limits.erasedDeviceDays * dayMs : null;
  for (const visitorId of visitorIds.toReversed()) {
    await visitorObject(environment, siteId, visitorId).erase(deviceUntilMs);
  }
  return {
    leadId,
    visitors: visitorIds.length,
    identities: owned.filter(Boolean).length,
    deliveries,
    auditRows,
    receivers,
    possible: [...new Set(remains.flatMap(({ possible }) => possible))],
  };
}
