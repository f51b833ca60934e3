import type { Destination } from "../../shared/schema/destination.ts";
import type { SiteSnapshot } from "../../shared/schema/site.ts";
import type { Lead } from "../../shared/schema/visitor.ts";
import type { Environment } from "../environment.ts";
import { explanationOf, type Receiver } from "./explanation.ts";
import { visitorObject } from "./person.ts";

/** The explanation of a lead's score, from what is stored; null when there is no such lead. */
export async function explainToPerson(
  environment: Environment,
  siteId: string,
  leadId: string,
  language: string,
): Promise<string | null> {
  const site = environment.SITE.get(environment.SITE.idFromName(siteId));
  const lead: Lead | null = await visitorObject(environment, siteId, leadId).lead(siteId, language);
  const snapshot = (await site.snapshot()) as SiteSnapshot | null;
  if (lead === null || snapshot === null) return null;
  const destinations: Destination[] = await site.destinations();
  const receivers: Receiver[] = lead.handOffs.flatMap(({ destinations: ids, atMs, label }) =>
    ids.map((id) => ({
      name: destinations.find((destination) => destination.id === id)?.name ?? id,
      atMs,
      what: label,
    })),
  );
  return explanationOf(lead, snapshot.published.model, snapshot.site, receivers, language);
}
