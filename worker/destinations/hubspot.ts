import * as v from "valibot";
import type { HandOffPayload } from "../../shared/schema/destination.ts";
import { DeliveryFailure, defineDestination, type DeliveryContext } from "./contract.ts";
import {
  escapeHtml,
  handOffFacts,
  handOffReasons,
  handOffTitle,
  handOffValue,
  nameParts,
} from "./hand-off-words.ts";
import { reasonOf, withProperties, type OwnProperty } from "./hubspot-properties.ts";
import { jsonApi, type AskApi } from "./json-api.ts";
import { hoursShape, isTimeZone, ownerOf } from "./owner-routing.ts";
import {
  apiUrlEntry,
  eraseContactEntry,
  secretText,
  shortText,
  type SettingMetadata,
} from "./setting-entries.ts";

const host = "https://api.hubapi.com";
const contacts = "/crm/v3/objects/contacts";
/** A note's association with a contact: https://developers.hubspot.com/docs/api-reference/crm-associations-v4/guide */
const noteToContact = 202;
const noteCharacters = 65_536;
const notesLookedAt = 100;
/** With one phone number: a family, an office. */
const contactsLookedAt = 10;

/** What HubSpot calls a property. */
const propertyName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9_]{0,99}$/, "must be a property's internal name"),
);

const property = (title: string, description: string, name: string) =>
  v.optional(
    v.pipe(
      propertyName,
      v.title(title),
      v.description(
        `${description} Made in HubSpot when it is missing and the token may; left out, it is not sent.`,
      ),
      v.metadata({ example: name } satisfies SettingMetadata),
    ),
  );

const OwnerSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^\d{1,20}$/, "must be a number"), v.title("Owner id")),
  takes: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(500),
      v.title("Takes"),
      v.description("Values of the attribute, with commas."),
    ),
  ),
  hours: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(hoursShape, 'must be like "Mon-Fri 09:00-17:00"'),
      v.title("Hours"),
      v.metadata({ example: "Mon-Fri 09:00-17:00" } satisfies SettingMetadata),
    ),
  ),
  timeZone: v.optional(
    v.pipe(
      v.string(),
      v.check(isTimeZone, 'must be a time zone such as "Europe/Bucharest"'),
      v.title("Time zone"),
      v.metadata({ example: "Europe/Bucharest" } satisfies SettingMetadata),
    ),
  ),
});

/** The properties that are ours alone; `fields` are the account's own. */
function ownProperties({
  scoreProperty,
  stageProperty,
  reasonsProperty,
}: Readonly<
  Partial<Record<"scoreProperty" | "stageProperty" | "reasonsProperty", string | undefined>>
>): OwnProperty[] {
  const own: (Omit<OwnProperty, "name"> & { name: string | undefined })[] = [
    { name: scoreProperty, label: "Scoreline score", type: "number", fieldType: "number" },
    { name: stageProperty, label: "Scoreline stage", type: "string", fieldType: "text" },
    { name: reasonsProperty, label: "Scoreline reasons", type: "string", fieldType: "textarea" },
  ];
  return own.filter((one): one is OwnProperty => one.name !== undefined);
}

interface Mapped {
  email: string | null;
  phone: string | null;
  properties: Record<string, string>;
  ownerId: string | undefined;
  note: { body: string; atMs: number } | null;
}

interface HubSpotObject {
  id: string;
  properties?: Record<string, string | null>;
}

function noteOf(handOff: HandOffPayload): string {
  const facts = handOffFacts(handOff).map(
    ([name, value]) => `<b>${escapeHtml(name)}:</b> ${escapeHtml(value)}`,
  );
  const reasons = handOffReasons(handOff).map((line) => `<li>${escapeHtml(line)}</li>`);
  const head = `<p><b>${escapeHtml(handOffTitle(handOff))}</b></p><p>${facts.join("<br>")}</p>`;
  // Room is left for the reference, and no tag is cut in two: the last reasons go first.
  while (head.length + reasons.join("").length > noteCharacters - 1_000 && reasons.length > 0) reasons.pop();
  return `${head.slice(0, noteCharacters - 1_000)}<ul>${reasons.join("")}</ul>`;
}

const askOf = (context: DeliveryContext<{ token: string; apiUrl?: string | undefined }>): AskApi =>
  jsonApi(context, {
    baseUrl: context.settings.apiUrl ?? host,
    headers: { authorization: `Bearer ${context.settings.token}` },
    reasonOf,
  });

