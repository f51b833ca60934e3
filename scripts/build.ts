/**
 * Builds everything the worker serves into `dist/assets`.
 *
 *     npx node scripts/build.ts          the SDK and the dashboard, as they are deployed
 *     npx node scripts/build.ts --demo   the demo sites too
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { buildCli } from "../cli/build.ts";
import { demoSites, type DemoName } from "../worker/demo-sites.ts";
import { run } from "./run.ts";

export const assets = "dist/assets";

/** Headers of static files. The SDK's hashed files never change; `/s.js` may, so it is asked for again every five minutes. */
const headers = `/s.js
  Cache-Control: public, max-age=300, stale-while-revalidate=86400
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  X-Content-Type-Options: nosniff

/s/*
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  X-Content-Type-Options: nosniff

HASHED
/dashboard/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Strict-Transport-Security: max-age=31536000
`;

/**
 * Headers of the demo sites that a folder holds: those below the root show that the SDK runs under as
 * strict a policy as there is. Not those that this build makes: it may replace a part of what is served.
 */
export const demoHeadersIn = (folder: string): string =>
  Object.values(demoSites)
    .filter(({ basePath }) => basePath !== "" && existsSync(folder + basePath))
    .map(
      ({ basePath }) => `
${basePath}/*
  Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'
  X-Content-Type-Options: nosniff
`,
    )
    .join("");

interface Manifest {
  [entry: string]: { path: string; integrity: string };
}

/** The SDK's files by entry, with their integrity hashes. */
export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(`${assets}/s/manifest.json`, "utf8")) as Manifest;
}

async function writeHeaders(): Promise<void> {
  const hashed = Object.values(await readManifest())
    .map(({ path }) => path)
    .filter((path) => /[-/][A-Za-z0-9_-]{8,}\.js$/.test(path))
    .map((path) => `${path}\n  Cache-Control: public, max-age=31536000, immutable\n`);
  await writeFile(`${assets}/_headers`, headers.replace("HASHED", hashed.join("\n")) + demoHeadersIn(assets));
}

/**
 * Builds the SDK and the dashboard, and the demo sites when asked.
 *
 * @param options `isClean` begins with an empty folder. Left out, what is there stays until it is
 *   written anew: a site that is being served from it goes on.
 */
export async function build(options: { withDemo: boolean; isClean?: boolean }): Promise<void> {
  if (options.isClean === true) await rm("dist", { recursive: true, force: true });
  await mkdir(assets, { recursive: true });
  await Promise.all([
    run("rollup", ["-c", "--silent"]),
    run("tsc", ["-p", "sdk/tsconfig.types.json"]),
    run("vite", ["build", "dashboard", "--logLevel", "warn"]),
    buildCli(),
    options.withDemo ? buildDemo() : undefined,
  ]);
  await writeHeaders();
}

/** The demo sites, each where it stands on the one host that they share. */
async function buildDemo(): Promise<void> {
  const [{ buildDealer }, { buildShop }, { buildSaas }] = await Promise.all([
    import("../examples/dealer/build.ts"),
    import("../examples/shop/build.ts"),
    import("../examples/saas/build.ts"),
  ]);
  const builders = { dealer: buildDealer, shop: buildShop, saas: buildSaas };
  await Promise.all(
    (Object.keys(builders) as DemoName[]).map((name) => {
      const { basePath, keys } = demoSites[name];
      return builders[name](assets + basePath, {
        siteKey: keys.write,
        scriptUrl: "/s.js",
        // Each site has its own; the demo's tokens are no secret.
        dashboardUrl: `/dashboard/#token=${keys.admin}`,
        basePath,
      });
    }),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await build({ withDemo: process.argv.includes("--demo") });
}
