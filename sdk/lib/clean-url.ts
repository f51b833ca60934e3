import { limits } from "../../shared/limits.ts";

/** Parameters that say which campaign brought the visitor, and the click ids of the advertising networks. All others may hold anything, so none of them leaves. */
const campaignParameter = /^(utm_\w+|\w*clk?id|[gw]braid|li_fat_id)$/;

const email = /[^/\s]+(@|%40)[^/\s]+\.\w+/i;

/** Letters and digits mixed, 24 or more without a break, or the head of a JSON web token: no slug is written like that. */
const token = /^eyJ|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{24}/i;

/** Everything of a path that names a person or opens a door is replaced by a star. */
const cleanPath = (path: string): string =>
  path
    .split("/")
    .map((segment) => (email.test(segment) || token.test(segment) ? "*" : segment))
    .join("/");

/** An address that may leave the browser. */
export interface CleanUrl {
  /** Origin, path and campaign parameters. */
  url: string;
  /** Path, with the route of a hash router (`#/prices`) appended. */
  path: string;
}

/**
 * Takes out of an address what may be personal: user and password, fragment, all query parameters
 * but those of campaigns, and e-mail addresses and tokens in the path. An address that cannot be
 * read gives two empty texts.
 *
 * @example cleanUrl("https://shop.test/cars?utm_source=mail&q=jane#top"); // { url: "https://shop.test/cars?utm_source=mail", path: "/cars" }
 */
export function cleanUrl(address: string): CleanUrl {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return { url: "", path: "" };
  }
  const kept = new URLSearchParams();
  for (const [name, value] of url.searchParams) {
    if (!campaignParameter.test(name) || email.test(value)) continue;
    // Click ids are tokens by nature; a token among the words of a campaign is not.
    if (name.startsWith("utm_") && token.test(value)) continue;
    kept.append(name, value);
  }
  const query = String(kept);
  const route = /^#!?(\/[^?]*)/.exec(url.hash)?.[1] ?? "";
  const path = cleanPath(url.pathname);
  return {
    url: (url.origin + path + (query && "?" + query)).slice(0, limits.textCharacters),
    path: (route ? path.replace(/\/$/, "") + cleanPath(route) : path).slice(0, limits.pathCharacters),
  };
}
