import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Model } from "../../shared/schema/model.ts";
import { demoSites } from "../../worker/demo-sites.ts";
import { launchBrowser } from "../support/browser.ts";
import { eventually, House, type Json } from "./support/house.ts";

const guide = readFileSync("docs/change-a-rule.md", "utf8");
const folder = resolve("test/artifacts/change-a-rule");
const visitors = 6;

let house: House;
let browser: Browser;
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  [house, browser] = await Promise.all([House.open("dealer"), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The guide's commands, step by step, in their order. */
const commands = [...guide.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, command = ""]) => command);

/** Runs a command of the guide, found by what is in it, in the repository, with its files put aside. */
async function run(
  part: string,
  environment: Record<string, string> = {},
): Promise<{ code: number; out: string }> {
  const command = commands.find((text) => text.includes(part));
  if (command === undefined) throw new Error(`the guide has no ${part}`);
  const placed = command.replaceAll(/(?<=[ @])(?=(?:published|model)\.json|events\.ndjson)/g, `${folder}/`);
  const env = {
    ...process.env,
    SCORELINE: house.url,
    ADMIN_TOKEN: demoSites.dealer.keys.admin,
    ...environment,
  };
  const running = promisify(execFile)("bash", ["-euc", placed], { env, maxBuffer: 64 * 1_048_576 });
  return running.then(
    ({ stdout }) => ({ code: 0, out: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, out: error.stdout }),
  );
}
const answerOf = async (part: string, environment?: Record<string, string>): Promise<Json> =>
  JSON.parse((await run(part, environment)).out);

const published = async (): Promise<{ version: number; model: Model }> => house.admin("/model");
const pointsOf = ({ rules }: Model) =>
  rules.flatMap((rule) => (rule.id === "directions" && "points" in rule ? [rule.points] : []))[0];

it("a marketer changes a rule by the guide's commands: fetch, lint, compare, try, publish, go back", async () => {
  for (let index = 0; index < visitors; index += 1) {
    await house.batch([
      { type: "identify", messageId: "a", traits: { email: `ada-${index}@example.com` } },
      { type: "page", messageId: "b", properties: { path: "/directions/", title: "Directions" } },
    ]);
  }
  await eventually(async () => (await house.admin("/leads")).leads.length === visitors);

  // 1. and 2.
  await run("cp published.json model.json");
  const file = join(folder, "model.json");
  const fetched = JSON.parse(readFileSync(file, "utf8")) as { version: number; model: Model };
  const change = JSON.parse(/^```json\n([^]*?)^```$/m.exec(guide)?.[1] ?? "") as { id: string };
  const rule = fetched.model.rules.find(({ id }) => id === change.id);
  expect(pointsOf(fetched.model)).toBe(20);
  Object.assign(rule ?? {}, change);
  writeFileSync(file, JSON.stringify(fetched));

  // 3. Nothing in the wrapped file is missing, and the journeys tell what comes out otherwise.
  expect(await run("scoreline lint")).toMatchObject({ code: 0, out: expect.stringContaining("0 errors") });
  expect(await run("scoreline compare")).toMatchObject({ code: 0 });
  expect(await run("scoreline test")).toMatchObject({ code: 1, out: expect.stringContaining("G1") });

  // 4. and 5.
  const trial = await answerOf("/simulate");
  expect(trial).toMatchObject({ sample: visitors, handedToSales: { published: 0, candidate: visitors } });
  const refused = await answerOf('/publish"');
  expect(refused.error).toMatchObject({ code: "wide_blast_radius" });
  expect(refused.error.message).toContain(`?confirm=${trial.confirm}`);
  expect((await published()).version).toBe(fetched.version);
  const answer = await answerOf("?confirm=", { CONFIRM: trial.confirm });
  expect(answer.version).toBe(fetched.version + 1);
  expect(pointsOf((await published()).model)).toBe(30);

  // 6.
  await run("/rollback");
  const back = await published();
  expect([back.version, pointsOf(back.model)]).toEqual([fetched.version + 2, 20]);
});

it("the dashboard hands out each version of the model as a file", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${house.url}/dashboard/#token=${demoSites.dealer.keys.admin}`);
  await page.getByRole("link", { name: "Settings" }).click();
  const { version, model } = await published();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: `Download v${version}` }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe(`model-v${version}.json`);
  expect(JSON.parse(readFileSync(await file.path(), "utf8"))).toEqual(model);
});
