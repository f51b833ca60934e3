import { limits } from "../../shared/limits.ts";
import type { Environment } from "../environment.ts";
import { isRecord } from "../json-value.ts";
import { Problem } from "../problem.ts";
import { loadSite, type KeyGrant, type LoadedSite } from "../snapshots.ts";
import { parseJson, readBody } from "./body.ts";
import { basicUser, requireTrackingKey } from "./credentials.ts";

/** A request's text, and what its key opens. */
export interface KeyedText {
  text: string;
  /** Undefined when the key is not in the header: then it has to be in the body. */
  grant: KeyGrant | undefined;
}

/**
 * Reads a body by what its key may bring. A secret key in the header is known before the body is
 * read: it may bring more, and compressed. A key that is in the body can prove nothing before.
 *
 * @throws {Problem} 401 for an unknown key in the header, 413, 415.
 */
export async function readKeyedText(
  environment: Environment,
  request: Request,
  unknownKey: (key: unknown) => void = () => undefined,
): Promise<KeyedText> {
  const authorization = request.headers.get("authorization");
  const user = basicUser(authorization);
  const grant =
    user === undefined
      ? undefined
      : await requireTrackingKey(environment, authorization, undefined).catch((problem: unknown) => {
          unknownKey(user);
          throw problem;
        });
  const isServer = grant?.kind === "secret";
  const limitBytes = isServer ? limits.serverBodyBytes : limits.publicBodyBytes;
  return { text: await readBody(request, limitBytes, isServer), grant };
}

/**
 * Reads a JSON body and finds its key, in the header or as `writeKey`.
 *
 * @throws {Problem} 400, 401, 413, 415, or 422 when it is no object.
 */
export async function readKeyed(
  environment: Environment,
  request: Request,
  unknownKey: (key: unknown) => void = () => undefined,
): Promise<{ body: Record<string, unknown>; grant: KeyGrant }> {
  const { text, grant } = await readKeyedText(environment, request, unknownKey);
  const body = parseJson(text);
  if (!isRecord(body)) throw new Problem(422, "invalid_field", "the body must be a JSON object");
  const writeKey = body["writeKey"];
  return {
    body,
    grant:
      grant ??
      (await requireTrackingKey(environment, null, writeKey).catch((problem: unknown) => {
        unknownKey(writeKey);
        throw problem;
      })),
  };
}

/** @throws {Problem} 403 when a key is not a secret one. */
export function requireSecret(grant: KeyGrant): void {
  if (grant.kind === "secret") return;
  throw new Problem(
    403,
    "secret_key_needed",
    "this is for servers: use the secret key, as the user of Basic authentication",
  );
}

/** @throws {Problem} 503 when the site has no published model. */
export async function requireSite(environment: Environment, siteId: string): Promise<LoadedSite> {
  const site = await loadSite(environment, siteId);
  if (site !== null) return site;
  throw new Problem(503, "not_published", "the site has no published model yet; try again in a minute", {
    headers: { "retry-after": "60" },
  });
}
