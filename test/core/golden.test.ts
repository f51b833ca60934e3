import { readdirSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { runJourney } from "../../cli/journey/run.ts";
import { checkModel, compile } from "../../shared/core/index.ts";
import { lint } from "../../shared/core/lint/index.ts";
import { JourneysSchema } from "../../shared/schema/journey.ts";
import { ModelSchema } from "../../shared/schema/model.ts";
import { packs } from "../support/packs.ts";

const nowMs = Date.UTC(2026, 10, 21, 12);

it("no pack is forgotten", () => {
  const folders = readdirSync("shared/packs").filter((name) => name !== "golden");
  const golden = readdirSync("shared/packs/golden").map((name) => `golden/${name}`);
  expect(packs.map(({ name }) => name).sort()).toEqual([...folders, ...golden].sort());
});

it("every golden example is covered by a journey, but for those that a journey cannot tell", () => {
  const covered = new Set(packs.flatMap(({ journeys }) => journeys.map(({ id }) => /^G\d+/.exec(id)?.[0])));
  // G15 is statistics of the closed loop; G16 is a property of every journey.
  const elsewhere = ["G15", "G16"];
  const all = Array.from({ length: 22 }, (_, index) => `G${index + 1}`);
  expect(all.filter((id) => !covered.has(id))).toEqual(elsewhere);
});

describe.each(packs)("the pack $name", ({ model, journeys }) => {
  it("fits its schema, refers to nothing that is not there, and has no errors", () => {
    expect(v.safeParse(ModelSchema, model).issues).toBeUndefined();
    expect(v.safeParse(JourneysSchema, { journeys }).issues).toBeUndefined();
    expect(checkModel(model)).toEqual([]);
    expect(lint(model).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  const compiled = compile({ version: 1, id: "pack", model });
  it.each(journeys.map((journey) => ({ journey, name: `${journey.id}: ${journey.title}` })))(
    "$name",
    ({ journey }) => {
      const result = runJourney(journey, { source: model, compiled }, nowMs);
      expect(result).toMatchObject({ isPassed: true });
    },
  );
});