async function findByPhone(ask: AskApi, phone: string | null): Promise<HubSpotObject[]> {
  const { body } = await ask("POST", `${contacts}/search`, {
    filterGroups: [{ filters: [{ propertyName: "phone", operator: "EQ", value: phone }] }],
    properties: ["hubspot_owner_id", "email"],
    limit: contactsLookedAt,
  });
  return (body["results"] as HubSpotObject[] | undefined) ?? [];
}

/** The contact of this e-mail or phone, with its owner; null when HubSpot knows none. */
async function findContact(
  ask: AskApi,
  { email, phone }: Pick<Mapped, "email" | "phone">,
): Promise<HubSpotObject | null> {
  if (email !== null) {
    const path = `${contacts}/${encodeURIComponent(email)}?idProperty=email&properties=hubspot_owner_id`;
    const { status, body } = await ask("GET", path, undefined, [404]);
    return status === 404 ? null : (body as unknown as HubSpotObject);
  }
  return (await findByPhone(ask, phone))[0] ?? null;
}

/** Brings the contact up to date, or makes it. An owner that it has is left: a person chose it. */
async function saveContact(ask: AskApi, mapped: Mapped): Promise<string> {
  const owner = mapped.ownerId === undefined ? {} : { hubspot_owner_id: mapped.ownerId };
  const found = await findContact(ask, mapped);
  if (found !== null) {
    const isOwned = (found.properties?.["hubspot_owner_id"] ?? "") !== "";
    const properties = { ...mapped.properties, ...(isOwned ? {} : owner) };
    await ask("PATCH", `${contacts}/${found.id}`, { properties });
    return found.id;
  }
  const { status, body } = await ask(
    "POST",
    contacts,
    { properties: { ...mapped.properties, ...owner } },
    [409],
  );
  if (status !== 409) return String(body["id"]);
  // Somebody made it in between; HubSpot says which it is: "Contact already exists. Existing ID: 51".
  const [, id] = /Existing ID: (\d+)/.exec(String(body["message"])) ?? [];
  if (id === undefined)
    throw new DeliveryFailure("retry", 409, `the receiver answered 409: ${String(body["message"])}`);
  await ask("PATCH", `${contacts}/${id}`, { properties: mapped.properties });
  return id;
}

/**
 * The contact that is to go with a name. One with an e-mail address is not taken by its phone number,
 * which may be a family's: a person has to look.
 */
async function contactToErase(
  ask: AskApi,
  { email, phone }: Pick<Mapped, "email" | "phone">,
): Promise<HubSpotObject | null> {
  if (email !== null) return findContact(ask, { email, phone });
  const found = await findByPhone(ask, phone);
  const unnamed = found.find(({ properties }) => (properties?.["email"] ?? "") === "");
  if (unnamed !== undefined || found.length === 0) return unnamed ?? null;
  throw new DeliveryFailure(
    "rejected",
    null,
    "the contact with this phone number has an e-mail address: if it is the person's, delete it in HubSpot",
  );
}

/** Whether an earlier try has left its note although its answer was lost. Read by association, which is not behind as the search is. */
async function hasNote(ask: AskApi, contactId: string, reference: string): Promise<boolean> {
  const { body } = await ask(
    "GET",
    `/crm/v4/objects/contacts/${contactId}/associations/notes?limit=${notesLookedAt}`,
  );
  const inputs = ((body["results"] ?? []) as { toObjectId: string | number }[]).map(({ toObjectId }) => ({
    id: String(toObjectId),
  }));
  if (inputs.length === 0) return false;
  const notes = await ask("POST", "/crm/v3/objects/notes/batch/read", {
    properties: ["hs_note_body"],
    inputs,
  });
  return ((notes.body["results"] ?? []) as HubSpotObject[]).some(
    ({ properties }) => properties?.["hs_note_body"]?.includes(reference) === true,
  );
}

/**
 * A contact in HubSpot with score, stage and reasons, its owner, and a note with the receipts.
 *
 * Contacts (https://developers.hubspot.com/docs/api-reference/crm-contacts-v3/guide) are found by
 * e-mail, which is unique there, else by phone; notes
 * (https://developers.hubspot.com/docs/api-reference/crm-notes-v3/guide) carry the delivery's id, so
 * that a repeated try finds its own. A private app may make 100 requests in 10 seconds
 * (https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines).
 */
