import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { demoSites } from "../../worker/demo-sites.ts";
import { launchBrowser } from "../support/browser.ts";
import { House } from "./support/house.ts";
import { snippet } from "./support/snippet.ts";

const { keys, id: site } = demoSites.dealer;
const email = "jane.proved@example.com";

let house: House;
let browser: Browser;
let server: Server;
let origin: string;

/** The site: a page with the script and the guide's snippet, and the address that hands out proofs. */
function serve(secret: string): Server {
  const code = snippet("identity.md", "// prove-login.js", {
    "https://YOUR-HOST": house.url,
    "YOUR-WRITE-KEY": keys.write,
  });
  const html = `<!doctype html><title>Account</title>
    <script async src="${house.url}/s.js" data-site="${keys.write}"></script><script>${code}</script>`;
  const proofFor = (anonymousId: string) =>
    new SignJWT({ email, anonymousId })
      .setProtectedHeader({ alg: "HS256" })
      .setAudience(site)
      .setSubject("4711")
      .setExpirationTime("10m")
      .sign(new TextEncoder().encode(secret));
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname !== "/scoreline-proof")
      return void response.setHeader("content-type", "text/html").end(html);
    proofFor(searchParams.get("anonymousId") ?? "").then(
      (proof) => response.end(proof),
      () => response.destroy(),
    );
  });
}

beforeAll(async () => {
  [house, browser] = await Promise.all([House.open("dealer"), launchBrowser()]);
  server = serve((await house.admin("/proof-secret")).secret);
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser.close();
  await house.close();
  server.close();
});

it("a login is proved by the snippet of the guide, and what the script reports after it is that person's", async () => {
  const page = await (await browser.newContext()).newPage();
  const visitor = () => page.evaluate(() => JSON.parse(localStorage.getItem("scoreline") ?? "{}").visitor);
  await page.goto(`${origin}/account`);
  await expect.poll(visitor).toMatch(/\./);
  const before = await visitor();

  await page.evaluate("proveLogin('4711')");
  expect(await visitor()).not.toBe(before);
  const proved = await house.lead(email, (lead) => lead.proved.length > 0);
  expect(proved).toMatchObject({ id: String(await visitor()).split(".")[0] });

  await page.evaluate("scoreline.track('calculate_finance')");
  const lead = await house.lead(email, ({ total }) => total === proved.total + 10);
  expect(lead.id).toBe(proved.id);
});
