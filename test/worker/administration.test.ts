import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import dealer from "../../shared/packs/dealer/model.json";
import type { AuditRow } from "../../shared/schema/admin.ts";
import type { Environment } from "../../worker/environment.ts";
import { forgetAccessKeys, keyCoolDownMs } from "../../worker/security/access-keys.ts";
import { sha256Hex } from "../../worker/security/digest.ts";
import { withoutSecrets } from "../../worker/security/redact.ts";
import { identify, page, type Json, type Reply } from "./support/api.ts";
import {
  accessAudience,
  accessTeam,
  as,
  ask,
  makeSite,
  report,
  rootToken,
  tokenWith,
  type DeployedSite,
} from "./support/deployment.ts";

const { SITE, SNAPSHOTS } = env as unknown as Environment;
const hourMs = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets the clock stand at a time; timers go on. */
function at(nowMs: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: nowMs });
}

const siteStub = ({ id }: Pick<DeployedSite, "id">) => SITE.get(SITE.idFromName(id));

/** Everything that is stored of a site, as text: every row of its object and every value in KV. */
async function dumpOf(site: DeployedSite): Promise<string> {
  const rows = await runInDurableObject(siteStub(site), (_, { storage: { sql } }) =>
    sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray()
      .map(({ name }) => JSON.stringify(sql.exec(`SELECT * FROM "${name}"`).toArray())),
  );
  const { keys } = await SNAPSHOTS.list();
  const values = await Promise.all(keys.map(async ({ name }) => `${name} ${await SNAPSHOTS.get(name)}`));
  return [...rows, ...values].join("\n");
}

async function auditRows(site: DeployedSite): Promise<AuditRow[]> {
  return (await site.admin("GET", "/audit?limit=200")).body.rows as AuditRow[];
}

