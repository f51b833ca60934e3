import * as v from "valibot";
import { checkModel } from "../../shared/core/index.ts";
import { modelIn } from "../../shared/model-in.ts";
import { ModelSchema, type Model } from "../../shared/schema/model.ts";
import { ModelTrialSchema, type ModelTrial } from "../../shared/schema/model-trial.ts";
import { PublishedModelSchema, PublishedSchema } from "../../shared/schema/model-version.ts";
import type { SiteSnapshot } from "../../shared/schema/site.ts";
import { parseJson, readBody } from "../middleware/body.ts";
import { trialVisitors, tryModel } from "../model-trial.ts";
import { modelId } from "../objects/site/model-store.ts";
import { Problem } from "../problem.ts";
import { problemsOf } from "../schema-problem.ts";
import { isTooDeep } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";
import { startRescore } from "./sweeps.ts";

/** A model with ten thousand rules fits. */
const modelBytes = 8 * 1024 * 1024;

/** What publishing is answered with. */
export const PublishAnswerSchema = v.strictObject({
  ...PublishedSchema.entries,
  sweepId: v.pipe(
    v.nullable(v.string()),
    v.description(
      "The sweep that brings the lead book up to the new version; null when it is the same model.",
    ),
  ),
});
const ProblemsSchema = v.strictObject({
  isValid: v.boolean(),
  problems: v.array(v.strictObject({ path: v.string(), message: v.string() })),
});

type ModelProblems = v.InferOutput<typeof ProblemsSchema>["problems"];

const depthLimit = 256;

/**
 * Reads a model as JSON, whatever it says; what `GET /admin/v1/model` answered is taken too.
 *
 * @throws {Problem} 400 when it is not JSON, 413, or 422 when it is too deep to be looked at.
 */
export async function readModelBody(context: AppContext): Promise<unknown> {
  const body = parseJson(await readBody(context.req.raw, modelBytes));
  if (isTooDeep(body, depthLimit)) {
    throw new Problem(422, "too_deep", `the model is nested more than ${depthLimit} levels deep`);
  }
  return modelIn(body);
}

/** Reads the model of a request and finds everything that is wrong with it. */
async function readModel(context: AppContext): Promise<{ model: Model | null; problems: ModelProblems }> {
  const parsed = v.safeParse(ModelSchema, await readModelBody(context));
  if (!parsed.success) {
    return {
      model: null,
      problems: problemsOf(parsed.issues, "the model").map(({ field, message }) => ({
        path: field,
        message,
      })),
    };
  }
  const problems = checkModel(parsed.output);
  return { model: problems.length === 0 ? parsed.output : null, problems };
}

async function read(context: AppContext): Promise<Response> {
  const { published } = await requireSnapshot(context);
  return context.json(published);
}

async function validate(context: AppContext): Promise<Response> {
  const { problems } = await readModel(context);
  return context.json({ isValid: problems.length === 0, problems });
}

/** @throws {Problem} 422 with the first thing that is wrong with the model. */
async function requireModel(context: AppContext): Promise<Model> {
  const { model, problems } = await readModel(context);
  if (model === null) {
    const [first] = problems;
    const more =
      problems.length > 1 ? ` (and ${problems.length - 1} more; see /admin/v1/model/validate)` : "";
    throw new Problem(
      422,
      "invalid_model",
      `${first?.path === "" ? "" : `${first?.path}: `}${first?.message}${more}`,
      {
        ...(first !== undefined && { field: first.path }),
      },
    );
  }
  return model;
}

/** What the model would make of the newest visitors. */
async function trialOf(context: AppContext, model: Model, snapshot: SiteSnapshot): Promise<ModelTrial> {
  const { leads } = await siteObject(context).leads({ limit: trialVisitors, sort: "last_seen" });
  const { published } = snapshot;
  const candidate = { version: published.version + 1, id: await modelId(model), model, publishedAtMs: 0 };
  return tryModel(
    context.env,
    context.var.siteId,
    published,
    candidate,
    leads.map(({ id }) => id),
  );
}

async function requireSnapshot(context: AppContext): Promise<SiteSnapshot> {
  const snapshot = await siteObject(context).snapshot();
  if (snapshot === null) throw new Problem(404, "not_found", "the site has no published model");
  return snapshot;
}

async function simulate(context: AppContext): Promise<Response> {
  const model = await requireModel(context);
  return context.json(await trialOf(context, model, await requireSnapshot(context)));
}

async function publish(context: AppContext): Promise<Response> {
  const model = await requireModel(context);
  const snapshot = await requireSnapshot(context);
  const before = snapshot.published;
  const { sample, failed, handedToSales, confirm } = await trialOf(context, model, snapshot);
  if (confirm !== null && context.req.query("confirm") !== confirm) {
    if (failed > 0) {
      throw new Problem(
        409,
        "model_fails",
        `under this model the events of ${failed} of the newest ${sample + failed} visitors could not be scored and would be refused: a fault of ours; publish it with ?confirm=${confirm} if that is meant`,
        { field: "confirm" },
      );
    }
    throw new Problem(
      409,
      "wide_blast_radius",
      `under this model ${handedToSales.candidate} of the newest ${sample} visitors would be handed to sales, and ${handedToSales.published} are now; publish it with ?confirm=${confirm} if that is meant`,
      { field: "confirm" },
    );
  }
  const { version, id, publishedAtMs } = await siteObject(context).publish(model, context.var.actor);
  const sweepId = version === before.version ? null : await startRescore(context, version);
  context.set("change", {
    before: { version: before.version, id: before.id },
    after: { version, id, ...(confirm !== null && { isConfirmed: true, handedToSales, sample, failed }) },
  });
  return context.json({ version, id, publishedAtMs, sweepId });
}

/** The site's scoring model. */
export const modelRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/model",
    access: "admin",
    scope: "read",
    summary: "The published model with its version.",
    answer: PublishedModelSchema,
    handle: read,
  },
  {
    method: "POST",
    path: "/admin/v1/model/validate",
    access: "admin",
    scope: "read",
    audit: null,
    summary:
      "Check a model without publishing it: every problem of its shape with its path, or, when the shape is right, of what it refers to.",
    body: ModelSchema,
    answer: ProblemsSchema,
    handle: validate,
  },
  {
    method: "POST",
    path: "/admin/v1/model/simulate",
    access: "admin",
    scope: "read",
    audit: null,
    summary:
      "What a model would make of the newest 200 visitors, beside the published one. Nothing is written.",
    body: ModelSchema,
    answer: ModelTrialSchema,
    handle: simulate,
  },
  {
    method: "POST",
    path: "/admin/v1/model/publish",
    access: "admin",
    scope: "publish",
    audit: "model.publish",
    summary:
      "Publish a model as a new version. It is used at once here, and everywhere within about a minute.",
    details:
      "A published version never changes. Visitors are scored again from their logs: when they come back, and in the lead book by a sweep that starts at once (`sweepId`); that alone hands nobody off. A model under which more than half of the newest 200 visitors would be handed to sales, and more than are now, or one that the log of one of them cannot be folded with, is answered with 409 until `confirm` says that it is meant.",
    query: { confirm: "the model's `id`, as the 409 or `/admin/v1/model/simulate` names it" },
    body: ModelSchema,
    answer: PublishAnswerSchema,
    handle: publish,
  },
];
