import * as v from "valibot";
import { limits } from "../limits.ts";

/** What sales says came of a lead; names of server-only events. */
export const outcomeNames = ["qualified", "disqualified", "opportunity", "won", "lost"] as const;
export type OutcomeName = (typeof outcomeNames)[number];

const Text = v.pipe(v.string(), v.trim(), v.maxLength(500));
const Name = v.pipe(v.string(), v.trim(), v.maxLength(256));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1e12));

/** What came of one lead. Who it was is said by any one of the names. */
export const OutcomeSchema = v.pipe(
  v.strictObject({
    outcome: v.pipe(v.picklist(outcomeNames), v.description("What came of it.")),
    id: v.nullish(
      v.pipe(
        v.string(),
        v.trim(),
        v.maxLength(100),
        v.description(
          "Your id of it, such as the deal's: each outcome of an id counts once. Without one, the same words about the same person count once.",
        ),
      ),
    ),
    email: v.nullish(v.pipe(Name, v.description("Who it was, by e-mail address,"))),
    userId: v.nullish(v.pipe(Name, v.description("by the site's user id,"))),
    phone: v.nullish(v.pipe(Name, v.description("by phone number,"))),
    visitor: v.nullish(v.pipe(Name, v.description("by signed visitor id,"))),
    leadId: v.nullish(
      v.pipe(Name, v.description("or by the lead's id, as the dashboard and the hand-off have it.")),
    ),
    at: v.nullish(
      v.pipe(
        v.union([v.string(), v.number()]),
        v.description("When: ISO 8601, or milliseconds since 1970; now when left out."),
      ),
    ),
    value: v.nullish(v.pipe(Amount, v.description("opportunity: what it may be worth."))),
    amount: v.nullish(v.pipe(Amount, v.description("won: what it is worth. Stored as `value`."))),
    currency: v.nullish(
      v.pipe(
        v.string(),
        v.trim(),
        v.toUpperCase(),
        v.regex(/^[A-Z]{3}$/, "must be three letters of ISO 4217, such as EUR"),
      ),
    ),
    reason: v.nullish(v.pipe(Text, v.description("disqualified, lost: why."))),
  }),
  v.check(
    ({ email, userId, phone, visitor, leadId }) =>
      [email, userId, phone, visitor, leadId].some((name) => Boolean(name)),
    "names nobody: give email, userId, phone, visitor or leadId",
  ),
  v.title("Outcome"),
  v.description("What came of one lead."),
);
export type Outcome = v.InferOutput<typeof OutcomeSchema>;

/** Body of `POST /v1/outcomes`: one, or many. Each is checked by itself. */
export const OutcomesSchema = v.pipe(
  v.strictObject({
    outcomes: v.pipe(
      v.array(v.unknown()),
      v.maxLength(
        limits.outcomesPerRequest,
        `holds more than ${limits.outcomesPerRequest} outcomes; send them in parts`,
      ),
    ),
  }),
  v.description("Outcomes of many leads. A single one may also be the body itself."),
);

/** What became of one outcome that was sent. */
export const OutcomeLineSchema = v.strictObject({
  line: v.pipe(
    v.number(),
    v.description("Line of the file, the header being 1; in JSON the place in the list, from 1."),
  ),
  status: v.pipe(v.picklist(["counted", "duplicate", "rejected"]), v.description("What became of it.")),
  outcome: v.optional(v.picklist(outcomeNames)),
  leadId: v.optional(v.pipe(v.string(), v.description("Whose it is."))),
  person: v.optional(
    v.pipe(
      v.picklist(["known", "not_seen_yet"]),
      v.description("`not_seen_yet`: nobody came under this name so far; it is kept for who will."),
    ),
  ),
  code: v.optional(v.string()),
  field: v.optional(v.pipe(v.string(), v.description("Field, or column of the file as its header has it."))),
  message: v.optional(v.pipe(v.string(), v.description("What was wrong, where, and what to do."))),
});
export type OutcomeLine = v.InferOutput<typeof OutcomeLineSchema>;

/** Answer of `POST /v1/outcomes`. */
export const OutcomesAnswerSchema = v.pipe(
  v.strictObject({
    counted: v.number(),
    duplicates: v.number(),
    rejected: v.number(),
    lines: v.array(OutcomeLineSchema),
  }),
  v.title("Outcomes"),
  v.description("What became of each outcome that was sent."),
);
export type OutcomesAnswer = v.InferOutput<typeof OutcomesAnswerSchema>;
