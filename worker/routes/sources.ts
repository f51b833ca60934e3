import * as v from "valibot";
import { limits } from "../../shared/limits.ts";
import {
  NewSourceSchema,
  SourceAnswerSchema,
  SourceChangeSchema,
  SourceDeliverySchema,
  SourceKindSchema,
  SourceSchema,
  SourceWithSecretsSchema,
  type Source,
  type SourceAnswer,
  type SourceDelivery,
  type SourceWithSecrets,
} from "../../shared/schema/source.ts";
import { secretOf } from "../environment.ts";
import { readBytes } from "../middleware/body.ts";
import type { StoredSource } from "../objects/site/source-book.ts";
import { Problem } from "../problem.ts";
import { randomId, randomKey, sha256Hex } from "../security/digest.ts";
import { seal, unseal } from "../security/seal.ts";
import { noteDelivery } from "../sources/delivery-watch.ts";
import { sourceKind, sourceKinds, type AnySource } from "../sources/index.ts";
import { receive } from "../sources/receive.ts";
import { changedSettings, checkSettings, infoOf, madeSecrets, partSecrets } from "../sources/settings.ts";
import { loadSource } from "../sources/snapshot.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** A delivery of a provider: whose it is says its address, that it is genuine its signature. */
async function deliver(context: AppContext): Promise<Response> {
  const { env, req } = context;
  const receivedAtMs = Date.now();
  const source = await loadSource(env, req.param("token") ?? "");
  if (source === null || source.kind.name !== req.param("kind"))
    throw new Problem(401, "unknown_source", "no source has this address; copy it from the dashboard again");
  const line = (status: number, problems: string[], answer?: SourceAnswer): SourceDelivery => ({
    atMs: receivedAtMs,
    status,
    deliveries: 1,
    accepted: answer?.accepted ?? 0,
    duplicates: answer?.duplicates ?? 0,
    unknown: answer?.unknown ?? 0,
    rejected: answer?.rejected.length ?? 0,
    ignored: answer?.ignored ?? {},
    problems: problems.slice(0, 5),
  });
  try {
    const { raw } = req;
    const body = await readBytes(raw, limits.sourceBodyBytes);
    const answer = await receive(env, source, {
      method: raw.method,
      url: raw.url,
      headers: raw.headers,
      body,
      receivedAtMs,
    });
    const problems = answer.rejected.map(({ index, message }) => `item ${index}: ${message}`);
    noteDelivery(env, source, line(200, problems, answer));
    return context.json<SourceAnswer>(answer);
  } catch (error) {
    const problem =
      error instanceof Problem ? error : new Problem(500, "internal", "something went wrong on our side");
    noteDelivery(env, source, line(problem.status, [problem.message]));
    throw error;
  }
}

/** @throws {Problem} 404 when the site has no such source; another site's is answered alike. */
async function requireSource(context: AppContext): Promise<{ stored: StoredSource; kind: AnySource }> {
  // Typed by hand: what the platform makes of settings across a call is no type at all.
  const found: Promise<StoredSource | null> = siteObject(context).source(context.req.param("id") ?? "");
  const stored = await found;
  const kind = stored === null ? undefined : sourceKind(stored.kind);
  if (stored === null || kind === undefined)
    throw new Problem(404, "not_found", "there is no source of this id");
  return { stored, kind };
}

async function secretsOf(context: AppContext, stored: StoredSource): Promise<Record<string, string>> {
  return JSON.parse(await unseal(secretOf(context.env), stored.sealed)) as Record<string, string>;
}

/** A source as it is shown. */
async function shown(context: AppContext, stored: StoredSource): Promise<Source> {
  const { id, kind, name, createdAtMs, settings } = stored;
  const secrets = await secretsOf(context, stored);
  const token = await unseal(secretOf(context.env), stored.sealedToken);
  const missing = Object.entries(sourceKind(kind)?.secrets ?? {})
    .filter(([secret, origin]) => origin === "given" && secrets[secret] === undefined)
    .map(([secret]) => secret);
  return {
    id,
    kind,
    name,
    createdAtMs,
    address: `${new URL(context.req.url).origin}/v1/sources/${kind}/${token}`,
    settings,
    secretsSet: Object.keys(secrets),
    secretsMissing: missing,
  };
}

/** What a source is stored with: its settings parted, its secrets and its token sealed. */
async function sealedParts(context: AppContext, kind: AnySource, settings: Record<string, unknown>) {
  const { open, secrets } = partSecrets(kind, checkSettings(kind, settings));
  return { settings: open, sealed: await seal(secretOf(context.env), JSON.stringify(secrets)) };
}

async function newToken(context: AppContext) {
  const token = randomKey("src");
  return { sealedToken: await seal(secretOf(context.env), token), tokenHash: await sha256Hex(token) };
}

async function save(context: AppContext, stored: StoredSource): Promise<Source> {
  if (!(await siteObject(context).saveSource(context.var.siteId, stored)))
    throw new Problem(
      409,
      "too_many_sources",
      `a site has at most ${limits.sourcesPerSite} sources; delete one first`,
    );
  return shown(context, stored);
}

