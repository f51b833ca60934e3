import type { Environment } from "../environment.ts";
import { isLocal } from "../environment.ts";
import { ensureDemoSite, isDemoKey } from "../demo.ts";
import { Problem } from "../problem.ts";
import { loadGrant, type KeyGrant } from "../snapshots.ts";

const keyShape = /^[A-Za-z0-9_-]{8,128}$/;

/** The user name of Basic authentication, as Segment's libraries send their key; undefined without one. */
export function basicUser(header: string | null): string | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header ?? "") ?? [];
  if (encoded === undefined) return undefined;
  try {
    return atob(encoded).split(":")[0];
  } catch {
    return undefined;
  }
}

/** The token of a bearer header; undefined without one. */
export function bearerToken(header: string | null): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{8,256})$/i.exec(header ?? "")?.[1];
}

/** What a key opens, or null. In local mode a demo key opens its demo site, which is made on first use. */
export async function grantOf(environment: Environment, key: string): Promise<KeyGrant | null> {
  if (!keyShape.test(key)) return null;
  if (isDemoKey(key)) {
    if (!isLocal(environment)) return null;
    await ensureDemoSite(environment, key);
  }
  return loadGrant(environment, key);
}

/**
 * The grant of the key that a tracking request was made with.
 *
 * @throws {Problem} 401 when there is no key, or nobody knows it.
 */
export async function requireTrackingKey(
  environment: Environment,
  authorization: string | null,
  writeKey: unknown,
): Promise<KeyGrant> {
  const key = basicUser(authorization) ?? (typeof writeKey === "string" ? writeKey : undefined);
  if (key === undefined || key === "") {
    throw new Problem(
      401,
      "missing_key",
      "writeKey is missing: send it in the body, or as the user of Basic authentication",
      {
        field: "writeKey",
      },
    );
  }
  const grant = await grantOf(environment, key);
  if (grant === null || grant.kind === "admin") {
    throw new Problem(
      401,
      "invalid_key",
      `writeKey is not known, or holds no more${demoHint(environment, key)}`,
      {
        field: "writeKey",
      },
    );
  }
  return grant;
}

/** What to say of a demo key that is tried on a deployment. */
export function demoHint(environment: Environment, key: string): string {
  return isDemoKey(key) && !isLocal(environment) ? ": demo keys work on a developer's machine only" : "";
}
