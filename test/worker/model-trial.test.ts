import { expect, it } from "vitest";
import { tryModel } from "../../worker/model-trial.ts";
import type { Environment } from "../../worker/environment.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Model } from "../../shared/schema/model.ts";

const event: TrackedEvent = {
  messageId: "m1",
  type: "page",
  name: "page_view",
  atMs: 0,
  source: "browser",
  properties: {},
  page: { path: "/" },
};
/** No visitor has such a path: it stands for whatever the fold of a model may stumble over. */
const spoilt = { ...event, page: { path: ["/ä"] } } as unknown as TrackedEvent;

/** Visitors whose logs these are, by id. */
const holding = (logs: Record<string, TrackedEvent[]>) =>
  ({
    VISITOR: {
      idFromName: (name: string) => name,
      get: (name: string) => ({ events: async () => logs[name.slice("site:".length)] }),
    },
  }) as unknown as Pick<Environment, "VISITOR">;

const published = (version: number, path: string | null) => {
  const model: Model = {
    name: "Trial",
    scores: [{ id: "x", label: "x" }],
    stages: [{ id: "visitor", label: "Visitor" }],
    rules: [
      {
        id: "r",
        type: "event",
        label: "r",
        score: "x",
        points: 1,
        when: path === null ? { test: "event", is: "other" } : { test: "path", equals: path },
      },
    ],
  };
  return { version, id: `v${version}`, model, publishedAtMs: 0 };
};

it("a model that a log cannot be folded with is told of, and has to be confirmed", async () => {
  const visitors = holding({ good: [event], bad: [spoilt] });
  const trial = await tryModel(visitors, "site", published(1, null), published(2, "/"), ["good", "bad"]);
  expect(trial).toMatchObject({ sample: 1, failed: 1, confirm: "v2" });
});

it("a model that mends what the published one cannot do needs no word", async () => {
  const visitors = holding({ good: [event], bad: [spoilt] });
  const trial = await tryModel(visitors, "site", published(1, "/"), published(2, null), ["good", "bad"]);
  expect(trial).toMatchObject({ sample: 1, failed: 0, confirm: null });
});
