import { limits } from "../../shared/limits.ts";
import { withoutLinkTokens } from "./link-parameter.ts";

/** Keys that would reach an object's prototype if a merge ever touched them; without them `prototype` is a word like others. */
const forbiddenKeys = new Set(["__proto__", "constructor"]);

export interface GuardProblem {
  code: "too_deep" | "too_many_keys" | "forbidden_key" | "too_long" | "too_large" | "not_finite";
  field: string;
  message: string;
}

/**
 * Walks a value from JSON before anything recursive sees it: schemas, structured clone and RPC all
 * fail with a RangeError at a few thousand levels. Iterative, and it stops at the first problem.
 *
 * @returns What is wrong and where, or undefined.
 */
export function guardValue(root: unknown, path = ""): GuardProblem | undefined {
  const stack: { value: unknown; path: string; depth: number }[] = [{ value: root, path, depth: 1 }];
  let keys = 0;
  let characters = 0;
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { value, path: at, depth } = item;
    if (typeof value === "string") {
      if (value.length > limits.textCharacters) {
        return problem(
          "too_long",
          at,
          `has ${value.length} characters; at most ${limits.textCharacters} are taken`,
        );
      }
      characters += value.length;
      if (characters > limits.eventCharacters) return tooLarge(at);
      continue;
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      return problem("not_finite", at, "is too large to be a number");
    }
    if (typeof value !== "object" || value === null) continue;
    if (depth > limits.eventDepth) {
      return problem("too_deep", at, `is nested too deeply; at most ${limits.eventDepth} levels are taken`);
    }
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    keys += entries.length;
    if (keys > limits.eventKeys) {
      return problem("too_many_keys", at, `brings the event over ${limits.eventKeys} keys`);
    }
    for (const [key, child] of entries) {
      const childPath = typeof key === "number" ? `${at}[${key}]` : at === "" ? key : `${at}.${key}`;
      if (typeof key === "string") {
        if (forbiddenKeys.has(key))
          return problem("forbidden_key", childPath, "is not an allowed name for a field");
        characters += key.length;
        if (key.length > limits.keyCharacters) {
          return problem(
            "too_long",
            at,
            `has a key of ${key.length} characters; at most ${limits.keyCharacters} are taken`,
          );
        }
      }
      stack.push({ value: child, path: childPath, depth: depth + 1 });
    }
  }
  return undefined;
}

function tooLarge(at: string): GuardProblem {
  return problem("too_large", at, `brings the event over ${limits.eventCharacters} characters`);
}

function problem(code: GuardProblem["code"], field: string, what: string): GuardProblem {
  const shown = field.length > 120 ? `${field.slice(0, 117)}...` : field;
  return { code, field: shown, message: `${shown === "" ? "the event" : shown} ${what}` };
}

// eslint-disable-next-line no-control-regex -- they are what is looked for
const controlCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * A text as it is stored: well-formed (SQLite would turn a lone surrogate into three question
 * marks), without control characters (SQLite's length() stops at NUL), composed, and without what
 * would let its reader pass for somebody else.
 */
export function cleanText(text: string): string {
  return withoutLinkTokens(text.toWellFormed().replace(controlCharacters, "").normalize("NFC"));
}

/** `cleanText` for every text in a value from JSON, which `guardValue` has found shallow enough. */
export function cleanValue(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanValue);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [cleanText(key), cleanValue(item)]));
  }
  return value;
}
