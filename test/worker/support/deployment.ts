import { env } from "cloudflare:workers";
import { createApp } from "../../../worker/app.ts";
import type { Environment } from "../../../worker/environment.ts";
import type { Json, Reply } from "./api.ts";

export const rootToken = "a-root-token-for-tests-and-for-nothing-else";
export const accessTeam = "https://acme.cloudflareaccess.com";
export const accessAudience = "audience-of-the-tests";

/** The worker as it would be deployed: no demo keys, no loopback receivers, limits that count. */
export const deployed: Environment = {
  ...(env as unknown as Environment),
  SCORELINE_MODE: "production",
  SCORELINE_ROOT_TOKEN: rootToken,
  SCORELINE_ACCESS_TEAM: "acme",
  SCORELINE_ACCESS_AUDIENCE: accessAudience,
};

const app = createApp();

/** Calls the deployed worker. */
export async function ask(path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await app.request(`https://scoreline.example.com${path}`, init, deployed);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** A request with a bearer token, and a JSON body where there is one. */
export async function as(token: string, method: string, path: string, body?: unknown): Promise<Reply> {
  return ask(path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

export interface DeployedSite {
  id: string;
  origin: string;
  writeKey: string;
  secretKey: string;
  adminToken: string;
  /** Asks with the site's first admin token. */
  admin: (method: string, path: string, body?: unknown) => Promise<Reply>;
}

let count = 0;

/** Makes a site of its own for a test. */
export async function makeSite(name = "site"): Promise<DeployedSite> {
  count += 1;
  const id = `${name}-${count}-${crypto.randomUUID().slice(0, 8)}`;
  const origin = `https://${id}.example.com`;
  const site = { id, name: `Site ${id}`, origins: [origin], pack: "dealer" };
  const { body }: { body: Json } = await as(rootToken, "POST", "/admin/v1/sites", site);
  const { writeKey, secretKey, adminToken } = body;
  return {
    id,
    origin,
    writeKey,
    secretKey,
    adminToken,
    admin: (method, path, content) => as(adminToken, method, `/admin/v1${path}`, content),
  };
}

/** Makes a token with these scopes and nothing else. */
export async function tokenWith(site: DeployedSite, scopes: readonly string[]): Promise<string> {
  const { body } = await site.admin("POST", "/tokens", { name: scopes.join(" "), scopes });
  return body.token as string;
}

const browser =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/** Reports events as a page of the site would. */
export async function report(
  { origin, writeKey }: Pick<DeployedSite, "origin" | "writeKey">,
  events: readonly unknown[],
  more: Record<string, unknown> = {},
): Promise<Reply> {
  return ask("/v1/batch", {
    method: "POST",
    headers: { origin, "user-agent": browser },
    body: JSON.stringify({ writeKey, batch: events, ...more }),
  });
}