async function create(context: AppContext): Promise<Response> {
  const input = await adminBody(context, NewSourceSchema);
  const kind = sourceKind(input.kind);
  if (kind === undefined) {
    const names = sourceKinds.map(({ name }) => name).join(", ");
    throw new Problem(422, "invalid_field", `kind must be one of ${names}`, { field: "kind" });
  }
  const given = changedSettings({}, input.settings);
  const secrets = madeSecrets(kind, given);
  const source = await save(context, {
    id: `src_${randomId()}`,
    kind: kind.name,
    name: input.name ?? kind.title,
    createdAtMs: Date.now(),
    ...(await sealedParts(context, kind, { ...given, ...secrets })),
    ...(await newToken(context)),
    retired: [],
  });
  context.set("change", { after: withoutAddress(source) });
  return context.json<SourceWithSecrets>({ ...source, secrets }, 201);
}

async function change(context: AppContext): Promise<Response> {
  const input = await adminBody(context, SourceChangeSchema);
  const { stored, kind } = await requireSource(context);
  const settings = changedSettings(
    { ...stored.settings, ...(await secretsOf(context, stored)) },
    input.settings,
  );
  const before = withoutAddress(await shown(context, stored));
  const source = await save(context, {
    ...stored,
    name: input.name ?? stored.name,
    ...(await sealedParts(context, kind, settings)),
  });
  context.set("change", { before, after: withoutAddress(source) });
  return context.json<Source>(source);
}

async function rotate(context: AppContext): Promise<Response> {
  const { stored, kind } = await requireSource(context);
  const secrets = madeSecrets(kind);
  const settings = { ...stored.settings, ...(await secretsOf(context, stored)), ...secrets };
  const source = await save(context, {
    ...stored,
    ...(await sealedParts(context, kind, settings)),
    ...(await newToken(context)),
  });
  context.set("change", { after: withoutAddress(source) });
  return context.json<SourceWithSecrets>({ ...source, secrets });
}

async function remove(context: AppContext): Promise<Response> {
  const { stored } = await requireSource(context);
  context.set("change", { before: withoutAddress(await shown(context, stored)) });
  await siteObject(context).removeSource(stored.id);
  return context.body(null, 204);
}

/** The address is a credential: the audit log is read by more people than may know it. */
function withoutAddress({ address: _address, ...rest }: Source): Omit<Source, "address"> {
  return rest;
}

/** Webhooks that come in, and where they come from. */
export const sourceRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v1/sources/:kind/:token",
    access: "source",
    summary: "Take the webhook of another service: e-mail events, booked meetings, deals won and lost.",
    details: `The address of a source; the dashboard shows it. The site is known by it, and that the webhook is genuine by the provider's own signature over the exact bytes, at most ${limits.webhookToleranceSeconds} seconds old where a time is signed. At most ${limits.sourceBodyBytes.toLocaleString("en")} bytes. Kinds of event that say nothing here are named and answered with 200, so that the provider neither tries again nor switches the webhook off; the same delivery again changes nothing.`,
    answer: SourceAnswerSchema,
    handle: deliver,
  },
  {
    method: "GET",
    path: "/admin/v1/source-kinds",
    access: "admin",
    scope: "read",
    summary: "The kinds of source there are, their settings, and how to set each up at its provider.",
    answer: v.strictObject({ kinds: v.array(SourceKindSchema) }),
    handle: (context) => context.json({ kinds: sourceKinds.map(infoOf) }),
  },
  {
    method: "GET",
    path: "/admin/v1/sources",
    access: "admin",
    scope: "read",
    summary: "List the sources of the site with their addresses.",
    answer: v.strictObject({ sources: v.array(SourceSchema) }),
    handle: async (context) => {
      const stored: Promise<StoredSource[]> = siteObject(context).sources();
      return context.json({
        sources: await Promise.all((await stored).map((source) => shown(context, source))),
      });
    },
  },
  {
    method: "POST",
    path: "/admin/v1/sources",
    access: "admin",
    scope: "edit",
    audit: "source.create",
    summary: "Set up a source. Secrets that are made for it are in this answer and nowhere else.",
    body: NewSourceSchema,
    answer: SourceWithSecretsSchema,
    handle: create,
  },
  {
    method: "PATCH",
    path: "/admin/v1/sources/:id",
    access: "admin",
    scope: "edit",
    audit: "source.change",
    summary: "Change the name or the settings of a source.",
    body: SourceChangeSchema,
    answer: SourceSchema,
    handle: change,
  },
  {
    method: "POST",
    path: "/admin/v1/sources/:id/rotate",
    access: "admin",
    scope: "keys",
    audit: "source.rotate",
    summary:
      "Give a source a new address, and new secrets where they are made here. The old ones work for another day.",
    answer: SourceWithSecretsSchema,
    handle: rotate,
  },
  {
    method: "DELETE",
    path: "/admin/v1/sources/:id",
    access: "admin",
    scope: "edit",
    audit: "source.delete",
    summary:
      "Delete a source and its log. What it has told stays. Its address is refused everywhere within a minute.",
    handle: remove,
  },
  {
    method: "GET",
    path: "/admin/v1/sources/:id/deliveries",
    access: "admin",
    scope: "read",
    summary: `The latest ${limits.sourceDeliveriesKept} lines of a source's log, the newest first: what came, what was refused and why.`,
    answer: v.strictObject({ deliveries: v.array(SourceDeliverySchema) }),
    handle: async (context) => {
      const { stored } = await requireSource(context);
      return context.json({ deliveries: await siteObject(context).sourceDeliveries(stored.id) });
    },
  },
];
