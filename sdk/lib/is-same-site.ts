/**
 * Whether a host belongs to the site of the page: it is the same one, or a part of it.
 *
 * @example isSameSite("help.shop.test"); // true on www.shop.test
 */
export const isSameSite = (host: string): boolean =>
  `.${host}`.endsWith("." + location.hostname.replace(/^www\./, ""));
