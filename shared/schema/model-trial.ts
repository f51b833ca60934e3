import * as v from "valibot";

const TwoCountsSchema = v.strictObject({ published: v.number(), candidate: v.number() });

/** What a model would have made of visitors that are already known. */
export const ModelTrialSchema = v.strictObject({
  sample: v.pipe(
    v.number(),
    v.description("Visitors whose logs were folded: the newest of the lead book, at most 200."),
  ),
  failed: v.pipe(
    v.number(),
    v.description(
      "How many more of them this model could not be folded with, by a fault of ours: their events would be refused.",
    ),
  ),
  handedToSales: v.pipe(
    TwoCountsSchema,
    v.description("How many of them are handed to sales by the published model, and would be by this one."),
  ),
  stages: v.pipe(
    v.record(v.string(), TwoCountsSchema),
    v.description("How many of them stand in each stage."),
  ),
  confirm: v.pipe(
    v.nullable(v.string()),
    v.description(
      "What `confirm` must say to publish this model, when it would hand over more than half of them and more than now, or could not be folded with somebody's log; null when nothing has to be confirmed.",
    ),
  ),
});
export type ModelTrial = v.InferOutput<typeof ModelTrialSchema>;
