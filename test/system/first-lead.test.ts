import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../../scripts/server.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually, House } from "./support/house.ts";
import { snippet } from "./support/snippet.ts";

/** A person's: what a headless browser does is not scored. */
const userAgent =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

let house: House;
let browser: Browser;
let dashboard: Page;
let server: Server;
let origin: string;
let html = "";
/** Of the site's dashboard, with its first token. */
let address: string;
const programs: ChildProcess[] = [];

beforeAll(async () => {
  server = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  [house, browser] = await Promise.all([House.open(), launchBrowser()]);
});
afterAll(async () => {
  for (const program of programs) program.kill();
  await browser.close();
  await house.close();
  server.close();
});

function makeSite(...args: string[]) {
  return spawnSync(process.execPath, ["scripts/site.ts", ...args], {
    encoding: "utf8",
    env: { ...process.env, PORT: String(house.port), STATE_DIR: house.stateFolder },
  });
}

interface Program {
  /** What it has printed so far. */
  printed: () => string;
  end: () => void;
}

/** Starts a program that goes on. */
function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Program {
  const program = spawn(process.execPath, args, { env: { ...process.env, ...environment } });
  programs.push(program);
  let printed = "";
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  return { printed: () => printed, end: () => program.kill() };
}

const printing = ({ printed }: Program, text: string) => eventually(async () => printed().includes(text));

it("comes to a first lead as the README says: a site by one command, a snippet, a page, a form", async () => {
  const { stdout, stderr, status } = makeSite("my-site", `${origin}/index.html`, "--name", "North Cars");
  expect([status, stderr]).toEqual([0, ""]);
  const [tag = ""] = /<script .*<\/script>/.exec(stdout) ?? [];
  [address = ""] = /http\S+#token=\S+/.exec(stdout) ?? [];
  html = snippet("../README.md", "<!-- the snippet -->", { "<!-- the snippet -->": tag });

  dashboard = await (await browser.newContext()).newPage();
  await dashboard.goto(address);
  await dashboard.getByText("North Cars").first().waitFor();
  // The address leads to the setup page at once.
  await dashboard.getByRole("heading", { name: "Waiting for the first request" }).waitFor();
  expect(await dashboard.locator(".snippet-text").innerText()).toBe(tag);

  const page = await (await browser.newContext({ userAgent })).newPage();
  await page.goto(origin);
  await dashboard.locator(".light.is-seen", { hasText: "First page view" }).waitFor();
  await page.getByPlaceholder("Name").fill("Deniz Kaya");
  await page.getByPlaceholder("E-mail").fill("deniz@example.com");
  await page.getByRole("button").click();
  await dashboard.getByRole("heading", { name: "Everything arrives" }).waitFor();
  await page.getByRole("link").click();

  await dashboard.getByRole("link", { name: "Leads" }).click();
  const lead = dashboard.getByRole("row").filter({ hasText: "Deniz Kaya" });
  await lead.getByText("MQL").waitFor();
  expect(await lead.textContent()).toContain("30");
});

it("hands that lead to the example's receiver and to a HubSpot that is played, as both print it", async () => {
  const [receiverPort, crmPort] = [await freePort(), await freePort()];
  await dashboard.getByRole("link", { name: "Destinations" }).click();
  await dashboard.getByRole("button", { name: "Add a destination" }).first().click();
  await dashboard.getByLabel("Address", { exact: true }).fill(`http://127.0.0.1:${receiverPort}/hook`);
  await dashboard.getByRole("button", { name: "Add destination" }).click();
  const secret = dashboard.getByText(/^whsec_/);
  await secret.waitFor();
  const SECRET = (await secret.textContent()) ?? "";
  const receive = () => start(["examples/webhook-receiver.mjs", String(receiverPort)], { SECRET });
  const receiver = receive();
  await printing(receiver, "Listening");

  const crm = start(["test/fakes/play.ts", "hubspot", String(crmPort)]);
  await printing(crm, "Ctrl-C");
  await dashboard.getByRole("button", { name: "Add a destination" }).first().click();
  await dashboard.getByRole("button", { name: "HubSpot" }).click();
  const lines = [...crm.printed().matchAll(/^ {2}(\S.*?) {2,}(\S+)$/gm)];
  expect(lines.map(([, label]) => label)).toEqual([
    "Access token",
    "Score",
    "Stage",
    "Reasons",
    "Address of the API",
  ]);
  for (const [, label = "", value = ""] of lines) {
    await dashboard.getByLabel(new RegExp(`^${label}( \\(optional\\))?$`)).fill(value);
  }
  await dashboard.getByRole("button", { name: "Add destination" }).click();

  const tests = dashboard.getByRole("button", { name: "Send a test" });
  await tests.nth(1).waitFor();
  for (const index of [0, 1]) {
    await tests.nth(index).click();
    await dashboard.getByText("The test arrived.").nth(index).waitFor();
  }
  await printing(receiver, "A test: ");
  await printing(crm, "POST /crm/v3/objects/contacts -> 201");

  // The receiver is down when the lead is sent, and up again before the next try is due.
  receiver.end();
  await dashboard.getByRole("button", { name: "Send now" }).click();
  const down = dashboard.getByRole("row").filter({ hasText: "On the way" });
  await down.locator(".column-tries", { hasText: "2" }).waitFor();
  const again = receive();
  await printing(again, "Listening");
  await down.getByRole("button", { name: "Try now" }).click();
  await printing(again, "\nDeniz Kaya <deniz@example.com>, mql with 30 points, asks about Aurora");
  await printing(crm, '"email":"deniz@example.com"');
  expect(crm.printed()).not.toContain("against the documentation");
});

it('tells a reader with the scope "read" that they can look and not change, before they try', async () => {
  const [adminToken = ""] = /adm_[\w-]+/.exec(address) ?? [];
  const { body } = await house.call("/admin/v1/tokens", {
    method: "POST",
    headers: { authorization: `Bearer ${adminToken}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Reader", scopes: ["read"] }),
  });
  const reader = await (await browser.newContext()).newPage();
  await reader.goto(`${house.url}/dashboard/#token=${body.token}`);
  for (const name of ["Destinations", "Sources", "Outcomes"]) {
    await reader.getByRole("link", { name }).click();
    await reader.getByRole("heading", { name, level: 1 }).waitFor();
    await reader.getByText("You can look, and change nothing here").waitFor();
  }
  expect(await dashboard.getByText("You can look, and change nothing here").count()).toBe(0);
});

it("says what is wrong with a site that cannot be made", () => {
  expect(makeSite("my-site", origin)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("there is a site my-site already"),
  });
  expect(makeSite("My_Site", origin).stderr).toContain("id must be 2 to 40 characters");
  expect(makeSite("other", "example.com").stderr).toContain("must look like https://example.com");
  expect(makeSite("other", origin, "--pack", "bakery").stderr).toContain("pack");
  expect(makeSite("other").stderr).toContain("Usage: npm run site");
});
