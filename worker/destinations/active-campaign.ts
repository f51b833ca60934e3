import * as v from "valibot";
import { DeliveryFailure, defineDestination, type DeliveryContext } from "./contract.ts";
import { nameParts } from "./hand-off-words.ts";
import { jsonApi, type AskApi } from "./json-api.ts";
import {
  apiUrlEntry,
  eraseContactEntry,
  secretText,
  shortText,
  type SettingMetadata,
} from "./setting-entries.ts";

const numericId = (title: string, description: string, example: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,12}$/, "must be a number"),
      v.title(title),
      v.description(description),
      v.metadata({ example } satisfies SettingMetadata),
    ),
  );

const askOf = (
  context: DeliveryContext<{ url: string; key: string; apiUrl?: string | undefined }>,
): AskApi => {
  const { url, key, apiUrl } = context.settings;
  return jsonApi(context, {
    baseUrl: `${(apiUrl ?? url).replace(/\/$/, "")}/api/3`,
    headers: { "api-token": key },
    reasonOf: ({ message, errors }) => message ?? (errors as { title?: string }[] | undefined)?.[0]?.title,
  });
};

/**
 * A contact in ActiveCampaign with a tag, the score in a field, and an automation begun
 * (https://developers.activecampaign.com/reference/sync-a-contacts-data, create-contact-tag,
 * create-new-contactautomation on the same site). Contacts are known by e-mail only. Five requests a
 * second (https://developers.activecampaign.com/reference/rate-limits).
 */
export const activeCampaign = defineDestination({
  name: "active-campaign",
  label: "ActiveCampaign",
  description: "Creates or updates the contact, sets its score and a tag, and starts an automation.",
  settings: v.strictObject({
    url: v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(255),
      v.url("must be an address"),
      v.regex(
        /^https:\/\/[a-z0-9-]+\.(api-us1|activehosted)\.com\/?$/i,
        "must be like https://your-account.api-us1.com",
      ),
      v.title("API URL"),
      v.description('In ActiveCampaign under "Settings", "Developer".'),
      v.metadata({ example: "https://your-account.api-us1.com" } satisfies SettingMetadata),
    ),
    key: secretText("API key", "On the same page.", ""),
    tag: v.optional(shortText("Tag", "Name of a tag that is there, for the contact.", "Hot lead")),
    scoreField: numericId("Score field", "Number of the contact field that gets the score.", "7"),
    automation: numericId("Automation", "Number of the automation that the contact enters.", "12"),
    eraseContact: eraseContactEntry("ActiveCampaign"),
    apiUrl: apiUrlEntry,
  }),
  isSigned: false,
  hosts: ["*.api-us1.com", "*.activehosted.com"],
  limit: { requests: 5, perMs: 1_000, perDelivery: 5 },
  address: ({ url, apiUrl }) => apiUrl ?? url,
  erase: {
    isOn: ({ eraseContact }) => eraseContact === true,
    isByName: true,
    // https://developers.activecampaign.com/reference/delete-contact
    deliver: async ({ who }, context) => {
      const ask = askOf(context);
      if (who.email === null) return 204;
      const { body } = await ask("GET", `/contacts?email=${encodeURIComponent(who.email)}`);
      const [found] = (body["contacts"] ?? []) as { id: string }[];
      if (found === undefined) return 204;
      const { status } = await ask("DELETE", `/contacts/${found.id}`, undefined, [404]);
      return status;
    },
  },
  erasedByHand: "The contact is still in ActiveCampaign: delete it there, or let this destination do so.",
  map: (handOff, settings) => {
    const { who, why } = handOff;
    if (who.email === null) {
      throw new DeliveryFailure(
        "rejected",
        null,
        "the lead has no e-mail address, and ActiveCampaign knows contacts by e-mail only",
      );
    }
    const { first, last } = nameParts(handOff);
    return {
      contact: {
        email: who.email,
        ...(first !== "" && { firstName: first }),
        ...(last !== "" && { lastName: last }),
        ...(who.phone !== null && { phone: who.phone }),
        ...(settings.scoreField !== undefined && {
          fieldValues: [{ field: settings.scoreField, value: String(why.total) }],
        }),
      },
      tag: settings.tag,
      automation: settings.automation,
    };
  },
  deliver: async ({ contact, tag, automation }, context) => {
    const { attempt } = context;
    const ask = askOf(context);
    const synced = await ask("POST", "/contact/sync", { contact });
    const { id } = synced.body["contact"] as { id: string };
    if (tag !== undefined) {
      const { body } = await ask("GET", `/tags?search=${encodeURIComponent(tag)}`);
      const found = ((body["tags"] ?? []) as { id: string; tag: string }[]).find((item) => item.tag === tag);
      if (found === undefined)
        throw new DeliveryFailure("attention", 200, `there is no tag "${tag}"; make it, or choose another`);
      await ask("POST", "/contactTags", { contactTag: { contact: id, tag: found.id } });
    }
    if (automation === undefined) return synced.status;
    if (attempt > 1) {
      // Entering twice would send the first e-mail twice.
      const { body } = await ask("GET", `/contacts/${id}/contactAutomations`);
      const entered = (body["contactAutomations"] ?? []) as { automation: string | number }[];
      if (entered.some((item) => String(item.automation) === automation)) return synced.status;
    }
    const { status } = await ask("POST", "/contactAutomations", {
      contactAutomation: { contact: id, automation },
    });
    return status;
  },
});
