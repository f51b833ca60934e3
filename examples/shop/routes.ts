import type { Folders } from "../lib/page-context.ts";
import { lampIds, type LampId } from "./lamps.ts";

/** The languages of the shop; the first is the one at the root. */
export type Language = "en" | "pl";
export type Page = "home" | "products" | "cart" | "checkout" | "thankYou" | "business" | "privacy" | LampId;

const lampFolders = Object.fromEntries(
  lampIds.map((id) => [id, { en: `products/${id}/`, pl: `produkty/${id}/` }]),
) as Folders<LampId, Language>;

/** Where every page stands. */
export const folders: Folders<Page, Language> = {
  home: { en: "", pl: "" },
  products: { en: "products/", pl: "produkty/" },
  cart: { en: "cart/", pl: "koszyk/" },
  checkout: { en: "checkout/", pl: "zamowienie/" },
  thankYou: { en: "thank-you/", pl: "dziekujemy/" },
  business: { en: "business/", pl: "dla-firm/" },
  privacy: { en: "privacy/", pl: "prywatnosc/" },
  ...lampFolders,
};
