import { access, appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * How long the SDK's files of an earlier release stay. A page may be open for days before it needs its
 * next part, a cached `/s.js` lives for one day, and a pinned script until somebody changes the page.
 */
const keptDays = 90;

/** Files that are kept, and until when: milliseconds since 1970. */
type Kept = Record<string, number>;

/** Files whose name says what is in them. */
const hashedFile = /^\/s\/([a-z]+-)?[A-Za-z0-9_-]{8,}\.js$/;

async function fetchJson(url: string): Promise<Record<string, unknown>> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new Error(`${url} cannot be reached; is SCORELINE_URL right?`, { cause: error });
  });
  if (response.status === 404) return {};
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  // What is no JSON is the page of something else: nothing was deployed there yet.
  return response.json().catch(() => ({})) as Promise<Record<string, unknown>>;
}

/** What the deployment has of the SDK: its own files, and those that it kept. */
async function liveFiles(url: string, nowMs: number): Promise<Kept> {
  const [manifest, kept] = await Promise.all([
    fetchJson(`${url}/s/manifest.json`),
    fetchJson(`${url}/s/earlier.json`),
  ]);
  const own = Object.values(manifest as Record<string, { path?: unknown }>).map(({ path }) => path);
  return {
    ...Object.fromEntries(Object.entries(kept as Kept).filter(([, untilMs]) => untilMs > nowMs)),
    ...Object.fromEntries(own.map((path) => [String(path), nowMs + keptDays * 86_400_000])),
  };
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Puts the SDK's files of earlier releases beside those of a new build. The platform serves what the last
 * deployment brought and nothing else: without this, pages that hold the script of the release before
 * could not fetch its other parts, and would lose forms and actions.
 *
 * @param url Address of the deployment.
 * @param assets Folder of the build, with its `_headers`.
 * @param nowMs Milliseconds since 1970.
 * @returns Paths of the files that were kept.
 * @throws {Error} When the deployment cannot be asked.
 * @example await keepEarlierReleases("https://scoreline.example.com", "dist/assets", Date.now());
 */
export async function keepEarlierReleases(url: string, assets: string, nowMs: number): Promise<string[]> {
  const base = url.replace(/\/$/, "");
  const kept: Kept = {};
  for (const [path, untilMs] of Object.entries(await liveFiles(base, nowMs))) {
    const file = join(assets, path);
    if (!hashedFile.test(path) || (await isThere(file))) continue;
    const response = await fetch(base + path);
    if (!response.ok) continue;
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    kept[path] = untilMs;
  }
  await writeFile(join(assets, "s", "earlier.json"), `${JSON.stringify(kept, null, 2)}\n`);
  const paths = Object.keys(kept);
  const lines = paths.map((path) => `${path}\n  Cache-Control: public, max-age=31536000, immutable\n`);
  await appendFile(join(assets, "_headers"), lines.join("\n"));
  return paths;
}
