import { gravity } from "./gravity.ts";
import type { Cause, Finding, KeptSighting, Light, SightingKind } from "../../shared/schema/setup.ts";
import type { Site } from "../../shared/schema/site.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";

/** What was refused longer ago than this is history. */
const causeMs = 7 * 24 * 60 * 60 * 1000;
const placesShown = 3;

/** One light of the setup page. The sightings come with the latest first. */
export function lightOf(sightings: readonly KeptSighting[], kind: SightingKind): Light {
  const own = sightings.filter((sighting) => sighting.kind === kind);
  const [latest] = own;
  if (latest === undefined) return { firstAtMs: null, lastAtMs: null, places: [] };
  return {
    firstAtMs: Math.min(...own.map(({ firstAtMs }) => firstAtMs)),
    lastAtMs: latest.lastAtMs,
    places: own.slice(0, placesShown).map(({ detail }) => detail),
  };
}

/** Why something of the site's pages was refused or not kept lately, and what to do: the gravest first, then the latest. */
export function causesOf(
  sightings: readonly KeptSighting[],
  site: Site,
  writeKey: string | null,
  nowMs: number,
): Cause[] {
  const hasPageViews = sightings.some(({ kind }) => kind === "page_view");
  return sightings
    .filter(({ lastAtMs }) => nowMs - lastAtMs < causeMs)
    .flatMap((sighting) => {
      const finding = findingOf(sighting, site, writeKey, hasPageViews);
      return finding === undefined ? [] : [{ ...finding, lastAtMs: sighting.lastAtMs }];
    })
    .sort((a, b) => gravity[a.severity] - gravity[b.severity]);
}

function findingOf(
  { kind, detail }: KeptSighting,
  site: Site,
  writeKey: string | null,
  hasPageViews: boolean,
): Finding | undefined {
  switch (kind) {
    case "script":
    case "page_view":
    case "identify":
      return undefined;
    case "foreign_origin":
      // The settings may have changed since.
      return isAllowedOrigin(site.origins, detail) ? undefined : foreignOrigin(detail);
    case "unknown_key": {
      const [origin, key] = detail.split(" ");
      return {
        code: "wrong_key",
        severity: "error",
        message: `A page of ${origin} uses the key ${key}, which nobody knows.`,
        fix:
          writeKey === null
            ? "Give its script tag this site's write key."
            : `Give its script tag data-site="${writeKey}".`,
      };
    }
    case "secret_key":
      return {
        code: "secret_on_page",
        severity: "error",
        message: `A page of ${detail} sends the secret key, which every visitor can read there.`,
        fix: "Put the write key in its place, and treat the secret key as known to everybody.",
      };
    case "no_consent":
      return noConsent(detail, hasPageViews);
    case "automated_browser":
      if (site.scoreTools === true) return undefined;
      return {
        code: "automated_browser",
        // Where people are counted, their tests may well not be.
        severity: hasPageViews ? "note" : "warning",
        message: `Not scored: an automated browser opened a page of ${detail}. It makes no lead.`,
        fix: "Open the page in a browser of your own. To have headless browsers and scripts scored, set scoreTools in the site's settings (PATCH /admin/v1/site).",
      };
    case "rejected_event":
      return {
        code: "rejected_event",
        severity: "warning",
        message: `Events are refused: ${detail}.`,
        fix: "Open a debug link on the page: the panel names each refused event, its field and the reason.",
      };
  }
}

function foreignOrigin(origin: string): Finding {
  return origin === "null"
    ? {
        code: "wrong_origin",
        severity: "error",
        message: "A page without an origin uses this site's key, and is refused.",
        fix: "A file opened from disk and a sandboxed frame have none. Serve the page over http.",
      }
    : {
        code: "wrong_origin",
        severity: "error",
        message: `${origin} is not one of the site's origins, so its events are refused.`,
        fix: "If it is yours, add it to the site's origins. If not, nothing of it is counted.",
        origin,
      };
}

const consentWords: Readonly<Record<string, readonly [message: string, fix: string]>> = {
  denied: [
    "Consent was denied: a visitor said no, and nothing of theirs is kept.",
    'That is as it should be. To try it out, say yes in the banner or call scoreline.setConsent("granted").',
  ],
  page: [
    "Consent is missing: a visitor has not said yes, or said no, and nothing of theirs is kept.",
    'After a yes the consent banner has to call scoreline.setConsent("granted").',
  ],
  signal: [
    "Consent was denied by the browser: it sends Global Privacy Control or Do Not Track.",
    "That is a no where the site asks for no consent of its own. Try another browser.",
  ],
  site: [
    "Consent is missing: the site asks for a yes, and the page's requests do not tell of one.",
    'Add data-consent="opt-in" to the script tag, and call scoreline.setConsent("granted") after a yes.',
  ],
};

function noConsent(reason: string, hasPageViews: boolean): Finding {
  const [message, fix] = consentWords[reason] ?? ["Nothing of a visitor was kept for want of consent.", ""];
  return {
    code: `no_consent_${reason}`,
    // Where others are counted, it is a visitor's right and no fault.
    severity: hasPageViews ? "note" : "warning",
    message,
    ...(fix !== "" && { fix }),
  };
}
