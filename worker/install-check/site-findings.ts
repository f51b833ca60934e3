import type { Finding } from "../../shared/schema/setup.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import type { CheckedPage } from "./check-page.ts";

/** Names of this machine: the worker of a developer is at all of them. */
const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** What a page says against the site's settings: its origin, where events go, and consent. */
export function siteFindings({ page, copy, site, facts }: CheckedPage): Finding[] {
  const findings: Finding[] = [
    isAllowedOrigin(site.origins, page.origin)
      ? { code: "origin_allowed", severity: "good", message: `${page.origin} is one of the site's origins.` }
      : {
          code: "wrong_origin",
          severity: "error",
          message: `${page.origin} is not one of the site's origins, so its events are refused.`,
          fix: `Add it to the site's origins. They are ${site.origins.join(", ") || "none"}.`,
          origin: page.origin,
        },
  ];
  if (copy === undefined) return findings;
  const target = endpointOf(copy.endpoint, copy.url);
  if (
    target !== null &&
    page.protocol === "https:" &&
    target.protocol === "http:" &&
    !loopback.test(target.hostname)
  ) {
    findings.push({
      code: "mixed_content",
      severity: "error",
      message: "The page is secure and the address of the script is not, so browsers block it.",
      fix: "Write https:// in the snippet.",
    });
  }
  const isHere =
    target === null ||
    target.origin === site.host.origin ||
    (loopback.test(target.hostname) && loopback.test(site.host.hostname) && target.port === site.host.port);
  if (!isHere) {
    findings.push({
      code: "other_host",
      severity: "warning",
      message: `Events of the page go to ${target.origin}, not to ${site.host.origin}.`,
      fix: "That is right where it is your own address for this worker. Else copy the snippet anew.",
    });
  }
  findings.push(...consentFindings(copy.consent, site.consent, facts.stubs.length > 0));
  return findings;
}

/** Where a copy sends its events. */
export function endpointOf(endpoint: string | null, script: URL | null): URL | null {
  return endpoint !== null && URL.canParse(endpoint) ? new URL(endpoint) : script;
}

function consentFindings(given: string | null, wanted: string, hasStub: boolean): Finding[] {
  const mode = given === "opt-in" || given === "none" ? given : "opt-out";
  if (wanted === "opt-in" && mode !== "opt-in") {
    return [
      {
        code: "consent_differs",
        severity: "error",
        message: `The site asks for a yes before a visitor is known; the script tag says "${mode}". Nothing is kept.`,
        fix: 'Add data-consent="opt-in" to the script tag, and call scoreline.setConsent("granted") after a yes.',
      },
    ];
  }
  if (mode === "opt-in") {
    return [
      {
        code: "waits_for_consent",
        severity: "note",
        message: "Until a visitor agrees, their page views are answered but not kept.",
        fix: 'The consent banner has to call scoreline.setConsent("granted").',
      },
    ];
  }
  return hasStub
    ? []
    : [
        {
          code: "no_stub",
          severity: "note",
          message: "The snippet is the script tag alone: who leaves before it has arrived is not counted.",
          fix: "Take the snippet with the inline part, if that matters.",
        },
      ];
}
