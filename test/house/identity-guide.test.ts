import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";

const guide = readFileSync("docs/identity.md", "utf8");
const folder = resolve("test/artifacts/identity-guide");
const secret = "idp_a secret of a site, for this test only";
const site = "my-site";
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The snippet of a language, for the test's site. */
function snippet(language: string): string {
  const [, found] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(guide) ?? [];
  if (found === undefined) throw new Error(`no ${language} in the guide`);
  return found.replaceAll("YOUR-SITE", site);
}

/** Runs a program that prints a proof. */
function run(command: string, name: string, program: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  writeFileSync(file, program);
  const options = { encoding: "utf8", env: { ...process.env, SCORELINE_PROOF_SECRET: secret } } as const;
  return execFileSync(command, [file], options).trim();
}

/** Whether a program is on this machine: a bare one has Node and nothing else. */
function has(command: string): boolean {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** What a proof says, read by the rules by which the worker reads it. */
async function claimsOf(token: string): Promise<Record<string, unknown>> {
  const { jwtVerify } = await import("jose");
  const rules = { algorithms: ["HS256"], audience: site, requiredClaims: ["exp"] };
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), rules);
  expect((payload.exp ?? 0) - Date.now() / 1000).toBeLessThan(3_600);
  return payload;
}

const expected = { aud: site, sub: "4711", email: "jane@example.com", anonymousId: "device-0123456789" };

it("the Node snippet of the identity guide signs a proof that the worker takes", async () => {
  const call = 'console.log(await proofFor({ id: "4711", email: "jane@example.com" }, "device-0123456789"));';
  const proof = run(process.execPath, "proof.mjs", `${snippet("js")}\n${call}\n`);
  expect(await claimsOf(proof)).toMatchObject(expected);
});

it.skipIf(!has("python3"))("so does the Python snippet", async () => {
  const call = 'print(proof_for("4711", "jane@example.com", "device-0123456789"))';
  expect(await claimsOf(run("python3", "proof.py", `${snippet("python")}\n${call}\n`))).toMatchObject(
    expected,
  );
});

it.skipIf(!has("php"))("so does the PHP snippet", async () => {
  const call = 'echo proof_for("4711", "jane@example.com", "device-0123456789");';
  expect(await claimsOf(run("php", "proof.php", `<?php\n${snippet("php")}\n${call}\n`))).toMatchObject(
    expected,
  );
});
