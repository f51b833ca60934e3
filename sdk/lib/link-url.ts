import type { cleanUrl } from "./clean-url.ts";

/**
 * Where a link leads, without what may be personal: of one that leads to no page (a telephone number, an
 * address for mail) only its protocol. Of what is no link nothing.
 *
 * @param clean The `cleanUrl` of the script; what is loaded after it does not bring its own.
 * @example linkUrl(link, cleanUrl); // "https://shop.test/cars", or "tel:"
 */
export const linkUrl = (link: HTMLAnchorElement, clean: typeof cleanUrl): string =>
  link.host ? clean(link) : link.protocol;
