import * as v from "valibot";
import { isRecord, textOf } from "../json-value.ts";
import type { Mapped, Request, SourceKind } from "./contract.ts";
import { needed, readItem, told } from "./item.ts";
import { occurrenceId } from "./occurrence-id.ts";
import { base64Bytes, isFresh, refusals, signedBytes, verifyHmac } from "./signature.ts";

/** The outcomes that a deal's stage can mean; names of the core. */
const outcomes = ["qualified", "disqualified", "opportunity", "won", "lost"] as const;

/** The stages of the pipeline that every HubSpot account begins with. */
const firstPipeline: Readonly<Record<string, (typeof outcomes)[number]>> = {
  qualifiedtobuy: "qualified",
  contractsent: "opportunity",
  closedwon: "won",
  closedlost: "lost",
};

const InternalName = v.pipe(v.string(), v.regex(/^\w{1,100}$/, "must be an internal name of HubSpot"));

const SettingsSchema = v.strictObject({
  clientSecret: v.pipe(
    v.optional(v.pipe(v.string(), v.trim(), v.minLength(8, "must be the client secret"), v.maxLength(256))),
    v.title("Client secret"),
    v.description("Of the app that has the subscription; it signs the webhooks."),
  ),
  accessToken: v.pipe(
    v.optional(v.pipe(v.string(), v.trim(), v.regex(/^[\x21-\x7e]{8,1024}$/, "must be an access token"))),
    v.title("Access token"),
    v.description(
      "Of the app, with the scopes crm.objects.deals.read and crm.objects.contacts.read: a webhook names the deal only, and the token finds whose it is.",
    ),
  ),
  stages: v.pipe(
    v.optional(v.record(InternalName, v.picklist(outcomes)), firstPipeline),
    v.title("Stages"),
    v.description(
      "What each stage of a deal means, by the stage's internal name: qualified, disqualified, opportunity, won, lost. Other stages are ignored.",
    ),
  ),
  emailProperty: v.pipe(
    v.optional(InternalName),
    v.title("E-mail property"),
    v.description(
      "A property of the deal that holds the e-mail address. Left out: the contacts of the deal are asked for.",
    ),
  ),
});
type Settings = v.InferOutput<typeof SettingsSchema>;

/** What HubSpot knows of the deals of a delivery, by deal id. */
interface Found {
  deals: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  emails: Readonly<Record<string, readonly string[]>>;
}

const apiUrl = "https://api.hubapi.com";
/** HubSpot reads so many objects at once. */
const batchInputs = 100;
const dealTypeId = "0-3";

/** HubSpot's ids are whole numbers, which it writes as numbers or as texts. */
const IdSchema = v.pipe(
  v.union([v.number(), v.string()]),
  v.transform(String),
  v.regex(/^\d{1,20}$/, "must be an id of HubSpot"),
);

const KindSchema = v.looseObject({ subscriptionType: needed, propertyName: told, propertyValue: told });

const NoticeSchema = v.looseObject({
  subscriptionType: needed,
  objectTypeId: told,
  objectId: IdSchema,
  propertyName: v.literal("dealstage"),
  propertyValue: needed,
  occurredAt: v.optional(v.number()),
});

/** A deal that came to a stage which means something. */
interface Change {
  dealId: string;
  outcome: string;
  stage: string;
  atMs: number | undefined;
}

/** The change that a notice tells of; which kind of notice it is when it tells of none. */
function changeOf(given: unknown, { stages }: Settings): { change: Change } | Mapped {
  const known = readItem(KindSchema, given, "the notice");
  if ("problem" in known) return known;
  const { subscriptionType: kind, propertyName, propertyValue: stage, objectTypeId } = known.item;
  const isOfDeal =
    kind === "deal.propertyChange" || (kind === "object.propertyChange" && objectTypeId === dealTypeId);
  if (!isOfDeal || propertyName !== "dealstage") return { ignored: kind };
  if (stage !== undefined && !Object.hasOwn(stages, stage))
    return { ignored: `dealstage ${stage.slice(0, 60)}` };
  const read = readItem(NoticeSchema, given, "the notice");
  if ("problem" in read) return read;
  const { objectId: dealId, propertyValue, occurredAt: atMs } = read.item;
  return { change: { dealId, outcome: stages[propertyValue] ?? "", stage: propertyValue, atMs } };
}

