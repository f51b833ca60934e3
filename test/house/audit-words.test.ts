import { expect, it } from "vitest";
import { describeAction, wordings } from "../../dashboard/src/words/actions.ts";
import { readRoutes } from "../../scripts/generate/read-routes.ts";

it("the dashboard has a sentence for every change that the audit log can name, and for no other", async () => {
  const actions = (await readRoutes()).flatMap(({ audit }) => audit ?? []);
  // What erases people also takes them out of the log.
  expect(Object.keys(wordings).toSorted()).toEqual([...new Set([...actions, "audit.erase"])].toSorted());
  expect(describeAction("key.revoke")).toBe("Revoked a key");
  expect(describeAction("constructor.of_this")).toBe("Constructor of this");
});
