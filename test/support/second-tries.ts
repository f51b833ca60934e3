import type { Reporter, TestCase } from "vitest/node";

/** Names the tests that passed only when they were tried once more: each has a race, and is to be mended. */
export function secondTries(): Reporter {
  const names: string[] = [];
  return {
    onTestCaseResult(test: TestCase) {
      if (test.diagnostic()?.flaky === true) names.push(`${test.module.relativeModuleId} > ${test.fullName}`);
    },
    onTestRunEnd() {
      if (names.length > 0) console.warn(`Passed at the second try only:\n  ${names.join("\n  ")}`);
    },
  };
}