/** Reads many objects, a hundred at a time. */
async function readAll(
  request: Request,
  accessToken: string,
  path: string,
  ids: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Record<string, unknown>[]> {
  const results: Record<string, unknown>[] = [];
  for (let from = 0; from < ids.length; from += batchInputs) {
    const inputs = ids.slice(from, from + batchInputs).map((id) => ({ id }));
    const response = await request(`${apiUrl}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      body: JSON.stringify({ ...more, inputs }),
    });
    if (!response.ok) {
      await response.body?.cancel();
      const advice =
        response.status === 401 || response.status === 403 ? "; check the access token and its scopes" : "";
      throw new Error(`HubSpot answered ${response.status} to ${path}${advice}`);
    }
    const answer: unknown = await response.json();
    const list = isRecord(answer) && Array.isArray(answer["results"]) ? answer["results"] : [];
    results.push(...list.filter(isRecord));
  }
  return results;
}

/** An id of an answer; empty for what is none. */
function idOf(value: unknown): string {
  const parsed = v.safeParse(IdSchema, value);
  return parsed.success ? parsed.output : "";
}

function propertiesById(
  objects: readonly Record<string, unknown>[],
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    objects.map(({ id, properties }) => [idOf(id), isRecord(properties) ? properties : {}]),
  );
}

/** Contacts of each deal, from `POST /crm/v4/associations/deals/contacts/batch/read`. */
function contactsByDeal(associations: readonly Record<string, unknown>[]): Record<string, string[]> {
  return Object.fromEntries(
    associations.map(({ from, to }) => [
      isRecord(from) ? idOf(from["id"]) : "",
      Array.isArray(to)
        ? to
            .filter(isRecord)
            .map(({ toObjectId }) => idOf(toObjectId))
            .filter((id) => id !== "")
        : [],
    ]),
  );
}

async function lookUp(items: readonly unknown[], settings: Settings, request: Request): Promise<Found> {
  const { accessToken, emailProperty } = settings;
  const read = items.map((item) => changeOf(item, settings));
  const dealIds = [...new Set(read.flatMap((one) => ("change" in one ? [one.change.dealId] : [])))];
  if (dealIds.length === 0) return { deals: {}, emails: {} };
  if (accessToken === undefined) throw new Error(refusals.noSecret("accessToken"));
  const properties = ["dealname", "amount", "deal_currency_code", "closed_lost_reason"];
  const deals = propertiesById(
    await readAll(request, accessToken, "/crm/v3/objects/deals/batch/read", dealIds, {
      properties: emailProperty === undefined ? properties : [...properties, emailProperty],
    }),
  );
  if (emailProperty !== undefined) {
    const entries = dealIds.map((id) => [
      id,
      [textOf(deals[id]?.[emailProperty])].filter((text) => text !== undefined),
    ]);
    return { deals, emails: Object.fromEntries(entries) as Found["emails"] };
  }
  const contactIds = contactsByDeal(
    await readAll(request, accessToken, "/crm/v4/associations/deals/contacts/batch/read", dealIds),
  );
  const contacts = propertiesById(
    await readAll(
      request,
      accessToken,
      "/crm/v3/objects/contacts/batch/read",
      [...new Set(Object.values(contactIds).flat())],
      { properties: ["email"] },
    ),
  );
  const emailsOf = (dealId: string) =>
    (contactIds[dealId] ?? [])
      .map((id) => textOf(contacts[id]?.["email"]))
      .filter((email) => email !== undefined);
  return { deals, emails: Object.fromEntries(dealIds.map((id) => [id, emailsOf(id)])) };
}

function mapNotice(item: unknown, settings: Settings, found: Found): Mapped {
  const read = changeOf(item, settings);
  if (!("change" in read)) return read;
  const { dealId, outcome, stage, atMs } = read.change;
  const emails = found.emails[dealId] ?? [];
  if (emails.length === 0) return { problem: `deal ${dealId} leads to no e-mail address at HubSpot` };
  const deal = found.deals[dealId] ?? {};
  const amount = Number(textOf(deal["amount"]) ?? Number.NaN);
  const reason = textOf(deal["closed_lost_reason"]);
  return {
    // A deal of several people is an outcome for each of them.
    events: emails.map((email) => ({
      event: outcome,
      // eventId alone may come twice; a deal enters a stage once in a moment, however often it is told.
      messageId: occurrenceId("hubspot", dealId, stage, Number(atMs)),
      ...(atMs !== undefined && { timestamp: atMs }),
      email,
      properties: {
        deal_id: dealId,
        stage,
        ...(textOf(deal["dealname"]) !== undefined && { deal_name: deal["dealname"] }),
        ...(outcome === "won" && Number.isFinite(amount) && { value: amount }),
        ...(outcome === "won" &&
          textOf(deal["deal_currency_code"]) !== undefined && { currency: deal["deal_currency_code"] }),
        ...(outcome === "lost" && reason !== undefined && { reason }),
      },
    })),
  };
}

/**
 * HubSpot's webhooks of an app: a deal moved to another stage, which is an outcome. Signed with
 * HMAC-SHA-256 over method, address, body and time (v3). The notice holds the deal's id only; whose
 * deal it is and what it is worth is asked for, all deals of a delivery together.
 *
 * @see https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide
 * @see https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
 * @see https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide
 */
export const hubspot: SourceKind<Settings, Found> = {
  name: "hubspot",
  title: "HubSpot",
  documentation: "https://developers.hubspot.com/docs/api-reference/webhooks-webhooks-v3/guide",
  steps: [
    "In HubSpot make an app (Settings, Integrations, Private apps, or a developer account) with the scopes crm.objects.deals.read and crm.objects.contacts.read.",
    "Under Webhooks put the target URL {address}",
    "Create a subscription: object Deal, Property changed, property Deal stage (dealstage). Activate it.",
    "Copy the app's client secret and its access token into the settings here.",
    "Say under Stages what each stage of your pipeline means. Its internal name stands beside it in Settings, Objects, Deals, Pipelines.",
    "Move a deal; the delivery shows up here.",
  ],
  settings: SettingsSchema,
  secrets: { clientSecret: "given", accessToken: "given" },
  verify: async ({ method, url, headers, body, receivedAtMs }, { clientSecret }) => {
    if (clientSecret === undefined) return refusals.noSecret("clientSecret");
    const signature = headers.get("x-hubspot-signature-v3");
    const timestamp = headers.get("x-hubspot-request-timestamp");
    if (signature === null || timestamp === null) return refusals.unsigned("X-HubSpot-Signature-v3");
    if (!/^\d{1,15}$/.test(timestamp) || !isFresh(Number(timestamp), receivedAtMs)) return refusals.stale;
    const isRight = await verifyHmac(
      clientSecret,
      base64Bytes(signature),
      signedBytes(method, url, body, timestamp),
    );
    return isRight ? undefined : refusals.mismatch;
  },
  lookUp,
  map: mapNotice,
};
