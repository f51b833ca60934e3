import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VisitorFolder } from "../../cli/replay/fold-visitor.ts";
import { loadModel } from "../../cli/scoring.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import type { Model } from "../../shared/schema/model.ts";
import { fixture } from "./support/run.ts";

const dayMs = 86_400_000;

it.each(["model.json", "model-fading.json"])(
  "makes the same of a visitor in one piece and in many, with %s",
  (file) => {
    const model = loadModel(JSON.parse(readFileSync(fixture(file), "utf8")) as Model, "test");
    const events = Array.from({ length: 60 }, (_, index): TrackedEvent => {
      const name =
        ["page_view", "add_to_cart", "generate_lead", "email_opened", "score_adjusted"][index % 5] ?? "";
      return {
        messageId: `m${String(index).padStart(3, "0")}`,
        type: "track",
        name,
        atMs: Date.UTC(2026, 0, 1) + index * (dayMs / 4),
        source: "server",
        properties:
          name === "score_adjusted" ? { score: "intent", points: -3, by: "Ada", reason: "test" } : {},
        page: { path: "/pricing" },
        ...(index === 10 && { traits: { company: "Kaya Ltd" } }),
      };
    });
    const atMs = Date.UTC(2026, 0, 20);
    const whole = new VisitorFolder(model, atMs).fold("v", events, true);
    const folder = new VisitorFolder(model, atMs);
    for (let from = 0; from < 50; from += 10) {
      expect(folder.fold("v", events.slice(from, from + 10), false)).toBeNull();
    }
    const pieced = folder.fold("v", events.slice(50), true);
    expect(pieced).toEqual(whole);
    const sum = [...(pieced?.rules.values() ?? [])].reduce((points, rule) => points + rule.points, 0);
    expect(sum).toBe(pieced?.standing.total);
    expect(pieced?.rules.get("cart")).toEqual({ points: 30, times: 2, withheld: 10 });
  },
);
