import * as v from "valibot";
import b2b from "../../shared/packs/b2b/model.json";
import dealer from "../../shared/packs/dealer/model.json";
import ecommerce from "../../shared/packs/ecommerce/model.json";
import saas from "../../shared/packs/saas/model.json";
import { NewTokenSchema, TokenSchema } from "../../shared/schema/admin.ts";
import type { Model } from "../../shared/schema/model.ts";
import {
  OriginPatternSchema,
  SiteIdSchema,
  SiteSchema,
  type Site,
  type SiteSnapshot,
} from "../../shared/schema/site.ts";
import { SiteOverviewSchema, type SiteOverview } from "../../shared/schema/site-overview.ts";
import { Problem } from "../problem.ts";
import { randomKey } from "../security/digest.ts";
import { loadSite } from "../snapshots.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";
import { answerNewToken } from "./tokens.ts";

/** Industry models that a new site can begin with. */
const packs = {
  dealer: dealer as Model,
  ecommerce: ecommerce as Model,
  saas: saas as Model,
  b2b: b2b as Model,
};

const NewSiteSchema = v.strictObject({
  id: SiteIdSchema,
  name: SiteSchema.entries.name,
  origins: v.pipe(v.array(OriginPatternSchema), v.minLength(1), v.maxLength(100)),
  pack: v.pipe(
    v.picklist(["dealer", "ecommerce", "saas", "b2b"]),
    v.description("The industry model to begin with."),
  ),
});

/** Every setting but the id, which names the site's objects. */
// Which secrets prove an identity is changed by rotating them, and needs another scope.
const { id: _id, proof: _proof, ...changeable } = SiteSchema.entries;
const SiteChangeSchema = v.pipe(
  v.strictObject({
    ...v.partial(v.strictObject(changeable)).entries,
    retentionDays: v.nullish(SiteSchema.entries.retentionDays.wrapped),
  }),
  v.check((given) => Object.keys(given).length > 0, "must name a setting"),
);

/** About 25 months, the longest that France's authority recommends for what an audience measurement keeps; see docs/privacy.md. */
const usualRetentionDays = 760;

const sitePrefix = "site:";
const sitesPerPage = 100;

async function create(context: AppContext): Promise<Response> {
  const { pack, ...input } = await adminBody(context, NewSiteSchema);
  const { SITE } = context.env;
  const site: Site = {
    ...input,
    retentionDays: usualRetentionDays,
    leadUrl: `${new URL(context.req.url).origin}/dashboard/`,
  };
  const keys = { write: randomKey("pub"), secret: randomKey("sec"), admin: randomKey("adm") };
  const isCreated = await SITE.get(SITE.idFromName(site.id)).create(site, packs[pack], keys);
  if (!isCreated) throw new Problem(409, "exists", `there is a site ${site.id} already`, { field: "id" });
  context.set("siteId", site.id);
  context.set("change", { after: site });
  return context.json({ site, writeKey: keys.write, secretKey: keys.secret, adminToken: keys.admin }, 201);
}

async function list(context: AppContext): Promise<Response> {
  const { SNAPSHOTS } = context.env;
  const cursor = context.req.query("cursor");
  const page = await SNAPSHOTS.list({ prefix: sitePrefix, limit: sitesPerPage, cursor: cursor ?? null });
  const sites = await Promise.all(
    page.keys.map(async ({ name }) => (await SNAPSHOTS.get<SiteSnapshot>(name, "json"))?.site),
  );
  return context.json({
    sites: sites.filter((site) => site !== undefined).map(({ id, name, origins }) => ({ id, name, origins })),
    nextCursor: page.list_complete ? null : page.cursor,
  });
}

async function makeToken(context: AppContext): Promise<Response> {
  const id = context.req.param("id") ?? "";
  // A name made up must not make an object.
  const isSite = v.is(SiteIdSchema, id) && (await loadSite(context.env, id)) !== null;
  if (!isSite) throw new Problem(404, "not_found", "there is no site of this id");
  context.set("siteId", id);
  return answerNewToken(context);
}

async function change(context: AppContext): Promise<Response> {
  const changes = await adminBody(context, SiteChangeSchema);
  const { before, after } = await siteObject(context).update(changes as Partial<Omit<Site, "retentionDays">>);
  context.set("change", { before, after });
  return context.json({ site: after });
}

async function show(context: AppContext): Promise<Response> {
  const { SITE, SCORELINE_MODE } = context.env;
  const snapshot = await SITE.get(SITE.idFromName(context.var.siteId)).snapshot();
  if (snapshot === null) throw new Problem(404, "not_found", "the site was not created");
  const { site, published } = snapshot;
  const { version, id, publishedAtMs, model } = published;
  const overview: SiteOverview = {
    site,
    model: { version, id, name: model.name, publishedAtMs },
    scores: model.scores,
    total: { min: model.total?.min ?? 0, max: model.total?.max ?? 100 },
    stages: model.stages,
    mode: SCORELINE_MODE === "local" ? "local" : "production",
    you: { actor: context.var.actor, scopes: [...context.var.scopes] },
  };
  return context.json(overview);
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
    path: "/admin/v1/sites",
    access: "root",
    summary: "List the sites of the deployment, a hundred at a time.",
    details: "A new site may be missing for about a minute.",
    query: { cursor: "`nextCursor` of the page before" },
    answer: v.strictObject({
      sites: v.array(v.pick(v.strictObject(SiteSchema.entries), ["id", "name", "origins"])),
      nextCursor: v.nullable(v.string()),
    }),
    handle: list,
  },
  {
    method: "POST",
    path: "/admin/v1/sites/:id/tokens",
    access: "root",
    audit: "token.create",
    summary: "Make an admin token for a site whose tokens are lost.",
    body: NewTokenSchema,
    answer: v.strictObject({ ...TokenSchema.entries, token: v.string() }),
    handle: makeToken,
  },
  {
    method: "GET",
    path: "/admin/v1/site",
    access: "admin",
    scope: "read",
    summary:
      "The site of the token: its settings, scores and stages; who you are there, and what you may do.",
    answer: SiteOverviewSchema,
    handle: show,
  },
  {
    method: "PATCH",
    path: "/admin/v1/site",
    access: "admin",
    scope: "edit",
    audit: "site.update",
    summary: "Change settings of the site. What is left out stays as it is.",
    details: "It holds at once here, and everywhere within about a minute.",
    body: SiteChangeSchema,
    answer: v.strictObject({ site: SiteSchema }),
    handle: change,
  },
];
