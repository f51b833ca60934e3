import { hmac128 } from "./digest.ts";

export type IdentityKind = "email" | "phone" | "user_id";

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
]);

/** One form for all ways to write the same thing; undefined for what names nobody. */
export function normaliseIdentity(kind: IdentityKind, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim().toLowerCase();
  if (nobody.has(text)) return undefined;
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
 * Name of the object that knows whose an e-mail address, phone number or user id is: a hash under
 * the deployment's secret, so that no address stands in a name.
 *
 * @returns undefined for a value that names nobody.
 */
export async function identityKey(
  secret: string,
  siteId: string,
  kind: IdentityKind,
  value: unknown,
): Promise<string | undefined> {
  const normal = normaliseIdentity(kind, value);
  if (normal === undefined) return undefined;
  return `${siteId}:${kind}:${await hmac128(secret, `identity|${siteId}|${kind}|${normal}`)}`;
}
