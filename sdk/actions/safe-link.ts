/**
 * An address that an action may lead to: a path on the site, or https. Never `javascript:` or
 * another scheme, never `//host` and `/\host`, which leave the site in disguise, never a user's name
 * before the host, which reads like the host. The model's schema says that too; an answer is checked here once more, before it becomes a link.
 *
 * @returns The address, or nothing when it is none of these.
 * @example safeLink("/test-drive"); // "/test-drive"
 */
export function safeLink(address: unknown): string | undefined {
  return typeof address === "string" && /^(\/(?![/\\])|https:\/\/\w(?![^/?#]*@))[^\s\\]*$/i.test(address)
    ? address
    : undefined;
}
