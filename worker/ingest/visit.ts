import type { Site } from "../../shared/schema/site.ts";
import type { VisitContext } from "../../shared/schema/event.ts";
import { withClientHints } from "./device.ts";
import { attributionOf, type Landing } from "./landing.ts";
import { readUserAgent, unscoredBot } from "./user-agent.ts";

/**
 * Language of the visitor: what the page says, else the browser's first choice.
 *
 * @returns A language tag, or undefined.
 */
export function localeOf(told: unknown, headers: Headers): string | undefined {
  const candidate =
    typeof told === "string" && told !== "" ? told : headers.get("accept-language")?.split(/[,;]/)[0];
  return candidate !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i.test(candidate.trim())
    ? candidate.trim()
    : undefined;
}

/**
 * What the edge finds out about a browser's request: nothing of it is told by the page's own code but the addresses.
 *
 * @param cf What the platform knows of the connection, when it is the visitor's own.
 */
export function visitOf(
  headers: Headers,
  site: Site,
  landing: Landing,
  locale: string | undefined,
  cf?: IncomingRequestCfProperties,
): VisitContext {
  const { device } = readUserAgent(headers.get("user-agent"));
  const bot = unscoredBot(headers, site);
  // Without this header the request did not come through the network, and its place is a placeholder.
  const place = headers.has("cf-ray") ? cf : undefined;
  const geo = {
    ...(typeof place?.country === "string" && { country: place.country }),
    ...(typeof place?.region === "string" && { region: place.region }),
    ...(typeof place?.city === "string" && { city: place.city }),
    ...(typeof place?.timezone === "string" && { timezone: place.timezone }),
  };
  return {
    ...(locale !== undefined && { locale }),
    ...(Object.keys(geo).length > 0 && { geo }),
    device: withClientHints(device, headers),
    ...attributionOf(landing, site.origins),
    ...(headers.get("sec-gpc") === "1" && { gpc: true as const }),
    ...(bot !== undefined && { bot }),
  };
}
