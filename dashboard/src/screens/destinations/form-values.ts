import type { SettingField, SettingValue } from "../../../../shared/schema/destination.ts";

/** What is typed into a form, by setting. */
export type FormValues = Readonly<Record<string, SettingValue>>;

function isBlank(value: SettingValue | undefined): boolean {
  if (value === undefined) return true;
  if (typeof value === "string") return value.trim() === "";
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A value without the empty lines and cells that a person leaves in a form. */
function tidied(value: SettingValue): SettingValue {
  if (!Array.isArray(value)) return value;
  const isText = (item: unknown): item is string => typeof item === "string";
  if (value.every(isText)) return value.map((line) => line.trim()).filter((line) => line !== "");
  return value
    .filter((row) => !isText(row))
    .map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell.trim() !== "")))
    .filter((row) => Object.keys(row).length > 0);
}

/**
 * What to send of a form: what was typed, and null for what was emptied.
 *
 * @param known What was there before; a secret that is not typed again stays.
 */
export function settingsToSend(
  fields: readonly SettingField[],
  values: FormValues,
  known: FormValues | null,
): Record<string, SettingValue | null> {
  const sent: Record<string, SettingValue | null> = {};
  for (const { name } of fields) {
    const value = values[name];
    const tidy = value === undefined ? undefined : tidied(value);
    if (tidy !== undefined && !isBlank(tidy)) sent[name] = tidy;
    else if (known !== null && name in known) sent[name] = null;
  }
  return sent;
}
