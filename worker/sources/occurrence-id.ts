import { hashOf } from "../../shared/core/index.ts";
import { limits } from "../../shared/limits.ts";

/**
 * The messageId of something that happened at a provider: always the same for the same parts, within
 * the limit of a messageId.
 *
 * @example occurrenceId("postmark", "Open", "883953f4-6105", "2026-11-21T10:00:00Z");
 */
export function occurrenceId(provider: string, ...parts: readonly (string | number | undefined)[]): string {
  const id = [provider, ...parts.map((part) => part ?? "")].join(":");
  return id.length <= limits.messageIdCharacters
    ? id
    : `${id.slice(0, limits.messageIdCharacters - 17)}:${hashOf(id)}`;
}
