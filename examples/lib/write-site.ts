import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { folderIn, pageContext, type Folders, type PageContent, type PageContext } from "./page-context.ts";
import type { SiteOptions } from "./site-options.ts";

/** All that a site is made of. */
export interface SitePlan<Page extends string, Language extends string, Texts> {
  site: SiteOptions;
  folders: Folders<Page, Language>;
  /** The words of each language, in one shape. */
  texts: Readonly<Record<Language, Texts>>;
  templates: Readonly<Record<Page, (context: PageContext<Page, Language, Texts>) => PageContent>>;
  layout(context: PageContext<Page, Language, Texts>, content: PageContent): string;
  /** Paths of files to copy as they are. */
  copies: readonly string[];
  /** Files that the build makes, by their name. */
  drawn: Readonly<Record<string, string>>;
}

/** Writes a site as static files into a folder. */
export async function writeSite<Page extends string, Language extends string, Texts>(
  outputFolder: string,
  { site, folders, texts, templates, layout, copies, drawn }: SitePlan<Page, Language, Texts>,
): Promise<void> {
  const write = async (name: string, text: string) => {
    const file = join(outputFolder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  await mkdir(outputFolder, { recursive: true });
  const pages = (Object.keys(texts) as Language[]).flatMap((language) =>
    (Object.keys(folders) as Page[]).map((page) => {
      const context = pageContext(page, language, { texts: texts[language], folders, site });
      const name = `${folderIn(language, folders[page][language])}index.html`;
      return write(name, layout(context, templates[page](context)));
    }),
  );
  await Promise.all([
    ...pages,
    ...copies.map((file) => copyFile(file, join(outputFolder, basename(file)))),
    ...Object.entries(drawn).map(([name, text]) => write(name, text)),
  ]);
}
