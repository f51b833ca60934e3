import type { WireEvent } from "../../shared/wire.ts";

/** In JSON text: query parameters that are not of a campaign (click ids among them), and e-mail addresses. */
const identifiers = /(?<=[?&])(?!utm_)\w+=[^&#"\\]*&?|[^\s"/]+@[^\s"\\/]+/g;

/**
 * An event as it may leave before consent: without what an advertiser or an address book would know
 * the visitor by.
 *
 * @example withoutIdentifiers(event).context?.page.url; // "https://shop.test/cars?utm_source=mail"
 */
export const withoutIdentifiers = (event: WireEvent): WireEvent =>
  JSON.parse(JSON.stringify(event).replace(identifiers, "")) as WireEvent;
