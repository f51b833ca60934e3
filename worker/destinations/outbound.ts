import { Problem } from "../problem.ts";
import { DeliveryFailure } from "./contract.ts";

/** Names that lead to this machine or a private network. */
const privateName =
  /(^|\.)(localhost|local|internal|intranet|lan|home|corp|localdomain|arpa|test|example|invalid)$/;
/** Names of public services that answer with the address that stands in the name: a private one, if somebody likes. */
const addressInName = /(^|\.)(nip\.io|sslip\.io|xip\.io|localtest\.me|lvh\.me)$/;
const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);
const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const timeoutMs = 15_000;

const hostOf = (url: URL) => url.hostname.replace(/\.$/, "");

/** Whether an address is one of this machine. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return loopbackHosts.has(hostOf(url)) && (url.protocol === "http:" || url.protocol === "https:");
}

/**
 * Says why an address may not be called, or undefined when it may: https on port 443, a public host
 * name, no user name. Addresses by number are refused as a whole, which covers every private range
 * and every way to write one, since the URL parser has made them plain by now.
 *
 * @param isLocalMode A developer's machine: loopback addresses are allowed too, with http and any port.
 */
export function outboundProblem(address: string, isLocalMode: boolean): string | undefined {
  if (!URL.canParse(address)) return "is not an address";
  if (isLocalMode && isLoopback(address)) return undefined;
  const url = new URL(address);
  const host = hostOf(url);
  if (url.protocol !== "https:") return "must begin with https://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (url.port !== "") return "must use port 443";
  if (ipv4.test(host) || host.startsWith("[")) return "must be a host name, not a number";
  if (!host.includes(".") || privateName.test(host) || addressInName.test(host))
    return "must be a public host name";
  return undefined;
}

/** Whether the host of an address is one of these; `*.example.com` stands for every subdomain. */
export function isAllowedHost(address: string, hosts: readonly string[]): boolean {
  const host = hostOf(new URL(address));
  return hosts.some((allowed) =>
    allowed.startsWith("*.") ? host.endsWith(allowed.slice(1)) : host === allowed,
  );
}

/** @throws {Problem} 422 when an address may not be called. */
export function requireOutbound(address: string, isLocalMode: boolean, field: string): void {
  const problem = outboundProblem(address, isLocalMode);
  if (problem !== undefined) throw new Problem(422, "url_not_allowed", `${field} ${problem}`, { field });
}

/**
 * The HTTP client of destinations. The address is checked at every call, not only when saved; a
 * redirect is not followed; 15 seconds at most.
 *
 * A name that resolves to a private address cannot be seen from a Worker: no private route may be
 * bound to it, and the flag `global_fetch_strictly_public` is set.
 *
 * @param hosts The hosts of the provider, or "chosen" for any public one.
 */
export function guardedFetch(
  isLocalMode: boolean,
  hosts: readonly string[] | "chosen" = "chosen",
): (url: string, init: RequestInit) => Promise<Response> {
  return async (url, init) => {
    const problem = outboundProblem(url, isLocalMode);
    if (problem !== undefined) throw new DeliveryFailure("attention", null, `the address ${problem}`);
    const isFake = isLocalMode && isLoopback(url);
    if (hosts !== "chosen" && !isFake && !isAllowedHost(url, hosts))
      throw new DeliveryFailure("attention", null, `the address must be at ${hosts.join(" or ")}`);
    return fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
  };
}