describe("an admin token", () => {
  it("is shown once, has 256 bits, and is nowhere in clear", async () => {
    const site = await makeSite("tokens");
    const { status, body } = await site.admin("POST", "/tokens", { name: "Build", scopes: ["publish"] });
    expect(status).toBe(201);
    expect(body.token).toMatch(/^adm_[A-Za-z0-9_-]{43}$/);
    expect(body).toMatchObject({ name: "Build", scopes: ["publish"], expiresAtMs: null, revokedAtMs: null });
    const { tokens } = (await site.admin("GET", "/tokens")).body;
    expect(tokens.map(({ name }: Json) => name).sort()).toEqual(["Build", "First token"]);
    expect(tokens.find(({ name }: Json) => name === "Build").hint).toBe(`adm_…${body.token.slice(-4)}`);
    const dump = await dumpOf(site);
    expect(dump).toContain(await sha256Hex(body.token));
    for (const secret of [body.token, site.adminToken, site.secretKey, rootToken])
      expect(dump).not.toContain(secret);
  });

  it("is refused from the request after its revocation on", async () => {
    const site = await makeSite("revoked");
    const { body: made } = await site.admin("POST", "/tokens", { name: "Leaver", scopes: ["read"] });
    expect((await as(made.token, "GET", "/admin/v1/leads")).status).toBe(200);
    // KV may go on saying that the token is good: an entry from before is put back.
    const entry = (await SNAPSHOTS.get(`key:${await sha256Hex(made.token)}`)) ?? "";
    expect((await site.admin("DELETE", `/tokens/${made.id}`)).status).toBe(204);
    await SNAPSHOTS.put(`key:${await sha256Hex(made.token)}`, entry);
    const refused = await as(made.token, "GET", "/admin/v1/leads");
    expect(refused).toMatchObject({
      status: 401,
      body: { error: { message: "the admin token was revoked" } },
    });
  });

  it("closes the live feed that it opened when it is revoked", async () => {
    const site = await makeSite("listener");
    const { body: made } = await site.admin("POST", "/tokens", { name: "Listener", scopes: ["read"] });
    const stub = siteStub(site);
    const listen = async (id: string) => {
      const headers = { upgrade: "websocket", "x-scoreline-actor": `token:${id}` };
      const socket = (await stub.fetch("https://site/live", { headers })).webSocket;
      socket?.accept();
      return socket;
    };
    const [socket, other] = [await listen(made.id), await listen("tok_other")];
    const closed = new Promise<number>((resolve) =>
      socket?.addEventListener("close", ({ code }) => resolve(code)),
    );
    await site.admin("DELETE", `/tokens/${made.id}`);
    expect(await closed).toBe(1008);
    expect(other?.readyState).toBe(WebSocket.OPEN);
    other?.close();
  });

  it("holds until the millisecond in which it expires", async () => {
    const site = await makeSite("expiry");
    const expiresAtMs = Date.now() + hourMs;
    const { body: made } = await site.admin("POST", "/tokens", {
      name: "Trial",
      scopes: ["read"],
      expiresAtMs,
    });
    const statusAt = async (nowMs: number) => {
      at(nowMs);
      return (await as(made.token, "GET", "/admin/v1/site")).status;
    };
    expect([
      await statusAt(expiresAtMs - 1),
      await statusAt(expiresAtMs),
      await statusAt(expiresAtMs + 1),
    ]).toEqual([200, 401, 401]);
    at(Date.now());
    const past = await site.admin("POST", "/tokens", {
      name: "Past",
      scopes: ["read"],
      expiresAtMs: Date.now(),
    });
    expect(past).toMatchObject({ status: 422, body: { error: { field: "expiresAtMs" } } });
  });

  it("remembers its last use to the hour, in one row an hour", async () => {
    const site = await makeSite("last-use");
    const startMs = Date.now() + 1_000;
    const { body: made } = await site.admin("POST", "/tokens", { name: "Poller", scopes: ["read"] });
    const lastUse = async (): Promise<number> =>
      (await site.admin("GET", "/tokens")).body.tokens.find(({ id }: Json) => id === made.id).lastUsedAtMs;
    for (const nowMs of [startMs, startMs + hourMs - 1]) {
      at(nowMs);
      await as(made.token, "GET", "/admin/v1/site");
      expect(await lastUse()).toBe(startMs);
    }
    at(startMs + hourMs);
    await as(made.token, "GET", "/admin/v1/site");
    expect(await lastUse()).toBe(startMs + hourMs);
  });

  it("gives no scope that its holder has not, and the last that can make others stays", async () => {
    const site = await makeSite("scopes");
    const keeper = await tokenWith(site, ["keys"]);
    const more = await as(keeper, "POST", "/admin/v1/tokens", { name: "More", scopes: ["keys", "publish"] });
    expect(more).toMatchObject({
      status: 403,
      body: { error: { code: "scope_not_yours", field: "scopes" } },
    });
    const member = await as(keeper, "POST", "/admin/v1/members", {
      email: "x@example.com",
      scopes: ["edit"],
    });
    expect(member.status).toBe(403);
    const { tokens } = (await site.admin("GET", "/tokens")).body;
    const idOf = (name: string) => tokens.find((token: Json) => token.name === name).id;
    expect((await as(keeper, "DELETE", `/admin/v1/tokens/${idOf("First token")}`)).status).toBe(204);
    const last = await as(keeper, "DELETE", `/admin/v1/tokens/${idOf("keys")}`);
    expect(last).toMatchObject({ status: 409, body: { error: { code: "last_keeper" } } });
    // What is lost for good is made again with the root token.
    const found = await as(rootToken, "POST", `/admin/v1/sites/${site.id}/tokens`, {
      name: "Found",
      scopes: ["read", "keys"],
    });
    expect((await as(found.body.token, "GET", "/admin/v1/keys")).status).toBe(200);
    const { rows } = (await as(found.body.token, "GET", "/admin/v1/audit")).body;
    expect(rows[0]).toMatchObject({
      action: "token.create",
      actor: { kind: "root" },
      after: { name: "Found" },
    });
    const nowhere = await as(rootToken, "POST", "/admin/v1/sites/no-such-site/tokens", {
      name: "X",
      scopes: ["read"],
    });
    expect(nowhere.status).toBe(404);
  });

  it.each([
    [{ name: "", scopes: ["read"] }, "name"],
    [{ name: "x", scopes: [] }, "scopes"],
    [{ name: "x", scopes: ["root"] }, "scopes[0]"],
    [{ name: "x", scopes: ["read", "read"] }, "scopes"],
    [{ name: "x", scopes: ["read"], siteId: "other" }, "siteId"],
  ])("cannot be made from %j", async (body, field) => {
    const site = await makeSite("bad-token");
    expect(await site.admin("POST", "/tokens", body)).toMatchObject({
      status: 422,
      body: { error: { field } },
    });
  });

  it("can be guessed twenty times a minute from one address, and a right one is let through all the while", async () => {
    const site = await makeSite("guessed");
    const guess = (token: string, address: string) =>
      ask("/admin/v1/site", { headers: { authorization: `Bearer ${token}`, "cf-connecting-ip": address } });
    const statuses: number[] = [];
    for (let index = 0; index < 25; index += 1)
      statuses.push((await guess(`adm_wrong_${index}`, "192.0.2.1")).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(statuses.slice(20)).toEqual(Array(5).fill(429));
    expect((await guess("adm_wrong_26", "192.0.2.1")).headers.get("retry-after")).toBe("60");
    // One wrong token that is sent over and over is one guess; another address has guesses of its own.
    const stale = await Promise.all(Array.from({ length: 30 }, () => guess("adm_stale_token", "192.0.2.2")));
    expect(new Set(stale.map(({ status }) => status))).toEqual(new Set([401]));
    expect((await guess(site.adminToken, "192.0.2.1")).status).toBe(200);
  });
});

describe("a write or secret key", () => {
  const track = (site: DeployedSite, writeKey: string) => report({ ...site, writeKey }, [page("/")]);
  const asServer = (key: string) =>
    ask("/v1/batch", {
      method: "POST",
      headers: { authorization: `Basic ${btoa(`${key}:`)}` },
      body: '{"batch":[]}',
    });

  it("is one of several, each listed by its prefix and last four characters", async () => {
    const site = await makeSite("keys");
    const { status, body: made } = await site.admin("POST", "/keys", { kind: "secret", name: "Shop server" });
    expect({ status, key: made.key }).toEqual({
      status: 201,
      key: expect.stringMatching(/^sec_[A-Za-z0-9_-]{43}$/),
    });
    expect([(await asServer(made.key)).status, (await asServer(site.secretKey)).status]).toEqual([200, 200]);
    const { keys } = (await site.admin("GET", "/keys")).body;
    expect(keys.map(({ name }: Json) => name).sort()).toEqual([
      "First secret key",
      "First write key",
      "Shop server",
    ]);
    expect(keys.every((key: Json) => !("hash" in key) && !("clear" in key))).toBe(true);
    expect(keys.find(({ id }: Json) => id === made.id).hint).toBe(`sec_…${made.key.slice(-4)}`);
    expect(await dumpOf(site)).not.toContain(made.key);
  });

  it("holds beside the one in its place until the millisecond in which the overlap ends", async () => {
    const site = await makeSite("rotated");
    const { keys } = (await site.admin("GET", "/keys")).body;
    const { id } = keys.find(({ kind }: Json) => kind === "write");
    const startMs = Date.now();
    at(startMs);
    const { status, body: made } = await site.admin("POST", `/keys/${id}/rotate`, { overlapHours: 1 });
    expect({ status, endsAtMs: made.old.endsAtMs }).toEqual({ status: 201, endsAtMs: startMs + hourMs });
    expect((await site.admin("GET", "/setup")).body.writeKey).toBe(made.key);
    const statusesAt = async (nowMs: number) => {
      at(nowMs);
      return [(await track(site, site.writeKey)).status, (await track(site, made.key)).status];
    };
    expect(await statusesAt(startMs + hourMs - 1)).toEqual([200, 200]);
    expect(await statusesAt(startMs + hourMs)).toEqual([401, 200]);
    expect(await statusesAt(startMs + hourMs + 1)).toEqual([401, 200]);
    expect((await site.admin("POST", `/keys/${id}/rotate`, {})).status).toBe(404);
  });

  it("ends when it is revoked, alone", async () => {
    const site = await makeSite("revoked-key");
    const { body: made } = await site.admin("POST", "/keys", { kind: "secret", name: "Lost laptop" });
    expect((await asServer(made.key)).status).toBe(200);
    expect((await site.admin("DELETE", `/keys/${made.id}`)).status).toBe(204);
    expect([(await asServer(made.key)).status, (await asServer(site.secretKey)).status]).toEqual([401, 200]);
    expect((await site.admin("DELETE", "/keys/key_of_nobody")).status).toBe(404);
  });

  it("of a site from before keys were kept is listed, shown in the snippet and revoked like another", async () => {
    const site = await makeSite("older");
    await runInDurableObject(siteStub(site), (_, { storage: { sql } }) => {
      sql.exec("DELETE FROM site_key");
      sql.exec("DELETE FROM token");
      sql.exec("INSERT INTO setting VALUES ('writeKey', ?)", JSON.stringify(site.writeKey));
    });
    expect((await site.admin("GET", "/setup")).body.writeKey).toBe(site.writeKey);
    const { keys } = (await site.admin("GET", "/keys")).body;
    expect(keys.map(({ hint }: Json) => hint).sort()).toEqual(["pub_…", "sec_…"]);
    const { id } = keys.find(({ kind }: Json) => kind === "secret");
    expect((await asServer(site.secretKey)).status).toBe(200);
    expect((await site.admin("DELETE", `/keys/${id}`)).status).toBe(204);
    expect((await asServer(site.secretKey)).status).toBe(401);
    const { tokens } = (await site.admin("GET", "/tokens")).body;
    expect(tokens).toMatchObject([{ name: "First token", scopes: ["read", "edit", "publish", "keys"] }]);
  });

  it("opens nothing below /admin, and the write key nothing to a foreign page", async () => {
    const site = await makeSite("powers");
    for (const key of [site.writeKey, site.secretKey])
      expect((await as(key, "GET", "/admin/v1/site")).status).toBe(401);
    expect((await report({ ...site, origin: "https://elsewhere.example" }, [page("/")])).status).toBe(403);
  });
});

describe("Cloudflare Access", () => {
  let pair: { privateKey: CryptoKey; publicKey: CryptoKey };
  let fetches = 0;
  let site: DeployedSite;
  const nowSeconds = () => Math.floor(Date.now() / 1000);

  beforeAll(async () => {
    pair = await generateKeyPair("RS256", { extractable: true });
    site = await makeSite("access");
    await site.admin("POST", "/members", { email: "Ada@Example.com", scopes: ["read"] });
  });

  /** The team's address of keys, as Cloudflare documents it. */
  async function serveKeys(kid = "key-1"): Promise<void> {
    forgetAccessKeys();
    fetches = 0;
    const key = { ...(await exportJWK(pair.publicKey)), kid, alg: "RS256", use: "sig" };
    vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
      expect(input).toBe(`${accessTeam}/cdn-cgi/access/certs`);
      fetches += 1;
      return Response.json({ keys: [key], public_cert: {}, public_certs: [] });
    });
  }

  const claims = (more: JWTPayload = {}): JWTPayload => ({
    iss: accessTeam,
    aud: [accessAudience],
    email: "ada@example.com",
    iat: nowSeconds() - 10,
    nbf: nowSeconds() - 10,
    exp: nowSeconds() + 600,
    sub: "person-1",
    ...more,
  });
  const sign = (payload: JWTPayload, kid = "key-1") =>
    new SignJWT(payload).setProtectedHeader({ alg: "RS256", kid }).sign(pair.privateKey);
  const enter = (
    token: string,
    headers: Record<string, string> = {},
    init: RequestInit = {},
  ): Promise<Reply> =>
    ask("/admin/v1/site", {
      ...init,
      headers: { "cf-access-jwt-assertion": token, "x-scoreline-site": site.id, ...headers },
    });
  const base64Url = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  it("lets a member in, with the member's scopes", async () => {
    await serveKeys();
    const token = await sign(claims());
    const { status, body } = await enter(token);
    expect(status).toBe(200);
    expect(body.you).toEqual({ actor: { kind: "member", email: "ada@example.com" }, scopes: ["read"] });
    const refused = await ask("/admin/v1/site", {
      method: "PATCH",
      headers: {
        "cf-access-jwt-assertion": token,
        "x-scoreline-site": site.id,
        "content-type": "application/json",
      },
      body: '{"name":"Mine"}',
    });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: "missing_scope" } } });
  });

  it("refuses every token that is not theirs, for this application, and now", async () => {
    await serveKeys();
    const spki = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.publicKey)));
    const other = await generateKeyPair("RS256");
    const es = await generateKeyPair("ES256");
    const good = await sign(claims());
    const tokens: Record<string, string> = {
      "alg none": `${base64Url({ alg: "none" })}.${base64Url(claims())}.`,
      "alg none with a signature": `${base64Url({ alg: "none", kid: "key-1" })}.${good.split(".").slice(1).join(".")}`,
      "HS256 with the public key": await new SignJWT(claims())
        .setProtectedHeader({ alg: "HS256", kid: "key-1" })
        .sign(spki),
      ES256: await new SignJWT(claims())
        .setProtectedHeader({ alg: "ES256", kid: "key-1" })
        .sign(es.privateKey),
      "another key under the same id": await new SignJWT(claims())
        .setProtectedHeader({ alg: "RS256", kid: "key-1" })
        .sign(other.privateKey),
      "wrong audience": await sign(claims({ aud: ["another-application"] })),
      "no audience": await sign(claims({ aud: [] })),
      "wrong issuer": await sign(claims({ iss: "https://evil.cloudflareaccess.com" })),
      "expired this second": await sign(claims({ exp: nowSeconds() })),
      "not yet valid": await sign(claims({ nbf: nowSeconds() + 60 })),
      "no expiry": await sign({
        iss: accessTeam,
        aud: accessAudience,
        email: "ada@example.com",
        iat: nowSeconds(),
      }),
      "no e-mail": await sign(claims({ email: undefined })),
      "unknown key id": await sign(claims(), "key-of-nobody"),
      "changed after signing": good.replace(
        /\.[^.]+\./,
        `.${base64Url(claims({ email: "root@example.com" }))}.`,
      ),
      "no token": "x",
      nothing: "",
      dots: "..",
    };
    for (const [what, token] of Object.entries(tokens)) {
      const { status } = await enter(token);
      expect({ what, status }).toEqual({ what, status: 401 });
    }
    expect((await enter(good)).status).toBe(200);
  });

  it("asks for keys at most once in a cool-down, whatever a thousand tokens name", async () => {
    await serveKeys();
    const token = await sign(claims());
    const [, payload, signature] = token.split(".");
    const unknown = Array.from({ length: 1_000 }, (_, index) =>
      enter(`${base64Url({ alg: "RS256", kid: `unknown-${index}` })}.${payload}.${signature}`),
    );
    const statuses = new Set((await Promise.all(unknown)).map(({ status }) => status));
    expect({ statuses, fetches }).toEqual({ statuses: new Set([401]), fetches: 1 });
    // A key that the team has made since is found after the cool-down, and not before.
    const startMs = Date.now();
    await serveKeysAgain("key-2");
    const fresh = async (nowMs: number) => {
      at(nowMs);
      return (await enter(await sign(claims({ exp: nowSeconds() + 3600 }), "key-2"))).status;
    };
    expect(await fresh(startMs + keyCoolDownMs - 5_000)).toBe(401);
    expect(fetches).toBe(1);
    expect(await fresh(startMs + keyCoolDownMs)).toBe(200);
    expect(fetches).toBe(2);
  });

  async function serveKeysAgain(kid: string): Promise<void> {
    const key = { ...(await exportJWK(pair.publicKey)), kid, alg: "RS256", use: "sig" };
    vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
      fetches += 1;
      return Response.json({ keys: [key] });
    });
  }

  it("says 503 while the keys cannot be read, and asks no more often for that", async () => {
    forgetAccessKeys();
    let asked = 0;
    vi.spyOn(globalThis, "fetch").mockImplementation(async () => {
      asked += 1;
      return new Response("no", { status: 500 });
    });
    const token = await sign(claims());
    const replies = [await enter(token), await enter(token), await enter(token)];
    expect({ statuses: replies.map(({ status }) => status), asked }).toEqual({
      statuses: [503, 503, 503],
      asked: 1,
    });
  });

  it("answers for a site that somebody is no member of as for one that is not there", async () => {
    await serveKeys();
    const other = await makeSite("not-mine");
    const token = await sign(claims());
    const [foreign, absent] = [
      await enter(token, { "x-scoreline-site": other.id }),
      await enter(token, { "x-scoreline-site": "no-such-site" }),
    ];
    const masked = ({ status, body }: Reply) => ({ status, error: { ...body.error, requestId: null } });
    expect(foreign.status).toBe(404);
    expect(masked(foreign)).toEqual(masked(absent));
    const stranger = await enter(await sign(claims({ email: "eve@example.com" })));
    expect(masked(stranger)).toEqual(masked(absent));
  });

  it("needs no site named where there is one, and asks which where there are more", async () => {
    await serveKeys();
    const first = await makeSite("mine");
    await first.admin("POST", "/members", { email: "grace@example.com", scopes: ["read"] });
    const token = await sign(claims({ email: "GRACE@example.com" }));
    const withoutSite = () => ask("/admin/v1/site", { headers: { "cf-access-jwt-assertion": token } });
    expect((await withoutSite()).body.site.id).toBe(first.id);
    const second = await makeSite("mine-too");
    await second.admin("POST", "/members", { email: "grace@example.com", scopes: ["read"] });
    const asked = await withoutSite();
    expect(asked).toMatchObject({
      status: 400,
      body: { error: { code: "missing_site", field: "x-scoreline-site" } },
    });
    expect(asked.body.error.message).toContain(second.id);
  });

  it("lets nobody in who was taken away, at once", async () => {
    await serveKeys();
    const { body: member } = await site.admin("POST", "/members", {
      email: "leaver@example.com",
      scopes: ["read"],
    });
    const token = await sign(claims({ email: "leaver@example.com" }));
    expect((await enter(token)).status).toBe(200);
    expect((await site.admin("DELETE", `/members/${member.id}`)).status).toBe(204);
    expect((await enter(token)).status).toBe(404);
  });

  it("does not take a request that a browser sends for a page elsewhere, nor the cookie", async () => {
    await serveKeys();
    const token = await sign(claims());
    for (const origin of ["https://evil.example", "null", "https://scoreline.example.com.evil.com"]) {
      expect((await enter(token, { origin })).status).toBe(403);
    }
    expect((await enter(token, { origin: "https://scoreline.example.com" })).status).toBe(200);
    const cookie = await ask("/admin/v1/site", {
      headers: { cookie: `CF_Authorization=${token}`, "x-scoreline-site": site.id },
    });
    expect(cookie.status).toBe(401);
  });
});

