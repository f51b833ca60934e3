import { join, resolve } from "node:path";
import { siteOptions, type BuildOptions } from "../lib/site-options.ts";
import { writeSite } from "../lib/write-site.ts";
import { drawLamp } from "./lamp-drawing.ts";
import { lampIds, type LampId } from "./lamps.ts";
import { layout } from "./layout.ts";
import type { Template } from "./page.ts";
import { business } from "./pages/business.ts";
import { cart } from "./pages/cart.ts";
import { checkout } from "./pages/checkout.ts";
import { home } from "./pages/home.ts";
import { privacy } from "./pages/privacy.ts";
import { product } from "./pages/product.ts";
import { products } from "./pages/products.ts";
import { thankYou } from "./pages/thank-you.ts";
import { folders } from "./routes.ts";
import { en } from "./texts/en.ts";
import { pl } from "./texts/pl.ts";

const lampTemplates = Object.fromEntries(
  lampIds.map((id): [LampId, Template] => [id, (context) => product(context, id)]),
) as Record<LampId, Template>;

const ownFiles = ["style.css", "icon.svg", "client/cart.js", "client/data-layer.js", "client/shop.js"];

/** Writes the shop as static files into a folder. */
export async function buildShop(outputFolder: string, options: BuildOptions): Promise<void> {
  await writeSite(outputFolder, {
    site: siteOptions(options),
    folders,
    texts: { en, pl },
    templates: { home, products, cart, checkout, thankYou, business, privacy, ...lampTemplates },
    layout,
    copies: [...ownFiles, "../lib/forms.js"].map((name) => join(import.meta.dirname, name)),
    drawn: Object.assign({}, ...lampIds.map(drawLamp)) as Record<string, string>,
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const folder = process.argv[2] ?? "dist/assets/shop";
  await buildShop(folder, { siteKey: "pub_demo_shop", scriptUrl: "/s.js", basePath: "/shop" });
  console.log(`The shop is in ${folder}`);
}
