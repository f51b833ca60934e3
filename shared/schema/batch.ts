import * as v from "valibot";
import { limits } from "../limits.ts";
import { ActionPayloadSchema } from "./decision.ts";
import { eventTypes, IncomingEventSchema } from "./event.ts";

const Time = v.union([v.string(), v.number()]);

/**
 * Body of `POST /v1/batch`. The events themselves are checked one by one, so that one bad event
 * never costs the good ones.
 */
export const BatchSchema = v.pipe(
  v.strictObject({
    writeKey: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(256),
        v.description("The site's public write key. Not with Basic auth."),
      ),
    ),
    sentAt: v.nullish(
      v.pipe(Time, v.description("When it was sent by the sender's clock; with it the clock is corrected.")),
    ),
    visitor: v.nullish(
      v.pipe(
        v.string(),
        v.maxLength(256),
        v.description(
          "The signed visitor id that an earlier answer returned; empty to begin anew, whatever a cookie says.",
        ),
      ),
    ),
    anonymousId: v.nullish(
      v.pipe(
        v.string(),
        v.maxLength(256),
        v.description("The device's own id, for each event that does not name one of its own."),
      ),
    ),
    context: v.nullish(
      v.pipe(
        v.record(v.string(), v.unknown()),
        v.description(
          "Segment's context for all events of the batch. `consent: true` says that the visitor agreed to be known, `false` that nothing of this may be kept: the answer is then decided from this request alone. `proof` is a JWT of the site's own server that says who the visitor is; it counts for identify calls, and stands in an event's own context just as well.",
        ),
      ),
    ),
    integrations: v.optional(v.unknown()),
    strict: v.optional(
      v.pipe(
        v.boolean(),
        v.description(
          "For developers: anything doubtful is an error for the whole request, and nothing is stored.",
        ),
      ),
    ),
    batch: v.pipe(
      v.array(v.unknown()),
      v.maxLength(limits.batchEvents, `holds more than ${limits.batchEvents} events`),
      v.description("The events."),
    ),
  }),
  v.title("Batch"),
  v.description("Events of one visitor (write key) or of many (secret key)."),
);
export type Batch = v.InferOutput<typeof BatchSchema>;

/** Body of a single call: the event, with what a batch says of all of them beside its own fields. */
export const SingleCallSchema = v.strictObject({
  ...IncomingEventSchema.entries,
  type: v.optional(v.pipe(v.picklist(eventTypes), v.description("The path says it already."))),
  messageId: v.optional(
    v.pipe(
      v.string(),
      v.minLength(1),
      v.maxLength(limits.messageIdCharacters),
      v.description(
        "The sender's id of this event; the same id is counted once. Required with the write key.",
      ),
    ),
  ),
  writeKey: BatchSchema.entries.writeKey,
  sentAt: BatchSchema.entries.sentAt,
  visitor: BatchSchema.entries.visitor,
  strict: BatchSchema.entries.strict,
});

/** Something wrong with one event of a batch. */
export const EventProblemSchema = v.strictObject({
  index: v.pipe(v.number(), v.description("Place in the batch, from 0.")),
  code: v.pipe(
    v.string(),
    v.description(
      "missing_field, unknown_field, invalid_field, too_long, too_deep, bad_proof, illegal_id, ...",
    ),
  ),
  message: v.pipe(v.string(), v.description("What is wrong, in which field, and what to do.")),
  field: v.optional(v.pipe(v.string(), v.description("Path of the field within the event, when it is one."))),
});
export type EventProblem = v.InferOutput<typeof EventProblemSchema>;

/** Answer to a batch: what was taken, and what to do now. */
export const AnswerSchema = v.pipe(
  v.strictObject({
    success: v.optional(
      v.pipe(v.literal(true), v.description("What Segment answers; with Basic authentication only.")),
    ),
    accepted: v.pipe(
      v.number(),
      v.description("Events taken by this request: stored, where the visitor may be known."),
    ),
    duplicates: v.pipe(v.number(), v.description("Events known before, by messageId; not counted again.")),
    rejected: v.pipe(v.array(EventProblemSchema), v.description("Events refused; kept with their reason.")),
    warnings: v.optional(
      v.pipe(
        v.array(EventProblemSchema),
        v.description("Events accepted after mending, such as a time in the future."),
      ),
    ),
    visitor: v.optional(
      v.pipe(v.string(), v.description("The signed visitor id, to be sent with the next batch.")),
    ),
    stage: v.optional(v.string()),
    scores: v.optional(
      v.pipe(
        v.record(v.string(), v.number()),
        v.description("With the secret key, or where the site shows scores."),
      ),
    ),
    total: v.optional(v.number()),
    pageKind: v.optional(v.pipe(v.string(), v.description("Kind of the page of the last page event."))),
    actions: v.pipe(v.array(ActionPayloadSchema), v.description("What to show now.")),
  }),
  v.title("Answer"),
  v.description("What was taken, and what to do now."),
);
export type Answer = v.InferOutput<typeof AnswerSchema>;

/** The one shape of an error answer. */
export const ErrorAnswerSchema = v.pipe(
  v.strictObject({
    error: v.strictObject({
      code: v.pipe(v.string(), v.description("For programs: invalid_json, invalid_key, foreign_origin, ...")),
      message: v.pipe(v.string(), v.description("For people: what was wrong, where, and what to do.")),
      field: v.optional(v.pipe(v.string(), v.description("Path of the field, when it is one field."))),
      requestId: v.string(),
      problems: v.optional(
        v.pipe(
          v.array(EventProblemSchema),
          v.description("In strict mode: all that is wrong, event by event."),
        ),
      ),
    }),
  }),
  v.title("Error"),
  v.description("The one shape of an error."),
);
export type ErrorAnswer = v.InferOutput<typeof ErrorAnswerSchema>;
