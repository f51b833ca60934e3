import { beforeAll, describe, expect, it } from "vitest";
import { createApp } from "../../worker/app.ts";
import { routes } from "../../worker/routes/index.ts";
import type { Route } from "../../worker/routes/route.ts";
import { scopes } from "../../shared/schema/choices.ts";
import { page, type Json, type Reply } from "./support/api.ts";
import { as, ask, makeSite, report, rootToken, tokenWith, type DeployedSite } from "./support/deployment.ts";

/**
 * Every route there is and who may call it: a scope of an administrator, `root`, `key` (a write or secret key),
 * `secret` (a secret key only), `source` (a provider's signed webhook; `sources.test.ts` tries the forgeries) or `public`. A route that is missing here fails the test: who may call it is to be decided, not inherited.
 */
const matrix: Readonly<Record<string, string>> = {
  "GET /v1/health": "public",

  "POST /v1/batch": "key",
  "POST /v1/b": "key",
  "POST /v1/track": "key",
  "POST /v1/t": "key",
  "POST /v1/page": "key",
  "POST /v1/p": "key",
  "POST /v1/identify": "key",
  "POST /v1/i": "key",
  "POST /v1/group": "key",
  "POST /v1/g": "key",
  "POST /v1/alias": "key",
  "POST /v1/a": "key",
  "POST /v1/screen": "key",
  "POST /v1/s": "key",
  "POST /v1/debug": "key",
  "GET /v1/previews/:id": "key",
  "GET /v1/projects/:key/settings": "key",
  "GET /sourceConfig": "key",
  "GET /sourceConfig/": "key",
  "POST /v1/decide": "key",
  "POST /v1/outcomes": "secret",

  "POST /v1/links": "secret",

  "POST /admin/v1/sites": "root",
  "GET /admin/v1/sites": "root",
  "POST /admin/v1/sites/:id/tokens": "root",

  "GET /admin/v1/site": "read",
  "PATCH /admin/v1/site": "edit",
  "GET /admin/v1/leads": "read",
  "GET /admin/v1/leads/:id": "read",
  "POST /admin/v1/leads/:id/merge": "edit",
  "POST /admin/v1/leads/:id/unmerge": "edit",
  "POST /admin/v1/leads/:id/dismiss": "edit",
  "GET /admin/v1/accounts": "read",
  "GET /admin/v1/accounts/:id": "read",
  "GET /admin/v1/proof-secret": "keys",
  "POST /admin/v1/proof-secret/rotate": "keys",
  "GET /admin/v1/live": "read",
  "GET /admin/v1/setup": "read",
  "POST /admin/v1/setup/check": "read",
  "POST /admin/v1/debug-link": "edit",
  "POST /admin/v1/outcomes": "edit",
  "POST /admin/v1/previews": "edit",

  "GET /admin/v1/model": "read",
  "POST /admin/v1/model/validate": "read",
  "POST /admin/v1/model/simulate": "read",
  "POST /admin/v1/model/publish": "publish",
  "POST /admin/v1/model/rollback": "publish",
  "GET /admin/v1/model/versions": "read",
  "GET /admin/v1/model/versions/:version": "read",
  "GET /admin/v1/model/draft": "read",
  "PUT /admin/v1/model/draft": "edit",
  "DELETE /admin/v1/model/draft": "edit",

  "POST /admin/v1/destinations": "edit",
  "GET /admin/v1/destinations": "read",
  "GET /admin/v1/destination-kinds": "read",
  "PATCH /admin/v1/destinations/:id": "edit",
  "DELETE /admin/v1/destinations/:id": "edit",
  "POST /admin/v1/destinations/:id/test": "edit",
  "POST /admin/v1/destinations/:id/rotate": "keys",
  "POST /admin/v1/destinations/:id/replay-dead": "edit",
  "POST /admin/v1/hand-offs/release": "edit",
  "POST /admin/v1/hand-offs/send-untaken": "edit",
  "GET /admin/v1/destinations/:id/deliveries": "read",
  "GET /admin/v1/destinations/:id/deliveries/:deliveryId": "read",
  "POST /admin/v1/destinations/:id/deliveries/:deliveryId/replay": "edit",

  "POST /v1/sources/:kind/:token": "source",
  "GET /admin/v1/source-kinds": "read",
  "GET /admin/v1/sources": "read",
  "POST /admin/v1/sources": "edit",
  "PATCH /admin/v1/sources/:id": "edit",
  "POST /admin/v1/sources/:id/rotate": "keys",
  "DELETE /admin/v1/sources/:id": "edit",
  "GET /admin/v1/sources/:id/deliveries": "read",

  "POST /admin/v1/keys": "keys",
  "GET /admin/v1/keys": "keys",
  "POST /admin/v1/keys/:id/rotate": "keys",
  "DELETE /admin/v1/keys/:id": "keys",
  "POST /admin/v1/tokens": "keys",
  "GET /admin/v1/tokens": "keys",
  "DELETE /admin/v1/tokens/:id": "keys",
  "POST /admin/v1/members": "keys",
  "GET /admin/v1/members": "keys",
  "DELETE /admin/v1/members/:id": "keys",
  "GET /.well-known/gpc.json": "public",
  "GET /admin/v1/leads/:id/export": "read",
  "GET /admin/v1/leads/:id/explanation": "read",
  "DELETE /admin/v1/leads/:id": "edit",
  "PUT /admin/v1/leads/:id/objection": "edit",
  "DELETE /admin/v1/leads/:id/objection": "edit",
  "POST /admin/v1/privacy/export": "read",
  "POST /admin/v1/privacy/erase": "edit",
  "POST /admin/v1/sweeps": "edit",
  "GET /admin/v1/sweeps": "read",
  "GET /admin/v1/sweeps/:id": "read",
  "GET /admin/v1/sweeps/:id/result": "read",
  "POST /admin/v1/sweeps/:id/cancel": "edit",
  "POST /admin/v1/sweeps/:id/resume": "edit",

  "GET /admin/v1/audit": "read",
  "GET /admin/v1/audit/check": "read",
};

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;
const neededBy = (route: Route): string => (route.access === "admin" ? route.scope : route.access);
const adminRoutes = routes.filter((route) => route.access === "admin");
const guardedRoutes = routes.filter(({ access }) => access === "admin" || access === "root");

