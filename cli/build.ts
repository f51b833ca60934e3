/**
 * Builds the command line into one file, `dist/cli/scoreline.mjs`.
 *
 *     npx node cli/build.ts
 */
import { chmod } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/**
 * Bundles the program with all it needs, for Node 20 and later.
 *
 * @param outfile Where it goes.
 */
export async function buildCli(outfile = "dist/cli/scoreline.mjs"): Promise<void> {
  await build({
    entryPoints: ["cli/scoreline.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // Packages that are CommonJS inside ask for require.
    banner: {
      js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    },
    legalComments: "eof",
    logLevel: "warning",
  });
  await chmod(outfile, 0o755);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildCli();
