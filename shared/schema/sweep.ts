import * as v from "valibot";
import { limits } from "../limits.ts";
import { PersonSchema } from "./privacy.ts";

export const sweepKinds = ["rescore", "export", "erase", "retention"] as const;
export const SweepKindSchema = v.pipe(
  v.picklist(sweepKinds),
  v.description(
    "rescore: the lead book's lines and stages follow the published model; publishing starts it by itself. export: the leads, for download. erase: people, one by one. retention: visitors who did not come back within the site's `retentionDays`; starts by itself once a day.",
  ),
);
export type SweepKindName = v.InferOutput<typeof SweepKindSchema>;

/** Which leads a sweep is about; all when left out. */
export const SegmentSchema = v.pipe(
  v.strictObject({
    stage: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64), v.description("Only this stage."))),
    known: v.optional(
      v.pipe(
        v.boolean(),
        v.description(
          "Only those whose e-mail address, phone number or user id is known, or only the others.",
        ),
      ),
    ),
    q: v.optional(
      v.pipe(
        v.string(),
        v.minLength(1),
        v.maxLength(200),
        v.description("Part of a name, address, number, user id or company."),
      ),
    ),
    seenBeforeMs: v.optional(
      v.pipe(v.number(), v.integer(), v.description("Only those whose last event is older.")),
    ),
  }),
  v.description("Which leads; each condition narrows it."),
);
export type Segment = v.InferOutput<typeof SegmentSchema>;

const NamedSegmentSchema = v.pipe(
  SegmentSchema,
  v.check((segment) => Object.keys(segment).length > 0, "must narrow it: an empty segment is everybody"),
);

/** A sweep to start. */
export const NewSweepSchema = v.pipe(
  v.variant("kind", [
    v.strictObject({ kind: v.literal("rescore") }),
    v.strictObject({ kind: v.literal("export"), segment: v.optional(SegmentSchema) }),
    v.strictObject({
      kind: v.literal("erase"),
      people: v.optional(
        v.pipe(
          v.array(PersonSchema),
          v.minLength(1),
          v.maxLength(limits.sweepPeopleNamed),
          v.description("Whom to erase."),
        ),
      ),
      segment: v.optional(NamedSegmentSchema),
    }),
    v.strictObject({ kind: v.literal("retention") }),
  ]),
  v.check(
    (sweep) => sweep.kind !== "erase" || (sweep.people === undefined) !== (sweep.segment === undefined),
    "an erase names either people or a segment",
  ),
  v.description("A job over the visitors of the site."),
);
export type NewSweep = v.InferOutput<typeof NewSweepSchema>;

export const sweepStates = ["running", "done", "cancelled"] as const;

/** A job over the visitors of a site. */
export const SweepSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    kind: SweepKindSchema,
    state: v.pipe(
      v.picklist(sweepStates),
      v.description("cancelled: it stands where it was, and can be resumed."),
    ),
    total: v.pipe(v.number(), v.description("How many visitors there were to go through when it began.")),
    visited: v.number(),
    changed: v.pipe(
      v.number(),
      v.description("Of these, for how many something changed: a line, an erasure, a row."),
    ),
    failed: v.number(),
    failures: v.pipe(
      v.array(v.strictObject({ visitorId: v.string(), message: v.string() })),
      v.description(`Who failed and why, the first ${limits.sweepFailuresListed}. Each was tried twice.`),
    ),
    createdAtMs: v.number(),
    finishedAtMs: v.nullable(v.number()),
    hasResult: v.pipe(
      v.boolean(),
      v.description(
        `Whether there is something to download; for ${limits.exportDays} days after it is done.`,
      ),
    ),
    modelVersion: v.pipe(v.nullable(v.number()), v.description("rescore: the version that lines follow.")),
  }),
  v.description("A job over the visitors of a site, and how far it has come."),
);
export type Sweep = v.InferOutput<typeof SweepSchema>;
