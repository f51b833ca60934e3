import * as v from "valibot";

/** What the debug panel shows of a visitor, beyond what the page itself knows. */
export const VisitorDebugSchema = v.pipe(
  v.strictObject({
    visitorId: v.string(),
    stage: v.string(),
    total: v.number(),
    scores: v.record(v.string(), v.number()),
    modelVersion: v.number(),
    explanation: v.pipe(v.array(v.string()), v.description("Which rules paid, in words; newest last.")),
    actions: v.pipe(
      v.array(v.strictObject({ id: v.string(), reason: v.string() })),
      v.description("Every action of the model, and why it is shown or not."),
    ),
  }),
  v.description("Why a visitor's score is what it is, and what was not shown to them."),
);
export type VisitorDebug = v.InferOutput<typeof VisitorDebugSchema>;
