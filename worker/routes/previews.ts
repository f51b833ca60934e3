import * as v from "valibot";
import { payloadOf } from "../../shared/core/index.ts";
import { ActionSchema, type Action } from "../../shared/schema/action.ts";
import { ActionPayloadSchema, type ActionPayload } from "../../shared/schema/decision.ts";
import { IdentifierSchema } from "../../shared/schema/identifier.ts";
import { isAllowedOrigin } from "../allowed-origin.ts";
import { requireTrackingKey } from "../middleware/credentials.ts";
import { requireAllowedOrigin } from "../middleware/origin.ts";
import { requireRate } from "../middleware/rate.ts";
import { Problem } from "../problem.ts";
import { randomId } from "../security/digest.ts";
import { loadSite } from "../snapshots.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** A preview as it is kept. */
interface Preview {
  siteId: string;
  action: Action;
}

/** How long a link works. Seconds. */
const livesSeconds = 24 * 60 * 60;

const idShape = /^[A-Za-z0-9_-]{22}$/;

const NewPreviewSchema = v.pipe(
  v.strictObject({
    action: v.optional(
      v.pipe(
        IdentifierSchema,
        v.description("An action of the published model, by its id; or else a draft."),
      ),
    ),
    draft: v.optional(
      v.pipe(ActionSchema, v.description("An action as it would stand in the model, without being there.")),
    ),
    page: v.pipe(
      v.string(),
      v.maxLength(2048),
      v.url("must be the address of a page of the site"),
      v.description("The page on which to show it."),
    ),
  }),
  v.check(
    ({ action, draft }) => (action === undefined) !== (draft === undefined),
    "must hold either action or draft",
  ),
);

const PreviewLinkSchema = v.strictObject({
  id: v.string(),
  link: v.pipe(v.string(), v.description("The page, with the preview in its address.")),
  expiresAtMs: v.number(),
});

const keyOf = (id: string): string => `preview:${id}`;

/** An action of the published model. */
function publishedAction(id: string | undefined, actions: readonly Action[]): Action {
  const found = actions.find((action) => action.id === id);
  if (found === undefined) {
    throw new Problem(404, "not_found", `the published model has no action "${id}"`, { field: "action" });
  }
  return found;
}

async function create(context: AppContext): Promise<Response> {
  const { action: asked, draft, page } = await adminBody(context, NewPreviewSchema);
  const snapshot = await siteObject(context).snapshot();
  if (snapshot === null) throw new Problem(404, "not_found", "the site has no published model");
  const { site, published } = snapshot;
  const link = new URL(page);
  if (!isAllowedOrigin(site.origins, link.origin)) {
    throw new Problem(
      422,
      "invalid_field",
      `page is not on the site: its origins are ${site.origins.join(", ")}`,
      {
        field: "page",
      },
    );
  }
  const action = draft ?? publishedAction(asked, published.model.actions ?? []);
  const id = randomId();
  const preview: Preview = { siteId: site.id, action };
  await context.env.SNAPSHOTS.put(keyOf(id), JSON.stringify(preview), { expirationTtl: livesSeconds });
  link.searchParams.set("scoreline_preview", id);
  context.set("change", { after: { page, action: action.id } });
  return context.json({ id, link: link.href, expiresAtMs: Date.now() + livesSeconds * 1000 }, 201);
}

async function show(context: AppContext): Promise<Response> {
  const { env, req } = context;
  const grant = await requireTrackingKey(env, null, req.query("site"));
  const origin = req.header("origin") ?? null;
  const site = await loadSite(env, grant.siteId);
  requireAllowedOrigin(site?.site ?? { origins: [] }, grant, req.raw);
  await requireRate(env, req.raw, grant.siteId);
  const id = req.param("id") ?? "";
  const preview = idShape.test(id) ? await env.SNAPSHOTS.get<Preview>(keyOf(id), "json") : null;
  // Another site's is answered like one that does not exist.
  if (preview === null || preview.siteId !== grant.siteId) {
    throw new Problem(404, "not_found", "there is no such preview, or it has ended; make a new link");
  }
  if (origin !== null) {
    context.header("access-control-allow-origin", origin);
    context.header("vary", "origin");
  }
  return context.json<ActionPayload>(payloadOf(preview.action, req.query("locale")?.slice(0, 35)));
}

/** Links that show one action on a page, whoever opens them, and record nothing. */
export const previewRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/previews",
    access: "admin",
    scope: "edit",
    audit: "preview.create",
    summary: "Make a link that shows one action on a page of the site and records nothing.",
    details:
      "It works for a day, for whoever has it. What it shows is kept as it is now; a draft need not be in the model.",
    body: NewPreviewSchema,
    answer: PreviewLinkSchema,
    handle: create,
  },
  {
    method: "GET",
    path: "/v1/previews/:id",
    access: "key",
    summary: "The action of a preview link, as the browser shows it. For the SDK.",
    query: { site: "the write key", locale: "language of the page" },
    answer: ActionPayloadSchema,
    handle: show,
  },
];