/** Headers of every answer of the API, whatever it says. */
const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000",
  "x-content-type-options": "nosniff",
};

function expectSafe(route: string, { headers }: Reply): void {
  const given = Object.fromEntries(Object.keys(securityHeaders).map((name) => [name, headers.get(name)]));
  expect({ route, ...given }).toEqual({ route, ...securityHeaders });
  expect(headers.get("access-control-allow-credentials")).toBeNull();
}

/** An answer without what differs from one request to the next. */
function lasting({ status, body }: Reply): unknown {
  return { status, body: body?.error === undefined ? body : { ...body.error, requestId: null } };
}

let a: DeployedSite;
let b: DeployedSite;
/** Ids of things that are B's, by the beginning of the path. */
let ofB: Readonly<Record<string, string>>;

beforeAll(async () => {
  [a, b] = [await makeSite("a"), await makeSite("b")];
  const destination = await b.admin("POST", "/destinations", {
    kind: "webhook",
    url: "https://hooks.example.com/",
  });
  const source = await b.admin("POST", "/sources", { kind: "postmark" });
  const token = await b.admin("POST", "/tokens", { name: "of b", scopes: ["read"] });
  const key = await b.admin("POST", "/keys", { kind: "secret", name: "of b" });
  const member = await b.admin("POST", "/members", { email: "b@example.com", scopes: ["read"] });
  const tracked = await report(b, [page("/directions")]);
  ofB = {
    "/admin/v1/destinations/": destination.body.id,
    "/admin/v1/sources/": source.body.id,
    "/admin/v1/tokens/": token.body.id,
    "/admin/v1/keys/": key.body.id,
    "/admin/v1/members/": member.body.id,
    "/admin/v1/leads/": tracked.body.visitor.split(".")[0],
  };
});

/** The path of a route with an id of B, or with one that nothing has. */
function pathOf({ path }: Route, isAbsent = true): string {
  const [, id] = Object.entries(ofB).find(([beginning]) => path.startsWith(beginning)) ?? [];
  const absent = "A".repeat(22);
  return path.replace(":id", isAbsent ? absent : (id ?? absent)).replaceAll(/:\w+/g, absent);
}

const call = (token: string, route: Route, isAbsent = true): Promise<Reply> =>
  as(token, route.method, pathOf(route, isAbsent), route.method === "GET" ? undefined : {});

