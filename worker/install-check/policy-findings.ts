import type { Finding } from "../../shared/schema/setup.ts";
import type { CheckedPage } from "./check-page.ts";
import { connectRefusal, inlineRefusal, isStrictDynamic, scriptRefusal } from "./content-security-policy.ts";
import { endpointOf } from "./site-findings.ts";

/** Whether the page's Content-Security-Policy lets the script in and its requests out. */
export function policyFindings({ page, facts, copy, site }: CheckedPage): Finding[] {
  const { policies, stubs } = facts;
  if (policies.length === 0) return [];
  const url = copy?.url ?? new URL("/s.js", site.host);
  const target = endpointOf(copy?.endpoint ?? null, url) ?? site.host;
  const findings: Finding[] = [];

  const isByTagManager = copy === undefined || copy.isInjected;
  // A script that another one adds is trusted with it under 'strict-dynamic'.
  const script =
    isByTagManager && isStrictDynamic(policies)
      ? undefined
      : scriptRefusal(policies, {
          url,
          page,
          nonce: copy?.nonce ?? null,
          integrity: copy?.integrity ?? null,
        });
  if (script !== undefined) {
    findings.push({
      code: "csp_blocks_script",
      severity: "error",
      message: `The page's Content-Security-Policy blocks the script: ${script} does not allow ${url.origin}.`,
      fix: isStrictDynamic(policies)
        ? "Under 'strict-dynamic' addresses do not count: give the script tag the page's nonce."
        : `Add ${url.origin} to ${script}, or give the script tag the page's nonce.`,
    });
  }
  const connect = connectRefusal(policies, { url: new URL("/v1/batch", target), page });
  if (connect !== undefined) {
    findings.push({
      code: "csp_blocks_requests",
      severity: "error",
      message: `The page's Content-Security-Policy blocks the events: ${connect} does not allow ${target.origin}.`,
      fix: `Add ${target.origin} to connect-src.`,
    });
  }
  const [stub] = stubs;
  const inline = stub === undefined ? undefined : inlineRefusal(policies, stub.nonce, stub.hashes);
  if (inline !== undefined) {
    findings.push({
      code: "csp_blocks_stub",
      severity: "warning",
      message: `The page's Content-Security-Policy blocks the inline part of the snippet: ${inline} allows neither its nonce nor its hash.`,
      fix: `Give it the page's nonce, or add '${stub?.hashes[0]}' to ${inline}. Without it, the script tag works alone.`,
    });
  }
  return findings.length > 0
    ? findings
    : [
        {
          code: "csp_allows",
          severity: "good",
          message: "The page's Content-Security-Policy lets the script in and its events out.",
        },
      ];
}
