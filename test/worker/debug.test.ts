import { expect, it } from "vitest";
import { signLink, opensLink } from "../../worker/security/link-token.ts";
import { adminPost, batch, page, post } from "./support/api.ts";

const writeKey = "pub_demo_dealer";

it("tells why the score of this browser's visitor is what it is, and what stands in the way of each action", async () => {
  const { body: answer } = await post("/v1/batch", batch([page("/tr/yol-tarifi/")]));
  const { status, body } = await post("/v1/debug", { writeKey, visitor: answer.visitor, language: "en" });
  expect(status).toBe(200);
  expect(body).toMatchObject({ stage: answer.stage, total: answer.total });
  expect(body.total).toBeGreaterThan(0);
  expect(body.explanation.length).toBeGreaterThan(0);
  expect(body.actions).toContainEqual({ id: expect.any(String), reason: "condition" });
});

it.each([
  [{ writeKey }, 404, "not_found"],
  [{ writeKey, visitor: `${"A".repeat(22)}.${"B".repeat(22)}` }, 404, "not_found"],
  [{ writeKey: "pub_unknown" }, 401, "invalid_key"],
  ["[]", 422, "invalid_field"],
])("refuses what it cannot answer: %j", async (given, status, code) => {
  const reply = await post("/v1/debug", given);
  expect([reply.status, reply.body.error.code]).toEqual([status, code]);
});

it("makes debug links for those who hold the admin token", async () => {
  const { status, body } = await adminPost("/debug-link", {});
  expect(status).toBe(200);
  expect(body.token).toMatch(/^[0-9a-z]+\.[\w-]{22}$/);
  expect((await post("/admin/v1/debug-link", {})).status).toBe(401);
});

it("a link opens the panel of one site until its time has passed", async () => {
  const token = await signLink("secret", "one", 1_000);
  const opens = (site: string, nowMs: number, given = token) => opensLink("secret", site, given, nowMs);
  expect(await opens("one", 999)).toBe(true);
  expect(await opens("one", 1_000)).toBe(false);
  expect(await opens("two", 999)).toBe(false);
  expect(await opens("one", 999, token.replace(/^\w+/, "zzzzzzzz"))).toBe(false);
  expect(await opens("one", 999, "")).toBe(false);
});
