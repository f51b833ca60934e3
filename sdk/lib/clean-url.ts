import { cleanPath, emailInAddress, tokenInAddress } from "../../shared/clean-path.ts";
import { limits } from "../../shared/limits.ts";

/** Parameters that say which campaign brought the visitor, and the click ids of the advertising networks. All others may hold anything, so none of them leaves. */
const campaignParameter = /^(utm_\w+|\w*clk?id|[gw]braid|li_fat_id)$/;

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
 * read gives two empty texts. The page's own address is given as `location`, which has been read already.
 *
 * @example cleanUrl("https://shop.test/cars?utm_source=mail&q=jane#top"); // { url: "https://shop.test/cars?utm_source=mail", path: "/cars" }
 */
export function cleanUrl(address: string | Location): CleanUrl {
  let url: URL | Location;
  try {
    url = typeof address === "string" ? new URL(address) : address;
  } catch {
    return { url: "", path: "" };
  }
  let query = "";
  for (const [name, value] of url.search ? new URLSearchParams(url.search) : []) {
    if (!campaignParameter.test(name) || emailInAddress.test(value)) continue;
    // Click ids are tokens by nature; a token among the words of a campaign is not.
    if (name.startsWith("utm_") && tokenInAddress.test(value)) continue;
    query += (query ? "&" : "?") + new URLSearchParams({ [name]: value });
  }
  const route = (url.hash && /^#!?(\/[^?]*)/.exec(url.hash)?.[1]) || "";
  const path = cleanPath(url.pathname);
  return {
    url: (url.origin + path + query).slice(0, limits.textCharacters),
    path: (route ? path.replace(/\/$/, "") + cleanPath(route) : path).slice(0, limits.pathCharacters),
  };
}