export const hubspot = defineDestination({
  name: "hubspot",
  label: "HubSpot",
  description:
    "Creates or updates the contact, with score, stage and reasons, gives it an owner, and adds a note.",
  settings: v.strictObject({
    token: secretText(
      "Access token",
      "Of a private app with the scopes crm.objects.contacts.read and crm.objects.contacts.write; with crm.schemas.contacts.write the properties below are made where they are missing.",
      "pat-eu1-…",
    ),
    scoreProperty: property("Score", "Contact property (number) for the score.", "scoreline_score"),
    stageProperty: property("Stage", "Contact property (text) for the stage.", "scoreline_stage"),
    reasonsProperty: property(
      "Reasons",
      "Contact property (long text) for the reasons.",
      "scoreline_reasons",
    ),
    fields: v.optional(
      v.pipe(
        v.record(propertyName, v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
        v.title("More fields"),
        v.description(
          "Contact property on the left; on the right what it gets: traits.jobTitle, form.budget, campaign.source, scores.fit, model, pages, lead_url, visitor_id.",
        ),
      ),
    ),
    note: v.optional(
      v.pipe(
        v.boolean(),
        v.title("Add a note"),
        v.description("A note with the receipts on the contact's timeline; yes when left out."),
      ),
    ),
    ownerAttribute: v.optional(
      shortText(
        "Owner by",
        "The lead's value that owners are chosen by, such as traits.city or form.showroom.",
        "traits.city",
      ),
    ),
    owners: v.optional(
      v.pipe(
        v.array(OwnerSchema),
        v.maxLength(200),
        v.title("Owners"),
        v.description(
          "Who gets new contacts, by turns: those who take the attribute's value, and of these those at work. A contact that has an owner keeps it.",
        ),
      ),
    ),
    eraseContact: eraseContactEntry("HubSpot"),
    apiUrl: apiUrlEntry,
  }),
  isSigned: false,
  hosts: ["api.hubapi.com"],
  limit: { requests: 100, perMs: 10_000, perDelivery: 9 },
  address: ({ apiUrl }) => apiUrl ?? host,
  erase: {
    isOn: ({ eraseContact }) => eraseContact === true,
    isByName: true,
    deliver: async ({ who }, context) => {
      const ask = askOf(context);
      if (who.email === null && who.phone === null) return 204;
      const found = await contactToErase(ask, who);
      if (found === null) return 204;
      // By its id: an address that HubSpot does not know would be put on its blocklist.
      const { status } = await ask("POST", `${contacts}/gdpr-delete`, { objectId: found.id });
      return status;
    },
  },
  erasedByHand: "The contact is still in HubSpot: delete it there, or let this destination do so.",
  map: (handOff, settings, turn): Mapped => {
    const { who, why } = handOff;
    if (who.email === null && who.phone === null) {
      throw new DeliveryFailure(
        "rejected",
        null,
        "the lead has neither an e-mail address nor a phone number",
      );
    }
    const { first, last } = nameParts(handOff);
    const given: [string | undefined, string][] = [
      ["email", who.email ?? ""],
      ["phone", who.phone ?? ""],
      ["firstname", first],
      ["lastname", last],
      ["company", who.company ?? ""],
      [settings.scoreProperty, String(why.total)],
      [settings.stageProperty, why.stage],
      [settings.reasonsProperty, handOffReasons(handOff).join("\n")],
      ...Object.entries(settings.fields ?? {}).map(([name, from]): [string, string] => [
        name,
        handOffValue(handOff, from),
      ]),
    ];
    const value = settings.ownerAttribute === undefined ? "" : handOffValue(handOff, settings.ownerAttribute);
    return {
      email: who.email,
      phone: who.phone,
      // What we do not know is not sent: an empty value would take away what sales has written.
      properties: Object.fromEntries(
        given.filter((pair): pair is [string, string] => pair[0] !== undefined && pair[1] !== ""),
      ),
      ownerId: ownerOf(settings.owners ?? [], value, turn, handOff.atMs),
      note: settings.note === false ? null : { body: noteOf(handOff), atMs: handOff.atMs },
    };
  },
  deliver: async (mapped, context) => {
    const { idempotencyKey, attempt } = context;
    const ask = askOf(context);
    const contactId = await withProperties(ask, ownProperties(context.settings), () =>
      saveContact(ask, mapped),
    );
    if (mapped.note === null) return 200;
    const reference = `Reference: ${idempotencyKey}`;
    if (attempt > 1 && (await hasNote(ask, contactId, reference))) return 200;
    const { status } = await ask("POST", "/crm/v3/objects/notes", {
      properties: {
        hs_timestamp: new Date(mapped.note.atMs).toISOString(),
        hs_note_body: `${mapped.note.body}<p>${escapeHtml(reference)}</p>`,
      },
      associations: [
        {
          to: { id: contactId },
          types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId: noteToContact }],
        },
      ],
    });
    return status;
  },
});
