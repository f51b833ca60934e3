import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { IdentityKind } from "../../shared/schema/identity.ts";

export type { IdentityKind };

/** Values that programs send when they mean nobody. */
const nobody = new Set([
  "",
  "null",
  "undefined",
  "nan",
  "0",
  "none",
  "guest",
  "anonymous",
  "true",
  "false",
  "[object object]",
  "unknown",
  "n/a",
  "-",
  "-1",
  "nil",
  "(not set)",
  "[]",
  "{}",
]);

/** Whether a text is what programs send when they mean nobody. */
export function isNobody(text: string): boolean {
  return nobody.has(text.trim().toLowerCase());
}

/** One form for all ways to write the same thing; undefined for what names nobody. */
export function normaliseIdentity(kind: IdentityKind, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (isNobody(value)) return undefined;
  const text = value.trim().toLowerCase();
  switch (kind) {
    case "email":
      return /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254 ? text : undefined;
    case "phone": {
      const digits = text.replace(/[^\d+]/g, "");
      return /^\+?\d{7,15}$/.test(digits) ? digits : undefined;
    }
    case "user_id":
      return value.trim().slice(0, 256);
  }
}

/**
 * What an event tells of who it is about, the first being who leads where they disagree. As it was
 * told: see `normaliseIdentity` for what of it names anybody.
 */
export function identitiesOf({ traits, properties, userId }: TrackedEvent): [IdentityKind, unknown][] {
  return [
    ["email", traits?.["email"] ?? properties["email"]],
    ["user_id", userId],
    ["phone", traits?.["phone"]],
  ];
}
