import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepEarlierReleases } from "../../scripts/earlier-releases.ts";

const dayMs = 86_400_000;
let assets: string;
/** What the deployment serves, by path; anything else is 404. */
let live: Record<string, string>;
const server = createServer(({ url = "" }, response) => {
  const body = live[url];
  response.writeHead(body === undefined ? 404 : 200).end(body ?? "not found");
});
let url: string;

beforeEach(async () => {
  assets = await mkdtemp(join(tmpdir(), "scoreline-assets-"));
  await mkdir(join(assets, "s"));
  await writeFile(join(assets, "_headers"), "/s.js\n  X: y\n");
  live = {};
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
});
afterEach(async () => {
  server.close();
  await rm(assets, { recursive: true });
});

/** Builds a release whose files bear a hash, deploys it, and keeps what was live. */
async function release(hash: string, nowMs: number): Promise<string[]> {
  await rm(join(assets, "s"), { recursive: true });
  await mkdir(join(assets, "s"));
  await writeFile(join(assets, `s/capture-${hash}.js`), `capture ${hash}`);
  await writeFile(join(assets, "s/stub.js"), "stub");
  const manifest = { capture: { path: `/s/capture-${hash}.js` }, stub: { path: "/s/stub.js" } };
  await writeFile(join(assets, "s/manifest.json"), JSON.stringify(manifest));
  const kept = await keepEarlierReleases(url, assets, nowMs);
  live = {};
  for (const name of await readdir(join(assets, "s")))
    live[`/s/${name}`] = await readFile(join(assets, "s", name), "utf8");
  return kept;
}

it("keeps the files of earlier releases for ninety days, and no longer", async () => {
  expect(await release("aaaaaaaaaa", 0)).toEqual([]);
  expect(await release("bbbbbbbbbb", dayMs)).toEqual(["/s/capture-aaaaaaaaaa.js"]);
  expect(live["/s/capture-aaaaaaaaaa.js"]).toBe("capture aaaaaaaaaa");
  expect(await readFile(join(assets, "_headers"), "utf8")).toMatch(
    /\/s\/capture-aaaaaaaaaa\.js\n {2}Cache-Control: .*immutable/,
  );
  expect((await release("cccccccccc", 91 * dayMs - 1)).toSorted()).toEqual([
    "/s/capture-aaaaaaaaaa.js",
    "/s/capture-bbbbbbbbbb.js",
  ]);
  expect(await release("dddddddddd", 91 * dayMs)).not.toContain("/s/capture-aaaaaaaaaa.js");
});

it("leaves what the new build has itself, and writes nothing but the SDK's files", async () => {
  await release("aaaaaaaaaa", 0);
  live["/s/manifest.json"] = JSON.stringify({
    capture: { path: "/s/capture-aaaaaaaaaa.js" },
    evil: { path: "/../../evil-aaaaaaaaaa.js" },
  });
  live["/../../evil-aaaaaaaaaa.js"] = live["/evil-aaaaaaaaaa.js"] = "evil";
  expect(await release("aaaaaaaaaa", 1)).toEqual([]);
});

it("says when the deployment cannot be asked", async () => {
  await expect(keepEarlierReleases("http://127.0.0.1:9", assets, 0)).rejects.toThrow(
    "is SCORELINE_URL right?",
  );
});
