import { expect, test } from "vitest";
import { retryDelayMs } from "../../sdk/transport/retry-delay.ts";
import { judge } from "../../sdk/transport/verdict.ts";

test("tries come further apart, from a second to five minutes, each spread by half", () => {
  expect([1, 2, 3, 4].map((failures) => retryDelayMs(failures, 0.5, 0))).toEqual([
    1_000, 2_000, 4_000, 8_000,
  ]);
  expect(retryDelayMs(1, 0, 0)).toBe(500);
  expect(retryDelayMs(1, 1, 0)).toBe(1_500);
  expect(retryDelayMs(60, 0.5, 0)).toBe(300_000);
});

test("what the endpoint asked for is obeyed, in seconds; a date is not, whose clock may be another", () => {
  expect(judge(429, "", "30")).toEqual({ _kind: "again", _afterMs: 30_000 });
  expect(judge(503, "", "Sat, 21 Nov 2026 10:01:00 GMT")).toEqual({
    _kind: "again",
    _afterMs: 0,
  });
  expect(judge(503, "", "soon")).toEqual({ _kind: "again", _afterMs: 0 });
  expect(retryDelayMs(1, 0.5, 30_000)).toBe(30_000);
});

test("only an answer of Scoreline says that events have arrived", () => {
  expect(judge(200, '{"accepted":1,"actions":[]}', null)).toMatchObject({ _kind: "arrived" });
  for (const body of ["", "<h1>Wifi</h1>", "null", "[]", '{"ok":true}']) {
    expect(judge(200, body, null)).toMatchObject({ _kind: "again" });
  }
});

test("what is refused is not tried again, what is too early is", () => {
  expect([400, 401, 403, 404, 413].map((status) => judge(status, "{}", null)._kind)).toEqual(
    Array(5).fill("refused"),
  );
  expect([408, 429, 500, 502, 503].map((status) => judge(status, "{}", null)._kind)).toEqual(
    Array(5).fill("again"),
  );
});
