import { cleanPath, emailInAddress, tokenInAddress } from "../../shared/clean-path.ts";
import { limits } from "../../shared/limits.ts";

/** Parameters that say which campaign brought the visitor, and the click ids of the advertising networks. All others may hold anything, so none of them leaves. */
const campaignParameter = /^(utm_\w+|\w*clk?id|[gw]braid|li_fat_id)$/;

/** What of a fragment is not the route of a hash router. */
const noRoute = /#(?!!?\/).*|\?.*/;

/**
 * Takes out of an address what may be personal: user and password, all query parameters but those of
 * campaigns, e-mail addresses and tokens in the path, and the fragment, unless it is the route of a
 * hash router. An address that cannot be read gives an empty text. The page's own address is given as
 * `location`, which has been read already.
 *
 * @example cleanUrl("https://shop.test/cars?utm_source=mail&q=jane#top"); // "https://shop.test/cars?utm_source=mail"
 */
export function cleanUrl(address: string | Location | HTMLAnchorElement): string {
  let url: URL | Location | HTMLAnchorElement;
  try {
    url = typeof address === "string" ? new URL(address) : address;
  } catch {
    return "";
  }
  let query = "";
  for (const [name, value] of url.search ? new URLSearchParams(url.search) : []) {
    if (!campaignParameter.test(name) || emailInAddress.test(value)) continue;
    // Click ids are tokens by nature; a token among the words of a campaign is not.
    if (name.startsWith("utm_") && tokenInAddress.test(value)) continue;
    query += (query ? "&" : "?") + new URLSearchParams({ [name]: value });
  }
  const route = url.hash && url.hash.replace(noRoute, "");
  return (url.origin + cleanPath(url.pathname) + query + cleanPath(route)).slice(0, limits.pathCharacters);
}
