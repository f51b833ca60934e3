/** Longer lists are cut, so that a message stays a sentence. */
const shown = 5;

/** A value as a message shows it: texts in quotes, the rest as it is. */
export function quoted(value: string | number | boolean): string {
  return typeof value === "string" ? `"${value}"` : String(value);
}

/**
 * A list as a sentence has it.
 *
 * @example listed(["a", "b", "c"], "or") === "a, b or c"
 */
export function listed(items: readonly string[], word: "and" | "or"): string {
  return listedFrom(new Set(items), word, (item) => item);
}

/** As `listed`, of a set; only the values that are shown are looked at. */
export function listedFrom<T>(
  items: ReadonlySet<T>,
  word: "and" | "or",
  textOf: (item: T) => string,
): string {
  const some: string[] = [];
  for (const item of items) {
    if (some.length === shown) {
      some.push(`${items.size - shown} more`);
      break;
    }
    some.push(textOf(item));
  }
  const last = some.at(-1) ?? "";
  return some.length < 2 ? last : `${some.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** A number with its noun: `1 point`, `20 points`. */
export function counted(amount: number, noun: string): string {
  return `${amount} ${noun}${Math.abs(amount) === 1 ? "" : "s"}`;
}