describe("the route matrix", () => {
  it("names every route there is, and who may call it", () => {
    expect(Object.fromEntries(routes.map((route) => [nameOf(route), neededBy(route)]))).toEqual(matrix);
  });

  it("is all that the application answers to", () => {
    const registered = createApp().routes.map(({ method, path }) => `${method} ${path}`);
    const known = new Set([
      ...Object.keys(matrix),
      "ALL /*",
      "OPTIONS /v1/*",
      "OPTIONS /sourceConfig",
      "OPTIONS /sourceConfig/",
      "ALL /admin/*",
    ]);
    expect(registered.filter((route) => !known.has(route))).toEqual([]);
  });

  it("asks for a name in the audit log of every change", () => {
    const changes = guardedRoutes.filter(({ method }) => method !== "GET");
    const silent = changes.filter((route) => !("audit" in route && route.audit !== null)).map(nameOf);
    // They only have a body to read.
    expect(silent).toEqual([
      "POST /admin/v1/model/validate",
      "POST /admin/v1/model/simulate",
      "POST /admin/v1/setup/check",
    ]);
  });
});

describe("every route below /admin", () => {
  it("answers 401 without a credential, with a wrong one and with a tracking key", async () => {
    const wrong = [
      undefined,
      "Bearer ",
      "Bearer x",
      "Bearer wrong-token-of-nobody",
      `Bearer ${a.writeKey}`,
      `Bearer ${a.secretKey}`,
      `Basic ${btoa(`${a.adminToken}:`)}`,
    ];
    for (const route of guardedRoutes) {
      for (const authorization of wrong) {
        const reply = await ask(pathOf(route), {
          method: route.method,
          headers: authorization === undefined ? {} : { authorization },
        });
        expect({ route: nameOf(route), authorization, status: reply.status }).toEqual({
          route: nameOf(route),
          authorization,
          status: 401,
        });
        expectSafe(nameOf(route), reply);
      }
    }
    // A site's token is not the deployment's, and the deployment's is no site's.
    for (const route of guardedRoutes) {
      const { status } = await call(route.access === "root" ? a.adminToken : rootToken, route);
      expect({ route: nameOf(route), status }).toEqual({ route: nameOf(route), status: 401 });
    }
  });

  it("answers 403 to every credential that lacks its scope, and not to the one that has nothing else", async () => {
    const single = Object.fromEntries(
      await Promise.all(scopes.map(async (scope) => [scope, await tokenWith(a, [scope])] as const)),
    );
    for (const route of adminRoutes) {
      for (const scope of scopes) {
        const reply = await call(single[scope] ?? "", route);
        const isEnough = scope === route.scope;
        expect({ route: nameOf(route), scope, isRefused: reply.status === 403 }).toEqual({
          route: nameOf(route),
          scope,
          isRefused: !isEnough,
        });
        if (!isEnough)
          expect(reply.body.error).toMatchObject({
            code: "missing_scope",
            message: expect.stringContaining(`"${route.scope}"`),
          });
        expect(reply.status).toBeLessThan(500);
        expectSafe(nameOf(route), reply);
      }
    }
  });

  it("answers for another site's things as for what does not exist", async () => {
    const withIds = adminRoutes.filter(({ path }) => path.includes(":id"));
    expect(withIds.length).toBeGreaterThan(5);
    for (const route of withIds) {
      const [foreign, absent] = [await call(a.adminToken, route, false), await call(a.adminToken, route)];
      expect({ route: nameOf(route), ...(lasting(foreign) as object) }).toEqual({
        route: nameOf(route),
        ...(lasting(absent) as object),
      });
      // A route that looks at its body first says what is wrong with that, to both alike.
      expect([404, 422]).toContain(foreign.status);
    }
    for (const path of ["/leads/", "/tokens/", "/keys/", "/members/"]) {
      const id = ofB[`/admin/v1${path}`] ?? "";
      const method = path === "/leads/" ? "GET" : "DELETE";
      expect({ path, status: (await a.admin(method, `${path}${id}`)).status }).toEqual({ path, status: 404 });
    }
    // All of them are still there.
    const there = await Promise.all([
      b.admin("GET", "/tokens"),
      b.admin("GET", "/keys"),
      b.admin("GET", "/members"),
    ]);
    expect(there.map(({ body }) => (Object.values(body)[0] as Json[]).length)).toEqual([2, 3, 1]);
    expect(there[1]?.body.keys.every(({ endsAtMs }: Json) => endsAtMs === null)).toBe(true);
  });

  it("takes no body that a form of another page could send", async () => {
    for (const route of guardedRoutes.filter(({ method }) => method !== "GET")) {
      const token = route.access === "root" ? rootToken : a.adminToken;
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", null]) {
        const reply = await ask(pathOf(route), {
          method: route.method,
          headers: { authorization: `Bearer ${token}`, ...(type !== null && { "content-type": type }) },
          body: new TextEncoder().encode("{}"),
        });
        expect({ route: nameOf(route), type, status: reply.status }).toEqual({
          route: nameOf(route),
          type,
          status: 415,
        });
      }
    }
  });

  it("says nothing to pages of other origins", async () => {
    for (const route of guardedRoutes) {
      for (const origin of ["https://evil.example", "null", "https://scoreline.example.com.evil.com"]) {
        for (const method of [route.method, "OPTIONS"]) {
          const { headers, status } = await ask(pathOf(route), { method, headers: { origin } });
          const cors = [...headers.keys()].filter((name) => name.startsWith("access-control-"));
          expect({ route: nameOf(route), method, status, cors }).toEqual({
            route: nameOf(route),
            method,
            status: 401,
            cors: [],
          });
        }
      }
    }
  });

  it("leaves nothing behind when it refuses", async () => {
    const before = (await a.admin("GET", "/audit")).body.rows.length;
    const reader = await tokenWith(a, ["read"]);
    for (const route of adminRoutes.filter(({ scope }) => scope !== "read")) await call(reader, route);
    expect((await a.admin("GET", "/audit")).body.rows.length).toBe(before + 1);
  });
});

