/**
 * An address that an action may lead to: a path on the site, or https. Never `javascript:` or
 * another scheme, never `//host` and `/\host`, which leave the site in disguise. The model's schema
 * says the same; an answer is checked here once more, before it becomes a link.
 *
 * @returns The address, or nothing when it is none of these.
 * @example safeLink("/test-drive"); // "/test-drive"
 */
export function safeLink(address: unknown): string | undefined {
  return typeof address === "string" && /^(\/(?![/\\])|https:\/\/[a-z0-9])[^\s\\]*$/i.test(address)
    ? address
    : undefined;
}
