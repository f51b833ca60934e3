import { describe, expect, it } from "vitest";
import { packs } from "../support/packs.ts";
import { scoreline } from "./support/run.ts";

describe.each(packs)("the pack $name on the command line", ({ name, journeys }) => {
  it("passes its golden journeys", () => {
    const folder = `shared/packs/${name}`;
    const { code, out } = scoreline(["test", `${folder}/model.json`, `${folder}/journeys.json`]);
    expect(out).toContain(`${journeys.length} passed, 0 failed`);
    expect(code).toBe(0);
  });
});
