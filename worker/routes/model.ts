import * as v from "valibot";
import { checkModel } from "../../shared/core/index.ts";
import { ModelSchema, type Model } from "../../shared/schema/model.ts";
import { parseJson, readBody } from "../middleware/body.ts";
import { Problem } from "../problem.ts";
import { problemsOf } from "../schema-problem.ts";
import { isTooDeep } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** A model with ten thousand rules fits. */
const modelBytes = 8 * 1024 * 1024;

const PublishedSchema = v.strictObject({ version: v.number(), id: v.string(), publishedAtMs: v.number() });
const ProblemsSchema = v.strictObject({
  isValid: v.boolean(),
  problems: v.array(v.strictObject({ path: v.string(), message: v.string() })),
});

type ModelProblems = v.InferOutput<typeof ProblemsSchema>["problems"];

/** Reads the model of a request and finds everything that is wrong with it. */
async function readModel(context: AppContext): Promise<{ model: Model | null; problems: ModelProblems }> {
  const body = parseJson(await readBody(context.req.raw, modelBytes));
  if (isTooDeep(body, 256)) {
    return {
      model: null,
      problems: [{ path: "", message: "the model is nested more than 256 levels deep" }],
    };
  }
  const parsed = v.safeParse(ModelSchema, body);
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
  const snapshot = await siteObject(context).snapshot();
  if (snapshot === null) throw new Problem(404, "not_found", "the site has no published model");
  return context.json(snapshot.published);
}

async function validate(context: AppContext): Promise<Response> {
  const { problems } = await readModel(context);
  return context.json({ isValid: problems.length === 0, problems });
}

async function publish(context: AppContext): Promise<Response> {
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
  const { version, id, publishedAtMs } = await siteObject(context).publish(model);
  context.set("change", { after: { version, id } });
  return context.json({ version, id, publishedAtMs });
}

/** The site's scoring model. */
export const modelRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/model",
    access: "admin",
    scope: "read",
    summary: "The published model with its version.",
    answer: v.strictObject({ ...PublishedSchema.entries, model: ModelSchema }),
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
    path: "/admin/v1/model/publish",
    access: "admin",
    scope: "publish",
    audit: "model.publish",
    summary:
      "Publish a model as a new version. It is used at once here, and everywhere within about a minute.",
    details:
      "A published version never changes. Visitors are scored again from their logs when they come back; that alone hands nobody off.",
    body: ModelSchema,
    answer: PublishedSchema,
    handle: publish,
  },
];