describe("the audit log", () => {
  it("has one row for each change: who, when, what, before and after", async () => {
    const site = await makeSite("audited");
    const { body: destination } = await site.admin("POST", "/destinations", {
      kind: "webhook",
      url: "https://hooks.example.com/",
    });
    const { body: token } = await site.admin("POST", "/tokens", { name: "Editor", scopes: ["edit"] });
    const { body: key } = await site.admin("POST", "/keys", { kind: "secret", name: "Server" });
    await site.admin("POST", `/keys/${key.id}/rotate`, { overlapHours: 0 });
    await site.admin("DELETE", `/keys/${key.id}`);
    const { body: member } = await site.admin("POST", "/members", {
      email: "m@example.com",
      scopes: ["read"],
    });
    await site.admin("DELETE", `/members/${member.id}`);
    await as(token.token, "PATCH", "/admin/v1/site", { name: "Renamed" });
    await site.admin("DELETE", `/tokens/${token.id}`);
    await site.admin("POST", "/debug-link", {});
    const rows = await auditRows(site);
    expect(rows.map(({ action }) => action).reverse()).toEqual([
      "site.create",
      "destination.create",
      "token.create",
      "key.create",
      "key.rotate",
      "key.revoke",
      "member.save",
      "member.remove",
      "site.update",
      "token.revoke",
      "debug_link.create",
    ]);
    expect(rows.map(({ number }) => number).reverse()).toEqual(rows.map((_, index) => index + 1));
    const renamed = rows.find(({ action }) => action === "site.update");
    expect(renamed).toMatchObject({
      actor: { kind: "token", id: token.id, name: "Editor" },
      target: "PATCH /admin/v1/site",
      before: { name: `Site ${site.id}` },
      after: { name: "Renamed" },
    });
    expect(rows.at(-1)).toMatchObject({ actor: { kind: "root" }, action: "site.create" });
    const text = JSON.stringify(rows);
    for (const secret of [destination.secret, token.token, key.key, site.adminToken])
      expect(text).not.toContain(secret);
    const { body: first } = await site.admin("GET", "/audit?limit=4");
    const { body: next } = await site.admin("GET", `/audit?limit=4&cursor=${first.nextCursor}`);
    expect([...first.rows, ...next.rows].map(({ number }: Json) => number)).toEqual([
      11, 10, 9, 8, 7, 6, 5, 4,
    ]);
    for (const query of ["limit=0", "limit=201", "cursor=x", "who=me"]) {
      expect((await site.admin("GET", `/audit?${query}`)).status).toBe(422);
    }
  });

  it("shows a row that was altered, taken out, put in or put elsewhere", async () => {
    const site = await makeSite("chained");
    for (const name of ["a", "b", "c", "d"]) await site.admin("PATCH", "/site", { name });
    const check = async () => (await site.admin("GET", "/audit/check")).body;
    const whole = await check();
    expect(whole).toMatchObject({ isIntact: true, rows: 5, brokenAt: null });
    expect(whole.lastHash).toBe((await auditRows(site))[0]?.hash);
    const spoil = async (change: string, mend: string) => {
      const run = (statement: string) =>
        runInDurableObject(siteStub(site), (_, { storage }) => void storage.sql.exec(statement));
      await run("CREATE TABLE kept AS SELECT * FROM audit");
      await run(change);
      const { isIntact, brokenAt } = await check();
      await run("DELETE FROM audit");
      await run("INSERT INTO audit SELECT * FROM kept");
      await run("DROP TABLE kept");
      expect({ change, isIntact, brokenAt: brokenAt === null ? mend : "found" }).toEqual({
        change,
        isIntact: false,
        brokenAt: "found",
      });
    };
    await spoil(`UPDATE audit SET body = replace(body, '"b"', '"x"') WHERE number = 3`, "altered");
    await spoil("UPDATE audit SET body = json_set(body, '$.atMs', 1) WHERE number = 2", "time altered");
    await spoil(
      "UPDATE audit SET body = json_set(body, '$.actor.name', 'Nobody') WHERE number = 5",
      "actor altered",
    );
    await spoil("DELETE FROM audit WHERE number = 3", "taken out");
    await spoil("DELETE FROM audit WHERE number = 1", "beginning taken out");
    await spoil(
      "UPDATE audit SET body = (SELECT body FROM audit WHERE number = 2) WHERE number = 4",
      "put elsewhere",
    );
    expect(await check()).toEqual(whole);
    // Rows cut off at the end leave a chain that is whole, and another last hash.
    await runInDurableObject(
      siteStub(site),
      (_, { storage }) => void storage.sql.exec("DELETE FROM audit WHERE number = 5"),
    );
    expect(await check()).toMatchObject({ isIntact: true, rows: 4 });
    expect((await check()).lastHash).not.toBe(whole.lastHash);
  });

  it("keeps its order when changes come at once", async () => {
    const site = await makeSite("at-once");
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => site.admin("PATCH", "/site", { name: `n${index}` })),
    );
    expect((await site.admin("GET", "/audit/check")).body).toMatchObject({ isIntact: true, rows: 21 });
  });

  it("takes secrets out by their names and by their looks", () => {
    expect(
      withoutSecrets({
        url: "https://a.example/?k=sec_0123456789abcdef0123",
        apiKey: "k",
        list: [{ accessToken: "t", name: "n" }],
        key: "path.of.a.field",
      }),
    ).toEqual({
      url: "https://a.example/?k=(hidden)",
      apiKey: "(hidden)",
      list: [{ accessToken: "(hidden)", name: "n" }],
      key: "path.of.a.field",
    });
  });
});

