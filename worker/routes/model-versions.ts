import * as v from "valibot";
import {
  DraftFactsSchema,
  ModelVersionSchema,
  PublishedModelSchema,
} from "../../shared/schema/model-version.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { adminBody } from "./admin-body.ts";
import { PublishAnswerSchema } from "./model.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";
import { startRescore } from "./sweeps.ts";

const versionsPerPage = 50;

const noVersion = () => new Problem(404, "not_found", "there is no version of this number");

const VersionsQuerySchema = v.strictObject({
  cursor: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}$/, "must be the nextCursor of the page before"),
      v.transform(Number),
    ),
  ),
});

async function list(context: AppContext): Promise<Response> {
  const parsed = v.safeParse(VersionsQuerySchema, context.req.query());
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the query");
    throw new Problem(422, code, message, { field });
  }
  const site = siteObject(context);
  const [versions, draft] = await Promise.all([
    site.modelVersions(versionsPerPage + 1, parsed.output.cursor),
    site.modelDraftFacts(),
  ]);
  const shown = versions.slice(0, versionsPerPage);
  const nextCursor = versions.length > versionsPerPage ? String(shown.at(-1)?.version) : null;
  return context.json({ versions: shown, draft, nextCursor });
}

async function show(context: AppContext): Promise<Response> {
  const number = context.req.param("version") ?? "";
  const published = /^\d{1,15}$/.test(number) ? await siteObject(context).modelVersion(Number(number)) : null;
  if (published === null) throw noVersion();
  return context.json(published);
}

const RollbackSchema = v.strictObject({
  version: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.description("Which version to go back to; the one before the published one when left out."),
    ),
  ),
});

async function rollBack(context: AppContext): Promise<Response> {
  const { version: asked } = await adminBody(context, RollbackSchema);
  const site = siteObject(context);
  const [latest] = await site.modelVersions(1);
  const version = asked ?? (latest?.version ?? 0) - 1;
  if (latest === undefined || version < 1) {
    throw new Problem(409, "nothing_before", "there is no version before the published one");
  }
  const earlier = await site.modelVersion(version);
  if (earlier === null) throw noVersion();
  if (earlier.id === latest.id) {
    throw new Problem(409, "same_model", `version ${version} is the same model as the published one`);
  }
  const published = await site.publish(earlier.model, context.var.actor);
  context.set("change", {
    before: { version: latest.version, id: latest.id },
    after: { version: published.version, id: published.id, isVersion: version },
  });
  const { id, publishedAtMs } = published;
  const sweepId = await startRescore(context, published.version);
  return context.json({ version: published.version, id, publishedAtMs, sweepId });
}

/** The versions of the site's model. */
export const modelVersionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/model/versions",
    access: "admin",
    scope: "read",
    summary: "List the published versions of the model, the newest first, with who published each.",
    details: "`id` is a hash of the model: two versions with one id are the same model, byte for byte.",
    query: { cursor: "`nextCursor` of the page before" },
    answer: v.strictObject({
      versions: v.array(ModelVersionSchema),
      draft: v.pipe(
        v.nullable(DraftFactsSchema),
        v.description("Who is working on the next one; null when there is no draft."),
      ),
      nextCursor: v.nullable(v.string()),
    }),
    handle: list,
  },
  {
    method: "GET",
    path: "/admin/v1/model/versions/:version",
    access: "admin",
    scope: "read",
    summary: "A version of the model as it was published. It never changes.",
    answer: PublishedModelSchema,
    handle: show,
  },
  {
    method: "POST",
    path: "/admin/v1/model/rollback",
    access: "admin",
    scope: "publish",
    audit: "model.rollback",
    summary:
      "Go back to an earlier model, in one step: it is published again, unchanged, as the next version.",
    details: "Nothing has to be confirmed: it is for the moment in which something has gone wrong.",
    body: RollbackSchema,
    answer: PublishAnswerSchema,
    handle: rollBack,
  },
];
