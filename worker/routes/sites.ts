import * as v from "valibot";
import dealer from "../../shared/packs/dealer/model.json";
import type { Model } from "../../shared/schema/model.ts";
import { OriginPatternSchema, SiteIdSchema, SiteSchema, type Site } from "../../shared/schema/site.ts";
import { Problem } from "../problem.ts";
import { randomKey } from "../security/digest.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";

/** Industry models that a new site can begin with. */
const packs = { dealer: dealer as Model };

const NewSiteSchema = v.strictObject({
  id: SiteIdSchema,
  name: SiteSchema.entries.name,
  origins: v.pipe(v.array(OriginPatternSchema), v.minLength(1), v.maxLength(100)),
  pack: v.pipe(v.picklist(["dealer"]), v.description("The industry model to begin with.")),
});

async function create(context: AppContext): Promise<Response> {
  const { pack, ...input } = await adminBody(context, NewSiteSchema);
  const { SITE } = context.env;
  const site: Site = { ...input, leadUrl: `${new URL(context.req.url).origin}/dashboard/` };
  const keys = { write: randomKey("pub"), secret: randomKey("sec"), admin: randomKey("adm") };
  const isCreated = await SITE.get(SITE.idFromName(site.id)).create(site, packs[pack], keys);
  if (!isCreated) throw new Problem(409, "exists", `there is a site ${site.id} already`, { field: "id" });
  context.set("siteId", site.id);
  context.set("change", { after: site });
  return context.json({ site, writeKey: keys.write, secretKey: keys.secret, adminToken: keys.admin }, 201);
}

async function show(context: AppContext): Promise<Response> {
  const { SITE, SCORELINE_MODE } = context.env;
  const snapshot = await SITE.get(SITE.idFromName(context.var.siteId)).snapshot();
  if (snapshot === null) throw new Problem(404, "not_found", "the site was not created");
  const { site, published } = snapshot;
  const { version, id, publishedAtMs, model } = published;
  return context.json({
    site,
    model: { version, id, name: model.name, publishedAtMs },
    scores: model.scores,
    total: { min: model.total?.min ?? 0, max: model.total?.max ?? 100 },
    stages: model.stages,
    mode: SCORELINE_MODE === "local" ? "local" : "production",
  });
}

/** Sites of the deployment. */
export const siteRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/sites",
    access: "root",
    audit: "site.create",
    summary: "Create a site. Its keys and its admin token are in this answer and nowhere else.",
    details: "Needs the deployment's own token, the secret `SCORELINE_ROOT_TOKEN`.",
    body: NewSiteSchema,
    answer: v.strictObject({
      site: SiteSchema,
      writeKey: v.string(),
      secretKey: v.string(),
      adminToken: v.string(),
    }),
    handle: create,
  },
  {
    method: "GET",
    path: "/admin/v1/site",
    access: "admin",
    scope: "read",
    summary: "The site of the token: its settings, scores and stages.",
    handle: show,
  },
];
