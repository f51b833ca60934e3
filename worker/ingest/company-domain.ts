import { mailDomain, mailKind } from "./mail-kind.ts";

/**
 * The domain of a company's e-mail address; undefined for mailboxes that anybody can have, and for
 * those that are thrown away.
 *
 * @example companyDomain("jane@acme.example") // "acme.example"
 */
export function companyDomain(email: unknown): string | undefined {
  return mailKind(email) === "business" ? mailDomain(email) : undefined;
}
