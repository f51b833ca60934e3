import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { drawCar } from "./car-drawing.ts";
import { carIds, cars } from "./cars.ts";
import { layout } from "./layout.ts";
import type { PageContent } from "../lib/page-context.ts";
import { siteOptions, type BuildOptions } from "../lib/site-options.ts";
import { carFile, pageContext, type PageContext } from "./page.ts";
import { careers } from "./pages/careers.ts";
import { contact } from "./pages/contact.ts";
import { directions } from "./pages/directions.ts";
import { finance } from "./pages/finance.ts";
import { home } from "./pages/home.ts";
import { model } from "./pages/model.ts";
import { models } from "./pages/models.ts";
import { privacy } from "./pages/privacy.ts";
import { thankYou } from "./pages/thank-you.ts";
import { folderOf, languages, pageIds, type PageId } from "./routes.ts";
import { en } from "./texts/en.ts";
import { tr } from "./texts/tr.ts";

const texts = { en, tr };

const templates: Readonly<Record<PageId, (context: PageContext) => PageContent>> = {
  home,
  models,
  aurora: (context) => model(context, "aurora"),
  boreal: (context) => model(context, "boreal"),
  cirrus: (context) => model(context, "cirrus"),
  finance,
  directions,
  careers,
  contact,
  thankYou,
  privacy,
};

/** Copied as they are. */
const plainFiles = ["style.css", "forms.js", "site.js", "icon.svg"];

/** Writes the dealer's site as static files into a folder. */
export async function buildDealer(outputFolder: string, options: BuildOptions): Promise<void> {
  const site = siteOptions(options);
  await mkdir(join(outputFolder, "cars"), { recursive: true });
  const here = dirname(fileURLToPath(import.meta.url));
  const copies = plainFiles.map((name) => copyFile(join(here, name), join(outputFolder, name)));
  const drawings = carIds.flatMap((id) =>
    cars[id].paints.map((paint) => writeFile(join(outputFolder, carFile(id, paint.id)), drawCar(id, paint))),
  );
  const pages = languages.flatMap((language) =>
    pageIds.map(async (page) => {
      const context = pageContext(page, language, texts[language], site);
      const folder = join(outputFolder, folderOf(page, language));
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "index.html"), layout(context, templates[page](context)));
    }),
  );
  await Promise.all([...copies, ...drawings, ...pages]);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2] ?? "dist/assets";
  await buildDealer(folder, { siteKey: "pub_demo_dealer", scriptUrl: "/s.js" });
  console.log(`The dealer's site is in ${folder}`);
}
