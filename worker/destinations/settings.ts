import * as v from "valibot";
import type { DestinationKindDescription, SettingField } from "../../shared/schema/destination.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { DestinationKind } from "./contract.ts";
import { isAllowedHost, isLoopback, outboundProblem } from "./outbound.ts";
import type { SettingMetadata } from "./setting-entries.ts";

/** The settings of one destination, secrets included. */
export type Settings = Record<string, unknown>;

type AnySchema = v.GenericSchema & {
  wrapped?: AnySchema;
  item?: AnySchema;
  entries?: Record<string, AnySchema>;
  options?: readonly unknown[];
  pipe?: readonly { type: string }[];
};

function unwrapped(schema: AnySchema): AnySchema {
  return schema.wrapped === undefined ? schema : unwrapped(schema.wrapped);
}

function metadataOf(schema: AnySchema): SettingMetadata {
  return v.getMetadata(unwrapped(schema));
}

function isUrl(schema: AnySchema): boolean {
  return unwrapped(schema).pipe?.some(({ type }) => type === "url") === true;
}

function typeOf(schema: AnySchema): SettingField["type"] {
  const inner = unwrapped(schema);
  if (metadataOf(schema).secret === true) return "secret";
  switch (inner.type) {
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "picklist":
      return "choice";
    case "record":
      return "pairs";
    case "array":
      return inner.item?.entries === undefined ? "list" : "rows";
    default:
      return isUrl(schema) ? "url" : "text";
  }
}

function fieldOf(name: string, schema: AnySchema): SettingField {
  const inner = unwrapped(schema);
  const metadata = metadataOf(schema);
  const columns = inner.item?.entries;
  return {
    name,
    label: v.getTitle(inner) ?? name,
    help: v.getDescription(inner) ?? "",
    type: typeOf(schema),
    isRequired: schema.type !== "optional",
    example: metadata.example ?? "",
    isLocalOnly: metadata.localOnly === true,
    ...(inner.options !== undefined && { choices: inner.options.map(String) }),
    ...(columns !== undefined && { columns: fieldsOf(columns) }),
  };
}

function fieldsOf(entries: Record<string, AnySchema>): SettingField[] {
  return Object.entries(entries).map(([name, schema]) => fieldOf(name, schema));
}

const entriesOf = (kind: DestinationKind) => kind.settings.entries as Record<string, AnySchema>;

/** A kind as the dashboard's form shows it. */
export function describeKind(kind: DestinationKind): DestinationKindDescription {
  const { name, label, description } = kind;
  return { kind: name, label, description, fields: fieldsOf(entriesOf(kind)) };
}

/** Names of the settings that are sealed. */
export function secretNames(kind: DestinationKind): string[] {
  return Object.entries(entriesOf(kind)).flatMap(([name, schema]) =>
    metadataOf(schema).secret === true ? [name] : [],
  );
}

/** Settings with a change laid over them; null takes an optional one away. */
export function changedSettings(settings: Settings, change: Settings): Settings {
  return Object.fromEntries(Object.entries({ ...settings, ...change }).filter(([, value]) => value !== null));
}

function addressProblem(kind: DestinationKind, schema: AnySchema, address: string, isLocalMode: boolean) {
  if (metadataOf(schema).localOnly === true) {
    if (!isLocalMode) return "is taken in local mode only; leave it out";
    return isLoopback(address) ? undefined : "must be an address of this machine";
  }
  const problem = outboundProblem(address, isLocalMode);
  if (problem !== undefined || kind.hosts === "chosen") return problem;
  return isAllowedHost(address, kind.hosts) ? undefined : `must be at ${kind.hosts.join(" or ")}`;
}

/**
 * Settings that may be saved and used: of the right shape, and with addresses that may be called.
 *
 * @throws {Problem} 422 with the field.
 */
export function requireSettings(kind: DestinationKind, given: Settings, isLocalMode: boolean): Settings {
  const parsed = v.safeParse(kind.settings, given);
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the body");
    throw new Problem(422, code, message, { field });
  }
  const settings: Settings = parsed.output;
  for (const [field, schema] of Object.entries(entriesOf(kind))) {
    const value = settings[field];
    if (typeof value !== "string" || !isUrl(schema)) continue;
    const problem = addressProblem(kind, schema, value, isLocalMode);
    if (problem !== undefined) throw new Problem(422, "url_not_allowed", `${field} ${problem}`, { field });
  }
  return settings;
}
