import { build } from "esbuild";

/** The packages that programs import, themselves or by a file of theirs: by name, without Node's and Cloudflare's own. */
export async function importedPackages(...entryPoints: string[]): Promise<string[]> {
  const { metafile } = await build({
    entryPoints,
    bundle: true,
    packages: "external",
    format: "esm",
    outdir: "nowhere",
    write: false,
    metafile: true,
    loader: { ".svg": "empty", ".css": "empty" },
    logLevel: "error",
  });
  const paths = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const names = paths.flatMap((path) =>
    /^(node|cloudflare):/.test(path) ? [] : [/^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path],
  );
  return [...new Set(names)].sort();
}
