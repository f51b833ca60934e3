import { join, resolve } from "node:path";
import { siteOptions, type BuildOptions } from "../lib/site-options.ts";
import { writeSite } from "../lib/write-site.ts";
import { layout } from "./layout.ts";
import { app } from "./pages/app.ts";
import { article } from "./pages/article.ts";
import { demo } from "./pages/demo.ts";
import { guide } from "./pages/guide.ts";
import { home } from "./pages/home.ts";
import { login } from "./pages/login.ts";
import { pricing } from "./pages/pricing.ts";
import { privacy } from "./pages/privacy.ts";
import { thankYou } from "./pages/thank-you.ts";
import { trial } from "./pages/trial.ts";
import { folders } from "./routes.ts";
import { planningSheet, sheetFile } from "./sheet.ts";
import { en } from "./texts/en.ts";
import { ro } from "./texts/ro.ts";

const ownFiles = ["style.css", "icon.svg", "client/account.js", "client/saas.js"];

/** Writes the site as static files into a folder. */
export async function buildSaas(outputFolder: string, options: BuildOptions): Promise<void> {
  await writeSite(outputFolder, {
    site: siteOptions(options),
    folders,
    texts: { en, ro },
    templates: {
      home,
      pricing,
      start: (context) => article(context, "start"),
      rules: (context) => article(context, "rules"),
      publish: (context) => article(context, "publish"),
      guide,
      demo,
      trial,
      login,
      app,
      thankYou,
      privacy,
    },
    layout,
    copies: [...ownFiles, "../lib/forms.js"].map((name) => join(import.meta.dirname, name)),
    drawn: { [sheetFile("en")]: planningSheet(en), [sheetFile("ro")]: planningSheet(ro) },
  });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const folder = process.argv[2] ?? "dist/assets/saas";
  await buildSaas(folder, { siteKey: "pub_demo_saas", scriptUrl: "/s.js", basePath: "/saas" });
  console.log(`The SaaS site is in ${folder}`);
}
