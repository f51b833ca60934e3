import * as v from "valibot";
import { version } from "../../package.json";
import type { Route } from "./route.ts";

const HealthSchema = v.strictObject({
  status: v.literal("ok"),
  version: v.string(),
  mode: v.picklist(["local", "production"]),
});

/** Whether the worker runs. */
export const healthRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/v1/health",
    access: "public",
    summary: "Whether the worker runs, and which version.",
    answer: HealthSchema,
    handle: (context) =>
      context.json({
        status: "ok",
        version,
        mode: context.env.SCORELINE_MODE === "local" ? "local" : "production",
      } satisfies v.InferOutput<typeof HealthSchema>),
  },
];
