import * as v from "valibot";

/**
 * What the worker notes of a site's pages, beside their events. The first three are good news: a
 * request with the site's key, a page view and an identify that counted. The others are reasons why
 * nothing counts.
 */
export const sightingKinds = [
  "script",
  "page_view",
  "identify",
  "foreign_origin",
  "unknown_key",
  "secret_key",
  "no_consent",
  "automated_browser",
  "rejected_event",
] as const;
export type SightingKind = (typeof sightingKinds)[number];

/** Something that was seen: `detail` is an origin, a code, or a reason. */
export interface Sighting {
  kind: SightingKind;
  detail: string;
}

/** A sighting as the site remembers it. */
export interface KeptSighting extends Sighting {
  firstAtMs: number;
  lastAtMs: number;
}

/** Something found out about how the script is set up. */
export const FindingSchema = v.strictObject({
  code: v.pipe(v.string(), v.description("For programs: `two_copies`, `csp_blocks_script`, ...")),
  severity: v.pipe(
    v.picklist(["error", "warning", "note", "good"]),
    v.description(
      "`error`: nothing or not all is counted; `warning`: may be so; `note`: worth knowing; `good`: as it should be.",
    ),
  ),
  message: v.pipe(v.string(), v.description("What is so, in words.")),
  fix: v.optional(v.pipe(v.string(), v.description("What to do."))),
  origin: v.optional(
    v.pipe(v.string(), v.description("The origin that is not the site's, where adding it would help.")),
  ),
});
export type Finding = v.InferOutput<typeof FindingSchema>;

/** Why something is not counted, as pages have shown lately. */
export const CauseSchema = v.strictObject({
  ...FindingSchema.entries,
  lastAtMs: v.pipe(v.number(), v.description("When it was seen last, to about a minute.")),
});
export type Cause = v.InferOutput<typeof CauseSchema>;

const LightSchema = v.strictObject({
  firstAtMs: v.pipe(v.nullable(v.number()), v.description("When it was seen first; `null` until then.")),
  lastAtMs: v.pipe(v.nullable(v.number()), v.description("When it was seen last, to about a minute.")),
  places: v.pipe(v.array(v.string()), v.description("Origins it was seen at, the latest first; at most 3.")),
});
export type Light = v.InferOutput<typeof LightSchema>;

/** How far a site's installation has come. */
export const SetupSchema = v.pipe(
  v.strictObject({
    writeKey: v.pipe(
      v.nullable(v.string()),
      v.description("The site's public write key; `null` for a site made before it was kept."),
    ),
    script: v.pipe(LightSchema, v.description("A request with the write key from a page of the site.")),
    pageView: v.pipe(LightSchema, v.description("A page view that counted for a visitor.")),
    identify: v.pipe(LightSchema, v.description("A visitor who told who they are.")),
    causes: v.pipe(
      v.array(CauseSchema),
      v.description(
        "What was refused or not kept in the last seven days: the gravest first, then the latest.",
      ),
    ),
    actions: v.pipe(
      v.array(v.strictObject({ id: v.string(), kind: v.string() })),
      v.description("Actions of the published model, for preview links."),
    ),
  }),
  v.description("How far a site's installation has come."),
);
export type Setup = v.InferOutput<typeof SetupSchema>;

/** Body of `POST /admin/v1/setup/check`. */
export const PageCheckRequestSchema = v.strictObject({
  url: v.pipe(
    v.string(),
    v.maxLength(2048),
    v.url("must be the address of a page"),
    v.description("A page of the site."),
  ),
});

/** What a look at one page has shown. */
export const PageCheckSchema = v.pipe(
  v.strictObject({
    url: v.pipe(v.string(), v.description("The page that was read, after redirects.")),
    findings: v.pipe(v.array(FindingSchema), v.description("The gravest first.")),
  }),
  v.description("What a look at one page has shown."),
);
export type PageCheck = v.InferOutput<typeof PageCheckSchema>;
