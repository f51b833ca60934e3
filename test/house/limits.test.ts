import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { limits } from "../../shared/limits.ts";

const wrangler = readFileSync("wrangler.toml", "utf8");

it("the rate limit that is bound is the one that the code speaks of", () => {
  expect(/simple = \{ limit = (\d+), period = 10 \}/.exec(wrangler)?.[1]).toBe(
    String(limits.requestsPerAddress),
  );
});

it("the limit of new visitors that is bound is the one that the code speaks of", () => {
  expect(/NEWCOMER_LIMITER"[^[]*limit = (\d+), period = 60/.exec(wrangler)?.[1]).toBe(
    String(limits.newVisitorsPerBlockAndMinute),
  );
});

it("the limit of guesses that is bound is the one that the code and the answer speak of", () => {
  const [, limit, period] = /GUESS_LIMITER"[^[]*limit = (\d+), period = (\d+)/.exec(wrangler) ?? [];
  expect([limit, period]).toEqual([String(limits.guessesPerAddress), String(limits.guessSeconds)]);
});

it("a build that is deployed is in production mode", () => {
  expect(wrangler).toMatch(/^SCORELINE_MODE = "production"$/m);
});

it("what the SDK sends at most leaves room below what the worker takes", () => {
  expect(limits.sdkBodyBytes).toBeLessThan(limits.publicBodyBytes);
});