describe("every route for keys", () => {
  const keyRoutes = routes.filter(({ access }) => access === "key");
  /** A GET has its key in the path or the query, by whatever name the library that asks has for it. */
  const withKey = (route: Route, key: string | undefined): string => {
    if (route.method !== "GET" || key === undefined) return pathOf(route);
    return `${pathOf({ ...route, path: route.path.replace(":key", key) })}?site=${key}&writeKey=${key}`;
  };

  it("answers 401 without a key, with a wrong one and with an admin token", async () => {
    for (const route of keyRoutes) {
      for (const writeKey of [undefined, "wrong-key-of-nobody", a.adminToken]) {
        const path = withKey(route, writeKey);
        const reply = await ask(path, {
          method: route.method,
          ...(route.method !== "GET" && { body: JSON.stringify({ writeKey, batch: [] }) }),
        });
        expect({ route: nameOf(route), writeKey, status: reply.status }).toEqual({
          route: nameOf(route),
          writeKey,
          status: 401,
        });
        expectSafe(nameOf(route), reply);
      }
    }
  });

  it("never tells a page of a foreign origin anything, however its name looks like the site's", async () => {
    const host = a.origin.slice("https://".length);
    for (const route of keyRoutes) {
      for (const origin of [
        `${a.origin}.evil.com`,
        `https://evil${host}`,
        `http://${host}`,
        "null",
        `${a.origin}:8443`,
      ]) {
        const path = withKey(route, a.writeKey);
        const reply = await ask(path, {
          method: route.method,
          headers: { origin },
          ...(route.method !== "GET" && {
            body: JSON.stringify({ writeKey: a.writeKey, batch: [page("/")] }),
          }),
        });
        expect({
          route: nameOf(route),
          origin,
          status: reply.status,
          allowed: reply.headers.get("access-control-allow-origin"),
        }).toEqual({ route: nameOf(route), origin, status: 403, allowed: null });
        expectSafe(nameOf(route), reply);
      }
    }
  });

  it("refuses the write key without an origin where the site requires one, but for what a page reads of its own host", async () => {
    const strict = await makeSite("strict");
    expect((await strict.admin("PATCH", "/site", { requireOrigin: true })).status).toBe(200);
    const refusal = async (
      route: Route,
      site: DeployedSite,
      headers: Record<string, string>,
    ): Promise<unknown> => {
      const reply = await ask(withKey(route, site.writeKey), {
        method: route.method,
        headers,
        ...(route.method !== "GET" && {
          body: JSON.stringify({ writeKey: site.writeKey, batch: [page("/")] }),
        }),
      });
      const code: string | undefined = reply.body.error?.code;
      // Some have another reason to refuse, which is that the origin was no matter.
      return code?.endsWith("_origin") === true
        ? [reply.status, code, reply.body.error.message]
        : "no matter";
    };
    const missing = [
      403,
      "missing_origin",
      expect.stringMatching(/secret key on a server.*requireOrigin off/),
    ];
    for (const route of keyRoutes) {
      const isReading = route.method === "GET";
      expect({
        route: nameOf(route),
        lenient: await refusal(route, a, {}),
        none: await refusal(route, strict, {}),
        empty: await refusal(route, strict, { origin: "" }),
        foreign: await refusal(route, strict, { origin: a.origin }),
        own: await refusal(route, strict, { origin: strict.origin }),
        // A browser sends no Origin with what a page reads from its own host.
        ownPage: await refusal(route, strict, { "sec-fetch-site": "same-origin" }),
        sibling: await refusal(route, strict, { "sec-fetch-site": "same-site" }),
        typedIn: await refusal(route, strict, { "sec-fetch-site": "none" }),
        secret: await refusal(
          route,
          { ...strict, writeKey: strict.secretKey },
          { authorization: `Basic ${btoa(`${strict.secretKey}:`)}` },
        ),
      }).toEqual({
        route: nameOf(route),
        lenient: "no matter",
        none: missing,
        empty: [403, "foreign_origin", expect.any(String)],
        foreign: [403, "foreign_origin", expect.any(String)],
        own: "no matter",
        ownPage: isReading ? "no matter" : missing,
        sibling: missing,
        typedIn: missing,
        secret: "no matter",
      });
    }
    expect((await strict.admin("PATCH", "/site", { requireOrigin: false })).status).toBe(200);
    expect(await refusal(keyRoutes[0] as Route, strict, {})).toBe("no matter");
  });

  it("takes another site's visitor for a new one", async () => {
    const foreign = (await report(b, [page("/directions")])).body.visitor as string;
    const { body } = await report(a, [page("/models/")], { visitor: foreign });
    expect(body).toMatchObject({ accepted: 1, visitor: expect.any(String) });
    expect(body.visitor.split(".")[0]).not.toBe(foreign.split(".")[0]);
    const lead = await b.admin("GET", `/leads/${foreign.split(".")[0]}`);
    expect(lead.body.timeline).toHaveLength(1);
  });
});

