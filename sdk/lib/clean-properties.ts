import { limits } from "../../shared/limits.ts";
import type { WireProperties, WireValue } from "../../shared/wire.ts";

/** The event itself and its `properties` are the first two levels. */
const levels = limits.eventDepth - 2;

/** Room for the keys of the envelope. */
const keys = limits.eventKeys - 30;

/**
 * Copies what a page handed over into plain JSON that the server will take: texts cut, too many or
 * too deep values left out, dates as ISO texts, and functions, cycles and keys that could
 * touch a prototype left out. A copy also means that the page may change its object afterwards.
 *
 * @param textCharacters Where texts are cut; `limits.textCharacters` when left out.
 * @example cleanProperties({ model: "Aurora", at: new Date(0) }); // { model: "Aurora", at: "1970-01-01T00:00:00.000Z" }
 */
export function cleanProperties(
  given: unknown,
  textCharacters: number = limits.textCharacters,
): WireProperties {
  let keysLeft = keys;
  const clean = (value: unknown, level: number): WireValue | undefined => {
    if (value instanceof Date) return clean(value.toJSON(), level);
    if (typeof value === "string") return value.slice(0, textCharacters);
    if (typeof value === "boolean" || value === null || Number.isFinite(value)) return value as WireValue;
    if (typeof value !== "object" || level > levels) return undefined;
    const isList = Array.isArray(value);
    const copy: WireProperties = {};
    for (const [key, item] of Object.entries(value)) {
      if (keysLeft < 1) break;
      // What every object has: `__proto__`, `constructor`. The server refuses an event for these two.
      if (key in {} || key.length > limits.keyCharacters) continue;
      const cleaned = clean(item, level + 1);
      if (cleaned === undefined) continue;
      keysLeft -= 1;
      copy[key] = cleaned;
    }
    return isList ? Object.values(copy) : copy;
  };
  const copy = clean(given, 0);
  // oxlint-disable-next-line typescript/no-misused-spread -- that is meant: a list has its places for names
  return typeof copy === "object" ? ({ ...copy } as WireProperties) : {};
}
