import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import { normaliseIdentity } from "./identity-value.ts";
import freeMail from "./free-mail-hosts.json" with { type: "json" };

/** What an address tells of who has it: a company, anybody, or nobody for long. */
export type MailKind = "business" | "free" | "disposable";

const freeHosts: ReadonlySet<string> = new Set(freeMail.hosts);
/** Made when the first address is looked at: most requests bring none. */
let disposableHosts: ReadonlySet<string> | undefined;

/** The part behind the @ of what is an address; undefined for anything else. */
export function mailDomain(email: unknown): string | undefined {
  return normaliseIdentity("email", email)?.split("@")[1];
}

/** Whether the domain or one that it is below is on the list: a throw-away host often gives out both. */
function isDisposable(domain: string): boolean {
  disposableHosts ??= disposableEmailBlocklistSet();
  for (let rest = domain; rest.includes("."); rest = rest.slice(rest.indexOf(".") + 1)) {
    if (disposableHosts.has(rest)) return true;
  }
  return false;
}

/**
 * Kind of an e-mail address, by its domain.
 *
 * @returns Undefined for what is no address.
 * @example mailKind("jane@mailinator.com") // "disposable"
 */
export function mailKind(email: unknown): MailKind | undefined {
  const domain = mailDomain(email);
  if (domain === undefined) return undefined;
  if (freeHosts.has(domain)) return "free";
  return isDisposable(domain) ? "disposable" : "business";
}
