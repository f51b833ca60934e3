import * as v from "valibot";
import type { SettingField, SourceKindInfo } from "../../shared/schema/source.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import type { AnySource } from "./index.ts";

export type Settings = Record<string, unknown>;

/**
 * Checks the settings of a kind and completes them with its defaults.
 *
 * @throws {Problem} 422 with the field.
 */
export function checkSettings(kind: AnySource, settings: Settings): Settings {
  const parsed = v.safeParse(kind.settings, settings);
  if (parsed.success) return parsed.output;
  const { code, field, message } = problemOf(parsed.issues, "the settings");
  throw new Problem(422, code, `settings: ${message}`, {
    field: field === "" ? "settings" : `settings.${field}`,
  });
}

/** What is given laid over what is known: null takes a setting away. */
export function changedSettings(known: Settings, given: Settings): Settings {
  return Object.fromEntries(Object.entries({ ...known, ...given }).filter(([, value]) => value !== null));
}

/** The secrets that a kind makes itself, made now. */
export function madeSecrets(kind: AnySource, given: Settings = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(kind.secrets).flatMap(([name, origin]) =>
      origin === "given" || typeof given[name] === "string" ? [] : [[name, origin()]],
    ),
  );
}

/** Takes settings apart: what may be shown, and what is sealed. */
export function partSecrets(
  kind: AnySource,
  settings: Settings,
): { open: Settings; secrets: Record<string, string> } {
  const isSecret = ([name]: [string, unknown]) => Object.hasOwn(kind.secrets, name);
  const entries = Object.entries(settings);
  return {
    open: Object.fromEntries(entries.filter((entry) => !isSecret(entry))),
    secrets: Object.fromEntries(entries.filter(isSecret)) as Record<string, string>,
  };
}

/** The schema inside pipes and optional fields. */
function innermost(schema: unknown): { type?: string } {
  let inner = schema as { type?: string; wrapped?: unknown };
  while (inner.wrapped !== undefined) inner = inner.wrapped as typeof inner;
  return inner;
}

/** What the form in the dashboard asks for. */
export function fieldsOf(kind: AnySource): SettingField[] {
  return Object.entries(kind.settings.entries).map(([name, schema]) => ({
    name,
    title: v.getTitle(schema) ?? name,
    description: v.getDescription(schema) ?? "",
    isRequired: schema.type !== "optional",
    isSecret: Object.hasOwn(kind.secrets, name),
    isText: innermost(schema).type === "string",
  }));
}

/** A kind as the dashboard shows it. */
export function infoOf(kind: AnySource): SourceKindInfo {
  const { name, title, documentation, steps } = kind;
  return { kind: name, title, documentation, steps: [...steps], fields: fieldsOf(kind) };
}
