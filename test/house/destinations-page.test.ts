import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { destinationKinds } from "../../worker/destinations/index.ts";
import { describeKind } from "../../worker/destinations/settings.ts";
import { newWebhookSecret, signWebhook } from "../../worker/destinations/standard-webhooks.ts";

type IsGenuine = (secret: string, headers: Record<string, string>, body: string) => boolean;

const docs = readFileSync("docs/destinations.md", "utf8");

/** The function that the page gives to receivers of webhooks, as they would paste it. */
async function documentedCheck(): Promise<IsGenuine> {
  const [, code = ""] = /```js\n(.*?)```/s.exec(docs) ?? [];
  const folder = mkdtempSync(join(tmpdir(), "scoreline-docs-"));
  const file = join(folder, "check.mjs");
  writeFileSync(file, code);
  try {
    return ((await import(pathToFileURL(file).href)) as { isGenuine: IsGenuine }).isGenuine;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("the check that the page on destinations gives to receivers takes our webhooks, and no other", async () => {
  const isGenuine = await documentedCheck();
  const [old, secret] = [newWebhookSecret(), newWebhookSecret()];
  const body = '{"type":"lead.sales"}';
  const signed = async (seconds: number, secrets: string[]) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": String(seconds),
    "webhook-signature": (
      await Promise.all(secrets.map((key) => signWebhook(key, "msg_1", seconds, body)))
    ).join(" "),
  });
  const now = Math.floor(Date.now() / 1000);
  const headers = await signed(now, [secret, old]);
  expect([isGenuine(secret, headers, body), isGenuine(old, headers, body)]).toEqual([true, true]);
  expect(isGenuine(newWebhookSecret(), headers, body)).toBe(false);
  expect(isGenuine(secret, headers, `${body} `)).toBe(false);
  expect(isGenuine(secret, { ...headers, "webhook-id": "msg_2" }, body)).toBe(false);
  expect(isGenuine(secret, await signed(now - 302, [secret]), body)).toBe(false);
  expect(isGenuine(secret, { ...headers, "webhook-timestamp": "soon" }, body)).toBe(false);
});

it("the page on destinations names every kind and every setting", () => {
  for (const kind of destinationKinds) {
    expect(docs).toContain(`\`${kind.name}\``);
    for (const { name } of describeKind(kind).fields) expect(docs).toContain(`\`${name}\``);
  }
});

it("the example's receiver checks as the page says", () => {
  const [, check = ""] = /(\/\*\* Whether a webhook is genuine.*?)```/s.exec(docs) ?? [];
  expect(check).not.toBe("");
  expect(readFileSync("examples/webhook-receiver.mjs", "utf8")).toContain(check.trim());
});

it.each(["", "whsec_", "whsec_c2hvcnQ="])(
  "the example's receiver does not start with the secret %j",
  (SECRET) => {
    const { status, stderr } = spawnSync(process.execPath, ["examples/webhook-receiver.mjs", "0"], {
      env: { ...process.env, SECRET },
      encoding: "utf8",
      timeout: 10_000,
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("Set SECRET")]);
  },
);
