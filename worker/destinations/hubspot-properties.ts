import { DeliveryFailure } from "./contract.ts";
import type { AskApi } from "./json-api.ts";

/** A property of ours, as HubSpot is to make it. */
export interface OwnProperty {
  name: string;
  label: string;
  type: "number" | "string";
  fieldType: "number" | "text" | "textarea";
}

const code = "PROPERTY_DOESNT_EXIST";
/** What people see in HubSpot's screens. */
const fieldWords = { number: "number", text: "single-line text", textarea: "multi-line text" } as const;
/** Every account has it. */
const groupName = "contactinformation";

/**
 * HubSpot's words for what went wrong. Where properties are missing, it writes a list as JSON into
 * them; of that the names are left, so that none is cut off.
 */
export function reasonOf({ message }: Readonly<Record<string, unknown>>): unknown {
  if (typeof message !== "string" || !message.includes(code)) return message;
  const names = [...message.matchAll(/\{[^{}]*\}/g)]
    .filter(([entry]) => entry.includes(code))
    .map(([entry]) => /"name":\s*"(\w{1,100})"/.exec(entry)?.[1])
    .filter((name) => name !== undefined);
  return names.length === 0 ? message : `${code}: ${[...new Set(names)].join(", ")}`;
}

/** Names of the properties that are missing at HubSpot; undefined for any other failure. */
function missingOf(error: unknown): string[] | undefined {
  if (!(error instanceof DeliveryFailure) || !error.message.includes(code)) return undefined;
  return error.message.split(`${code}: `)[1]?.split(", ") ?? [];
}

/**
 * Does something that writes properties. Those of ours that are missing are made, where the token may;
 * otherwise somebody has to, and is told which and how: they are missing for every lead.
 *
 * @see https://developers.hubspot.com/docs/api-reference/crm-properties-v3/batch/post-crm-v3-properties-objectType-batch-create
 * @throws {DeliveryFailure} `attention`, with what to do.
 */
export async function withProperties<Result>(
  ask: AskApi,
  own: readonly OwnProperty[],
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const missing = missingOf(error);
    if (missing === undefined) throw error;
    const makeable = own.filter(({ name }) => missing.includes(name));
    const isAllOurs = makeable.length > 0 && makeable.length === missing.length;
    if (!isAllOurs || !(await make(ask, makeable))) throw advice(missing, own);
  }
  try {
    return await write();
  } catch (error) {
    const missing = missingOf(error);
    throw missing === undefined ? error : advice(missing, own);
  }
}

/** @returns Whether HubSpot let us. One that somebody made in between is no failure. */
async function make(ask: AskApi, properties: readonly OwnProperty[]): Promise<boolean> {
  const inputs = properties.map((property) => ({ ...property, groupName }));
  const { status } = await ask("POST", "/crm/v3/properties/contacts/batch/create", { inputs }, [403, 409]);
  return status !== 403;
}

function advice(missing: readonly string[], own: readonly OwnProperty[]): DeliveryFailure {
  const named = missing.map((name) => {
    const known = own.find((property) => property.name === name);
    return known === undefined ? name : `${name} (${fieldWords[known.fieldType]})`;
  });
  const ours = missing.some((name) => own.some((property) => property.name === name));
  const scope = ours
    ? ", or give the private app the scope crm.schemas.contacts.write, and score, stage and reasons are made from here"
    : "";
  return new DeliveryFailure(
    "attention",
    400,
    `HubSpot has no contact property ${named.join(", ")} (${code}): make it under Settings, Properties, Contact properties, with this internal name${scope}`,
  );
}
