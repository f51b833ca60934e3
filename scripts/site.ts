/**
 * Makes a site, and says what its web developer needs: the snippet, the keys and the dashboard.
 *
 *     npm run site -- my-site https://www.example.com https://shop.example.com --pack saas --name "My site"
 *
 * It is made in the worker that `npm start` runs, found by PORT (8787) and STATE_DIR (`.scoreline`);
 * with SCORELINE_URL and SCORELINE_ROOT_TOKEN in the deployment at that address.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { rootTokenFile } from "./server.ts";

const usage = `Usage: npm run site -- <id> <origin> [<origin> ...] [--pack dealer|ecommerce|saas|b2b] [--name "My site"]

  <id>      names the site: 2 to 40 characters of a-z, 0-9 and -, a letter first
  <origin>  where its pages are, as the browser says it: http://localhost:3000, https://www.example.com
  --pack    the model to begin with (dealer when left out); it can be changed at any time`;

/** Says what is wrong and ends. */
function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function readCall() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { pack: { type: "string", default: "dealer" }, name: { type: "string" } },
    });
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${usage}`);
  }
}

/** The token that makes sites: that of the deployment, or the one that `npm start` has left. */
function rootToken(): string {
  const given = process.env["SCORELINE_ROOT_TOKEN"];
  if (given !== undefined && given !== "") return given;
  if (process.env["SCORELINE_URL"] !== undefined)
    return fail(
      "SCORELINE_ROOT_TOKEN is not set: `npm run deploy` printed it when it first deployed. Lost? Set another: npx wrangler secret put SCORELINE_ROOT_TOKEN",
    );
  const stateFolder = process.env["STATE_DIR"] ?? ".scoreline";
  try {
    return readFileSync(join(stateFolder, rootTokenFile), "utf8");
  } catch {
    return fail(
      `${stateFolder} holds no worker's state. Run \`npm start\` in another terminal first, with the same STATE_DIR.`,
    );
  }
}

const { values, positionals } = readCall();
const [id, ...given] = positionals;
if (id === undefined || given.length === 0) fail(usage);
// What is copied from a browser's address bar has a path: the origin is all before it.
const origins = given.map((text) =>
  /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) ? new URL(text).origin : text,
);
const url = (process.env["SCORELINE_URL"] ?? `http://127.0.0.1:${process.env["PORT"] ?? 8787}`).replace(
  /\/+$/,
  "",
);

const answer = await fetch(`${url}/admin/v1/sites`, {
  method: "POST",
  headers: { authorization: `Bearer ${rootToken()}`, "content-type": "application/json" },
  body: JSON.stringify({ id, name: values.name ?? id, origins, pack: values.pack }),
}).catch(() => fail(`Nothing answers at ${url}. Is it running (npm start), and on this port (PORT=...)?`));
const body = (await answer.json()) as Record<"writeKey" | "secretKey" | "adminToken", string> & {
  error?: { message: string };
};
if (!answer.ok) fail(`${id} was not made: ${body.error?.message ?? `status ${answer.status}`}`);

console.log(`
The site ${id} is made, for pages of ${origins.join(", ")}.

1. Into the <head> of its pages:

   <script async src="${url}/s.js" data-site="${body.writeKey}"></script>

2. Open one of them, and watch the dashboard's setup page turn green:

   ${url}/dashboard/#token=${body.adminToken}&screen=setup

3. Keep these two; they are shown this once:

   secret key   ${body.secretKey}   for your servers
   admin token  ${body.adminToken}   for the dashboard and /admin/v1
`);
