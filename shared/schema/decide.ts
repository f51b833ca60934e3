import * as v from "valibot";
import { ActionPayloadSchema } from "./decision.ts";

const Id = v.pipe(v.string(), v.maxLength(256));
const Text = v.pipe(v.string(), v.maxLength(2_048));

/** Body of `POST /v1/decide`: who is about to see which page. */
export const DecideRequestSchema = v.pipe(
  v.strictObject({
    writeKey: v.optional(
      v.pipe(Id, v.description("The key, when it is not the user of Basic authentication.")),
    ),
    visitor: v.nullish(
      v.pipe(Id, v.description("The signed visitor id, as an answer or the cookie holds it.")),
    ),
    cookie: v.nullish(
      v.pipe(
        v.string(),
        v.maxLength(16_384),
        v.description(
          "The `Cookie` header of the visitor's request, whole: the visitor's id is looked up in it.",
        ),
      ),
    ),
    userId: v.nullish(v.pipe(Id, v.description("The site's id of a logged-in user. Secret key only."))),
    anonymousId: v.nullish(v.pipe(Id, v.description("The device's own id. Secret key only."))),
    context: v.optional(
      v.strictObject({
        page: v.optional(
          v.strictObject({
            url: v.optional(Text),
            path: v.optional(Text),
            title: v.optional(Text),
            referrer: v.optional(Text),
          }),
        ),
        locale: v.optional(
          v.pipe(v.string(), v.maxLength(35), v.description("Language of the page: `tr-TR`.")),
        ),
        userAgent: v.optional(
          v.pipe(v.string(), v.maxLength(1_024), v.description("The visitor's, for rules about devices.")),
        ),
        consent: v.optional(
          v.pipe(
            v.boolean(),
            v.description("False: the visitor may not be known; the decision is that of a newcomer."),
          ),
        ),
      }),
    ),
    slots: v.optional(
      v.pipe(
        v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
        v.maxLength(50),
        v.description("Only actions for these places of the page; all actions when left out."),
      ),
    ),
  }),
  v.title("Decide"),
  v.description("Who is about to see which page."),
);
export type DecideQuestion = v.InferOutput<typeof DecideRequestSchema>;

/** Answer of `POST /v1/decide`. */
export const DecideAnswerSchema = v.pipe(
  v.strictObject({
    known: v.pipe(
      v.boolean(),
      v.description("Whether the visitor was here before; false gets a newcomer's decision."),
    ),
    visitor: v.optional(
      v.pipe(
        v.string(),
        v.description(
          "The signed visitor id of somebody known, with the secret key: what the server reports goes under it.",
        ),
      ),
    ),
    stage: v.string(),
    scores: v.optional(
      v.pipe(
        v.record(v.string(), v.number()),
        v.description("With the secret key, or where the site shows scores."),
      ),
    ),
    total: v.optional(v.number()),
    segments: v.optional(v.pipe(v.array(v.string()), v.description("Ids of the segments; as `scores`."))),
    pageKind: v.optional(v.string()),
    actions: v.pipe(v.array(ActionPayloadSchema), v.description("What to show.")),
    slots: v.pipe(
      v.record(v.string(), ActionPayloadSchema),
      v.description("The same by place: the action for each slot that has one."),
    ),
    cache: v.pipe(
      v.strictObject({
        scope: v.pipe(
          v.picklist(["visitor", "everyone"]),
          v.description(
            "`visitor`: for nobody else. `everyone`: the same for each newcomer to this page in this language.",
          ),
        ),
        seconds: v.pipe(v.number(), v.description("How long it may be used again; 0, not at all.")),
      }),
      v.description("How to keep it."),
    ),
  }),
  v.title("Decision"),
  v.description("What to show on a page that is about to be rendered."),
);
export type DecideAnswer = v.InferOutput<typeof DecideAnswerSchema>;
