/**
 * Reads the forms of saved real pages in Chromium, and tells how well: precision and recall of the
 * traits, and how many secrets left their page.
 *
 *     npm run bench:forms -- <folder>            the built SDK; see data-folder.ts for the folder
 *     npm run bench:forms -- <folder> --reader   only the reader, straight from its sources
 *     npm run bench:forms -- <folder> --verbose  each miss and each wrong hit
 *     npm run bench:forms -- <folder> --json     for machines
 */
import { join } from "node:path";
import { launchBrowser } from "../../support/browser.ts";
import { startEndpoint } from "../../sdk/support/endpoint.ts";
import { departureFromReader, departureFromScript } from "./departures.ts";
import { savedPages } from "./pages.ts";
import { kinds, scorePage, type Kind, type Tally } from "./score.ts";

const flags = process.argv.filter((word) => word.startsWith("--"));
const data = process.env["SCORELINE_DATA"] ?? "../shared/data";
const folder =
  process.argv.slice(2).find((word) => !word.startsWith("--")) ??
  process.env["FORM_PAGES_DIR"] ??
  join(data, "forms");

const halves = ["development", "held out"] as const;
const emptyHalf = () => ({
  pages: 0,
  secrets: 0,
  leaked: 0,
  traits: Object.fromEntries(kinds.map((kind) => [kind, { found: 0, wrong: 0, missed: 0 }])) as Record<
    Kind,
    Tally
  >,
});
const report = { development: emptyHalf(), "held out": emptyHalf() };

const [browser, endpoint] = await Promise.all([launchBrowser("whole"), startEndpoint()]);
const depart = flags.includes("--reader")
  ? await departureFromReader(browser, endpoint)
  : departureFromScript(browser, endpoint);
try {
  for (const page of savedPages(folder)) {
    const { fields, ...departure } = await depart(page);
    const { tallies, leaks, remarks } = scorePage(fields, departure);
    const half = report[page.half];
    half.pages += 1;
    half.secrets += fields.filter(({ isSecret }) => isSecret).length;
    half.leaked += leaks.length;
    for (const kind of kinds) {
      for (const count of ["found", "wrong", "missed"] as const)
        half.traits[kind][count] += tallies[kind][count];
    }
    if (flags.includes("--verbose"))
      for (const remark of remarks) console.error(`${page.half.slice(0, 4)} ${page.name}: ${remark}`);
  }
} finally {
  await browser.close();
  await endpoint.close();
}

const share = (part: number, rest: number) => (part + rest ? part / (part + rest) : 1);
if (flags.includes("--json")) console.log(JSON.stringify(report));
else {
  for (const half of halves) {
    const { pages, secrets, leaked, traits } = report[half];
    console.log(`${half}: ${pages} pages, ${leaked} of ${secrets} secrets left`);
    for (const kind of kinds) {
      const { found, wrong, missed } = traits[kind];
      const figures = [share(found, wrong), share(found, missed)].map((figure) => figure.toFixed(3));
      console.log(
        `  ${kind.padEnd(10)} precision ${figures[0]}  recall ${figures[1]}  found ${found}, wrong ${wrong}, missed ${missed}`,
      );
    }
  }
}
if (halves.some((half) => report[half].leaked)) process.exitCode = 1;