describe("every route for secret keys", () => {
  it("answers 401 without a key or with a wrong one, 403 with a write key", async () => {
    for (const route of routes.filter(({ access }) => access === "secret")) {
      for (const [key, status] of [
        [undefined, 401],
        ["wrong-key-of-nobody", 401],
        [a.adminToken, 401],
        [a.writeKey, 403],
      ] as const) {
        const reply = await ask(pathOf(route), {
          method: route.method,
          headers: { ...(key !== undefined && { authorization: `Basic ${btoa(`${key}:`)}` }) },
          body: "{}",
        });
        expect({ route: nameOf(route), key, status: reply.status }).toEqual({
          route: nameOf(route),
          key,
          status,
        });
        expectSafe(nameOf(route), reply);
      }
    }
  });
});

describe("every route for sources", () => {
  it("answers 401 to whatever comes to an address that nobody was given, with a key or without", async () => {
    for (const route of routes.filter(({ access }) => access === "source")) {
      for (const authorization of [undefined, `Bearer ${a.adminToken}`, `Basic ${btoa(`${a.secretKey}:`)}`]) {
        const reply = await ask(pathOf(route), {
          method: route.method,
          headers: authorization === undefined ? {} : { authorization },
          body: JSON.stringify({ writeKey: a.writeKey, batch: [] }),
        });
        expect({ route: nameOf(route), authorization, status: reply.status }).toEqual({
          route: nameOf(route),
          authorization,
          status: 401,
        });
        expectSafe(nameOf(route), reply);
      }
    }
  });
});

describe("every public route", () => {
  it("answers nobody in particular, with the same headers", async () => {
    for (const route of routes.filter(({ access }) => access === "public")) {
      expectSafe(nameOf(route), await ask(pathOf(route), { method: route.method }));
    }
    expectSafe("a path that is not there", await ask("/v1/nothing"));
    expect((await ask("/v1/profile?id=x")).status).toBe(404);
  });
});
