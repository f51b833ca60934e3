import * as v from "valibot";
import { ModelSchema, type Model } from "../../shared/schema/model.ts";
import { DraftFactsSchema, ModelDraftSchema } from "../../shared/schema/model-version.ts";
import { Problem } from "../problem.ts";
import { problemOf } from "../schema-problem.ts";
import { readModelBody } from "./model.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

async function show(context: AppContext): Promise<Response> {
  const draft = await siteObject(context).modelDraft();
  if (draft === null) throw new Problem(404, "not_found", "there is no draft");
  return context.body(draft, 200, { "content-type": "application/json" });
}

async function save(context: AppContext): Promise<Response> {
  const parsed = v.safeParse(ModelSchema, await readModelBody(context));
  if (!parsed.success) {
    const { code, field, message } = problemOf(parsed.issues, "the model");
    throw new Problem(422, code, message, { field });
  }
  const model: Model = parsed.output;
  const site = siteObject(context);
  const [latest] = await site.modelVersions(1);
  const basedOn = latest?.version ?? 0;
  const about = { basedOn, savedAtMs: Date.now(), savedBy: context.var.actor };
  await site.saveModelDraft(JSON.stringify({ model, ...about }));
  context.set("change", { after: { name: model.name, basedOn } });
  return context.json(about);
}

async function drop(context: AppContext): Promise<Response> {
  if (!(await siteObject(context).dropModelDraft())) {
    throw new Problem(404, "not_found", "there is no draft");
  }
  return context.body(null, 204);
}

/** A model that is being worked on. It scores nobody. */
export const modelDraftRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/model/draft",
    access: "admin",
    scope: "read",
    summary: "The draft of the model.",
    answer: ModelDraftSchema,
    handle: show,
  },
  {
    method: "PUT",
    path: "/admin/v1/model/draft",
    access: "admin",
    scope: "edit",
    audit: "model_draft.save",
    summary:
      "Save a draft of the model. It scores nobody; what it refers to is checked when it is published.",
    body: ModelSchema,
    answer: DraftFactsSchema,
    handle: save,
  },
  {
    method: "DELETE",
    path: "/admin/v1/model/draft",
    access: "admin",
    scope: "edit",
    audit: "model_draft.drop",
    summary: "Throw the draft of the model away.",
    handle: drop,
  },
];
