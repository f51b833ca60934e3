import { limits } from "../../shared/limits.ts";
import type { WirePage } from "../../shared/wire.ts";
import { cleanUrl } from "./clean-url.ts";

/**
 * The page the visitor is on, ready to be sent.
 *
 * @param referrer Address of the page before; after a navigation without a load the document does not know it.
 * @example currentPage(document.referrer); // { url: "https://shop.test/cars", title: "Cars" }
 */
export function currentPage(referrer: string): WirePage {
  return {
    url: cleanUrl(location),
    // A form that is named "title" is there instead.
    title: String((document as { title: unknown }).title).slice(0, limits.textCharacters),
    // Most often there is none, and an address that cannot be read costs an exception.
    referrer: referrer ? cleanUrl(referrer) : undefined,
  };
}
