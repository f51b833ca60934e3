import * as v from "valibot";
import { ActorSchema } from "./admin.ts";
import { ModelSchema } from "./model.ts";

/** Which model was published, as what, and when. */
export const PublishedSchema = v.strictObject({
  version: v.number(),
  id: v.pipe(v.string(), v.description("A hash of the model: the same model has the same.")),
  publishedAtMs: v.number(),
});

/** A published model. A version never changes; it counts up from 1 in each site. */
export const PublishedModelSchema = v.strictObject({ ...PublishedSchema.entries, model: ModelSchema });

/** A published version, without its model. */
export const ModelVersionSchema = v.strictObject({
  ...PublishedSchema.entries,
  name: v.string(),
  publishedBy: v.pipe(
    v.nullable(ActorSchema),
    v.description("null for one that came with the site, and for those from before this was kept."),
  ),
});
export type ModelVersion = v.InferOutput<typeof ModelVersionSchema>;

/** The model that is being worked on, with who saved it. */
export const ModelDraftSchema = v.strictObject({
  model: ModelSchema,
  basedOn: v.pipe(v.number(), v.description("The version that was published when it was saved.")),
  savedAtMs: v.number(),
  savedBy: ActorSchema,
});

/** What is known of a draft, without its model, which may be large. */
export const DraftFactsSchema = v.omit(ModelDraftSchema, ["model"]);
export type DraftFacts = v.InferOutput<typeof DraftFactsSchema>;
