import * as v from "valibot";
import { ActorSchema, ScopeSchema } from "./admin.ts";
import { ScoreSchema } from "./model.ts";
import { PublishedSchema } from "./model-version.ts";
import { SiteSchema } from "./site.ts";
import { StageSchema } from "./stage.ts";

/** A site, what a reader of its leads has to know of its published model, and who the reader is. */
export const SiteOverviewSchema = v.strictObject({
  site: SiteSchema,
  model: v.pipe(
    v.strictObject({ ...PublishedSchema.entries, name: v.string() }),
    v.description("The published model, without what is in it."),
  ),
  scores: v.pipe(v.array(ScoreSchema), v.description("The model's scores.")),
  total: v.pipe(v.strictObject({ min: v.number(), max: v.number() }), v.description("Bounds of the total.")),
  stages: v.pipe(v.array(StageSchema), v.description("The model's stages, from first touch on.")),
  mode: v.pipe(
    v.picklist(["local", "production"]),
    v.description("local: on a developer's machine, with the demos' keys."),
  ),
  you: v.pipe(
    v.strictObject({ actor: ActorSchema, scopes: v.array(ScopeSchema) }),
    v.description("Who the reader is here, and what they may do."),
  ),
});
export type SiteOverview = v.InferOutput<typeof SiteOverviewSchema>;
