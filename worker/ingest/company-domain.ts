import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import { normaliseIdentity } from "./identity-value.ts";
import freeMail from "./free-mail-hosts.json";

const freeHosts: ReadonlySet<string> = new Set(freeMail.hosts);
/** Made when the first address is looked at: most requests bring none. */
let disposableHosts: ReadonlySet<string> | undefined;

/**
 * The domain of a company's e-mail address; undefined for mailboxes that anybody can have, and for
 * those that are thrown away.
 *
 * @example companyDomain("jane@acme.example") // "acme.example"
 */
export function companyDomain(email: unknown): string | undefined {
  const domain = normaliseIdentity("email", email)?.split("@")[1];
  if (domain === undefined || freeHosts.has(domain)) return undefined;
  disposableHosts ??= disposableEmailBlocklistSet();
  return disposableHosts.has(domain) ? undefined : domain;
}
