/**
 * Deploys the worker to Cloudflare: builds it as it is served (no demo site), makes sure that its
 * secrets are there, and hands over to wrangler. Needs `npx wrangler login` once, or
 * CLOUDFLARE_API_TOKEN.
 *
 *     npm run deploy               deploys
 *     SCORELINE_URL=https://... npm run deploy
 *                                  deploys again; the script of the release before goes on
 *     npm run deploy -- --dry-run  builds and bundles, and sends nothing
 */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { assets, build } from "./build.ts";
import { keepEarlierReleases } from "./earlier-releases.ts";
import { run } from "./run.ts";

const wrangler = join("node_modules", ".bin", "wrangler");
const isDryRun = process.argv.includes("--dry-run");

/** What has to be secret, and what each is for. Made here, 256 random bits each. */
const secrets = {
  SCORELINE_SECRET: "signs visitor ids and seals what is stored; changing it makes every visitor new",
  SCORELINE_ROOT_TOKEN: "creates sites: keep it where you keep your other keys, it is shown this once",
};

function existingSecrets(): Set<string> {
  const { status, stdout } = spawnSync(wrangler, ["secret", "list", "--format", "json"], {
    encoding: "utf8",
  });
  // Before the first deployment there is no worker to have secrets.
  if (status !== 0) return new Set();
  return new Set((JSON.parse(stdout) as { name: string }[]).map(({ name }) => name));
}

await build({ withDemo: false, isClean: true });
const url = process.env["SCORELINE_URL"];
if (url === undefined || url === "")
  console.log(
    "SCORELINE_URL is not set. If this replaces a deployment, set it to its address: else pages that hold the script of the release before cannot fetch its other parts.",
  );
else {
  const kept = await keepEarlierReleases(url, assets, Date.now());
  console.log(`${kept.length} files of earlier releases stay.`);
}
await run("wrangler", ["deploy", ...process.argv.slice(2)]);
if (!isDryRun) {
  const existing = existingSecrets();
  for (const [name, purpose] of Object.entries(secrets)) {
    if (existing.has(name)) continue;
    const value = randomBytes(32).toString("base64url");
    const { status } = spawnSync(wrangler, ["secret", "put", name], {
      input: value,
      stdio: ["pipe", "inherit", "inherit"],
    });
    if (status !== 0) {
      console.error(`${name} could not be set: ${purpose}. Set it with: npx wrangler secret put ${name}`);
      process.exit(1);
    }
    console.log(`${name} is set: ${purpose}.`);
    if (name === "SCORELINE_ROOT_TOKEN") console.log(`\n  SCORELINE_ROOT_TOKEN=${value}\n`);
  }
  console.log(`Create your first site:

  SCORELINE_URL=https://<your worker> SCORELINE_ROOT_TOKEN=... npm run site -- my-site https://www.example.com`);
}
