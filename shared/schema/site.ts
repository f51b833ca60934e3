import * as v from "valibot";
import { limits } from "../limits.ts";
import type { PublishedModelSchema } from "./model-version.ts";

/** `dealer`, `my-shop`: names the site in object names and keys, so it is short and plain. */
export const SiteIdSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{1,39}$/, "must be 2 to 40 characters of a-z, 0-9 and -, beginning with a letter"),
);

/** An origin that may use the write key: `https://example.com`, `https://*.example.com`, `http://localhost:*`. */
export const OriginPatternSchema = v.pipe(
  v.string(),
  v.regex(
    /^https?:\/\/(\*\.)?[a-z0-9.-]+(:(\d{1,5}|\*))?$/,
    "must look like https://example.com, https://*.example.com or http://localhost:*",
  ),
);

function cap(most: number, words: string) {
  return v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most), v.description(words)));
}

/** When a visitor may be known again. The script tag's `data-consent` says the same to the browser. */
export const consentModes = ["opt-in", "opt-out", "none"] as const;
export type ConsentMode = (typeof consentModes)[number];

/** Settings of a site. */
export const SiteSchema = v.pipe(
  v.strictObject({
    id: SiteIdSchema,
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
    origins: v.pipe(
      v.array(OriginPatternSchema),
      v.maxLength(100),
      v.description(
        "Origins whose pages may use the write key. A request from a browser anywhere else is refused.",
      ),
    ),
    requireOrigin: v.optional(
      v.pipe(
        v.boolean(),
        v.description(
          "Refuse a request with the write key that has no Origin header, too. Browsers always send it with what they report; apps, servers and scripts do not, and need the secret key then. False when left out.",
        ),
      ),
    ),
    consent: v.optional(
      v.pipe(
        v.picklist(consentModes),
        v.description(
          "When a browser's visitor may be known again: `opt-in`, only after a yes; `opt-out`, until a no, where Sec-GPC and DNT are a no; `none`, until a no. `opt-out` when left out.",
        ),
      ),
    ),
    leadUrl: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(2048),
        v.regex(
          /^(https?:\/\/[^/\\]|\/(?![/\\]))/,
          "must be an address that begins with https://, or a path",
        ),
        v.description("Address of the dashboard; hand-offs link to a lead there."),
      ),
    ),
    proof: v.optional(
      v.pipe(
        v.strictObject({
          version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
          previousUntilMs: v.pipe(
            v.number(),
            v.description("Until when proofs under the version before are taken too."),
          ),
        }),
        v.description("Which of the site's secrets signs identity proofs; the first when left out."),
      ),
    ),
    caps: v.optional(
      v.pipe(
        v.strictObject({
          handOffsPerHour: cap(
            100_000,
            `Hand-offs of one purpose in an hour; what is more is held until somebody lets it go. ${limits.handOffsPerHour} when left out.`,
          ),
          newVisitorsPerBlock: cap(
            1_000_000,
            `Visitors that one address block (/24, /48 with IPv6) may bring in an hour; more get decisions and are not kept. ${limits.newVisitorsPerBlock.toLocaleString("en")} when left out.`,
          ),
          requestsPerDay: cap(
            10_000_000_000,
            `Requests of browsers in a day (UTC); more are answered with 429. ${limits.requestsPerDay.toLocaleString("en")} when left out.`,
          ),
        }),
        v.description("What abuse may cost at most."),
      ),
    ),
    retentionDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(limits.retentionDaysAtMost),
        v.description(
          "How long a visitor is kept who does not come back, in days from their last event. For ever when left out; a new site begins with 760, about 25 months.",
        ),
      ),
    ),
    scoreTools: v.optional(
      v.pipe(
        v.boolean(),
        v.description(
          "Score what curl, scripts and automated browsers do too. For demos and tests; false when left out.",
        ),
      ),
    ),
    showScores: v.optional(
      v.pipe(v.boolean(), v.description("Tell the browser the scores. For demos; false when left out.")),
    ),
  }),
  v.description("Settings of a site."),
);
export type Site = v.InferOutput<typeof SiteSchema>;

export type PublishedModel = v.InferOutput<typeof PublishedModelSchema>;

/** What every request needs to know about a site: one immutable snapshot, published to KV. */
export interface SiteSnapshot {
  site: Site;
  published: PublishedModel;
}