describe("sites of one deployment", () => {
  it.each(["dealer", "ecommerce", "saas", "b2b"])("begin with the pack %s", async (pack) => {
    const site = { id: `pack-${pack}`, name: pack, origins: ["https://pack.example.com"], pack };
    const { status, body } = await as(rootToken, "POST", "/admin/v1/sites", site);
    expect(status).toBe(201);
    const { body: shown } = await as(body.adminToken, "GET", "/admin/v1/site");
    expect(shown).toMatchObject({ model: { version: 1 }, site: { id: `pack-${pack}` } });
  });

  it("are refused with what would be right, in words", async () => {
    const site = { id: "bakery", name: "Bakery", origins: ["https://bakery.example.com"], pack: "bakery" };
    expect((await as(rootToken, "POST", "/admin/v1/sites", site)).body.error).toMatchObject({
      field: "pack",
      message: 'pack must be "dealer", "ecommerce", "saas" or "b2b", not "bakery"',
    });
    const unknown = await as(rootToken, "POST", "/admin/v1/sites", { ...site, pack: "saas", colour: "red" });
    expect(unknown.body.error.message).toBe("colour is not a known field; take it out");
  });

  it("are listed with the root token", async () => {
    const site = await makeSite("listed");
    const ids: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const { body }: Reply = await as(
        rootToken,
        "GET",
        `/admin/v1/sites${cursor === "" ? "" : `?cursor=${cursor}`}`,
      );
      ids.push(...body.sites.map(({ id }: Json) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toContain(site.id);
  });

  it("change their settings, which hold for the next request", async () => {
    const site = await makeSite("settings");
    const origin = `https://new.${site.id}.example.com`;
    expect((await report({ ...site, origin }, [page("/")])).status).toBe(403);
    const { status, body } = await site.admin("PATCH", "/site", {
      origins: [origin],
      showScores: true,
      consent: "none",
    });
    expect({ status, site: body.site }).toMatchObject({
      status: 200,
      site: { id: site.id, origins: [origin], showScores: true, consent: "none" },
    });
    expect(await report({ ...site, origin }, [page("/directions")])).toMatchObject({
      status: 200,
      body: { total: 20 },
    });
    expect((await report(site, [page("/")])).status).toBe(403);
    for (const [change, field] of [
      [{ id: "other" }, "id"],
      [{}, ""],
      [{ origins: ["javascript:alert(1)"] }, "origins[0]"],
      [{ leadUrl: "javascript:alert(1)" }, "leadUrl"],
      [{ leadUrl: "//evil.example" }, "leadUrl"],
    ] as const) {
      expect(await site.admin("PATCH", "/site", change)).toMatchObject({
        status: 422,
        body: { error: { ...(field !== "" && { field }) } },
      });
    }
  });
});

describe("KV that says for a minute what held before", () => {
  it("has visitors scored by one version whole, the old one or the new one", async () => {
    const site = await makeSite("stale");
    const startMs = Date.now();
    const old = (await SNAPSHOTS.get(`site:${site.id}`)) ?? "";
    const model: Json = structuredClone(dealer);
    model.rules.find(({ id }: Json) => id === "directions").points = 25;
    expect((await site.admin("POST", "/model/publish", model)).body.version).toBe(2);
    const fresh = (await SNAPSHOTS.get(`site:${site.id}`)) ?? "";
    const scored = async (kept: string, nowMs: number) => {
      // Past what an isolate remembers, so that KV is asked.
      at(nowMs);
      await SNAPSHOTS.put(`site:${site.id}`, kept);
      const { body } = await report(site, [page("/directions"), page("/models/")]);
      const lead = await site.admin("GET", `/leads/${body.visitor.split(".")[0]}`);
      const versions = new Set(lead.body.receipts.map(({ modelVersion }: Json) => modelVersion));
      return { total: lead.body.total, versions: [...versions] };
    };
    expect(await scored(old, startMs + 10_000)).toEqual({ total: 20, versions: [1] });
    expect(await scored(old, startMs + 50_000)).toEqual({ total: 20, versions: [1] });
    expect(await scored(fresh, startMs + 60_000)).toEqual({ total: 25, versions: [2] });
  });
});

describe("publishing a model", () => {
  const everybody = () => {
    const model: Json = structuredClone(dealer);
    model.handOffs = [
      {
        id: "flood",
        label: { en: "Flood" },
        purpose: "sales",
        trigger: { on: "event", when: { test: "event", is: "page_view" } },
      },
    ];
    return model;
  };

  it("asks first when most visitors would be handed to sales", async () => {
    const site = await makeSite("blast");
    for (let index = 0; index < 4; index += 1)
      await report(site, [page("/"), identify({ email: `v${index}@example.com` })]);
    const waitForLeads = async (length: number) => {
      await expect.poll(async () => (await site.admin("GET", "/leads")).body.leads).toHaveLength(length);
    };
    await waitForLeads(4);
    // Of four visitors a share says nothing.
    const trial = await site.admin("POST", "/model/simulate", everybody());
    expect(trial.body).toMatchObject({
      sample: 4,
      handedToSales: { published: 0, candidate: 4 },
      confirm: null,
    });
    await report(site, [page("/"), identify({ email: "fifth@example.com" })]);
    await waitForLeads(5);
    const { body: simulated } = await site.admin("POST", "/model/simulate", everybody());
    expect(simulated).toMatchObject({
      sample: 5,
      handedToSales: { published: 0, candidate: 5 },
      stages: { lead: { published: 5, candidate: 5 } },
    });

    const refused = await site.admin("POST", "/model/publish", everybody());
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { code: "wide_blast_radius", field: "confirm" } },
    });
    expect(refused.body.error.message).toContain(
      `5 of the newest 5 visitors would be handed to sales, and 0 are now; publish it with ?confirm=${simulated.confirm}`,
    );
    expect((await site.admin("POST", "/model/publish?confirm=yes", everybody())).status).toBe(409);
    expect((await site.admin("GET", "/model")).body.version).toBe(1);
    const confirmed = await site.admin("POST", `/model/publish?confirm=${simulated.confirm}`, everybody());
    expect(confirmed).toMatchObject({ status: 200, body: { version: 2, id: simulated.confirm } });
    expect((await auditRows(site))[0]).toMatchObject({
      action: "model.publish",
      before: { version: 1 },
      after: { version: 2, isConfirmed: true },
    });
    // A model that hands over no more than the published one needs no word.
    const model = everybody();
    model.name = "Renamed";
    expect((await site.admin("POST", "/model/publish", model)).status).toBe(200);
  });

  it("keeps every version, and goes back to one in one step, byte for byte", async () => {
    const site = await makeSite("versions");
    const { body: first } = await site.admin("GET", "/model");
    for (const name of ["Second", "Third"]) await site.admin("POST", "/model/publish", { ...dealer, name });
    const { body: listed } = await site.admin("GET", "/model/versions");
    expect(listed.versions.map(({ version, name }: Json) => [version, name])).toEqual([
      [3, "Third"],
      [2, "Second"],
      [1, dealer.name],
    ]);
    expect(listed.versions[0].publishedBy).toMatchObject({ kind: "token", name: "First token" });
    expect([listed.versions[2].publishedBy, listed.draft]).toEqual([null, null]);
    await site.admin("PUT", "/model/draft", { ...dealer, name: "Fourth" });
    expect((await site.admin("GET", "/model/versions")).body.draft).toEqual({
      basedOn: 3,
      savedAtMs: expect.any(Number),
      savedBy: listed.versions[0].publishedBy,
    });
    const second = await site.admin("GET", "/model/versions/2");
    expect(second.body.model.name).toBe("Second");
    const bodies = () =>
      runInDurableObject(siteStub(site), (_, { storage }) =>
        storage.sql
          .exec<{ body: string; id: string }>("SELECT id, body FROM model ORDER BY version")
          .toArray(),
      );
    const before = await bodies();
    expect((await site.admin("POST", "/model/rollback", {})).body).toMatchObject({
      version: 4,
      id: before[1]?.id,
    });
    expect((await site.admin("POST", "/model/rollback", { version: 1 })).body).toMatchObject({
      version: 5,
      id: first.id,
    });
    const after = await bodies();
    expect(after).toEqual([...before, before[1], before[0]]);
    expect((await site.admin("GET", "/model")).body).toMatchObject({
      version: 5,
      id: first.id,
      model: first.model,
    });
    expect(await site.admin("POST", "/model/rollback", { version: 1 })).toMatchObject({
      status: 409,
      body: { error: { code: "same_model" } },
    });
    for (const version of ["6", "0", "x", "-1", "1e3"])
      expect((await site.admin("GET", `/model/versions/${version}`)).status).toBe(404);
    expect((await site.admin("POST", "/model/rollback", { version: 99 })).status).toBe(404);
    const fresh = await makeSite("one-version");
    expect(await fresh.admin("POST", "/model/rollback", {})).toMatchObject({
      status: 409,
      body: { error: { code: "nothing_before" } },
    });
  });

  it("keeps a draft that scores nobody", async () => {
    const site = await makeSite("draft");
    expect((await site.admin("GET", "/model/draft")).status).toBe(404);
    const saved = await site.admin("PUT", "/model/draft", { ...dealer, name: "Draft" });
    expect(saved).toMatchObject({ status: 200, body: { basedOn: 1, savedBy: { kind: "token" } } });
    expect((await site.admin("GET", "/model/draft")).body).toMatchObject({
      basedOn: 1,
      model: { name: "Draft" },
    });
    expect((await site.admin("GET", "/model")).body).toMatchObject({
      version: 1,
      model: { name: dealer.name },
    });
    expect((await site.admin("PUT", "/model/draft", { rules: 1 })).status).toBe(422);
    expect([
      (await site.admin("DELETE", "/model/draft")).status,
      (await site.admin("DELETE", "/model/draft")).status,
    ]).toEqual([204, 404]);
  });
});
