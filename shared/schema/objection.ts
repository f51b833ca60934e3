import * as v from "valibot";

/** Somebody has objected to being scored. */
export const ObjectionSchema = v.strictObject({
  atMs: v.number(),
  note: v.pipe(v.nullable(v.string()), v.description("How it came in, for those who ask later.")),
});
export type Objection = v.InferOutput<typeof ObjectionSchema>;

/** Body of `PUT /admin/v1/leads/:id/objection`. */
export const NewObjectionSchema = v.strictObject({
  note: v.optional(
    v.pipe(v.string(), v.trim(), v.maxLength(500), v.description("How it came in: by phone, by letter.")),
  ),
});
