import { describe, expect, it } from "vitest";
import { admin, adminPost, call, post } from "./support/api.ts";

const page = "http://localhost:5173/models/aurora/?color=red#top";

const draft = {
  id: "weekend",
  kind: "slide_in",
  when: { test: "identity", is: "anonymous" },
  texts: { en: { title: "This weekend" }, tr: { title: "Bu hafta sonu" } },
};

describe("a preview link", () => {
  it("is made for an action of the published model, and shows it in the visitor's language", async () => {
    const { status, body } = await adminPost("/previews", { action: "showroom_welcome", page });
    expect(status).toBe(201);
    expect(body.expiresAtMs).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect(body.link).toBe(`http://localhost:5173/models/aurora/?color=red&scoreline_preview=${body.id}#top`);
    const shown = await call(`/v1/previews/${body.id}?site=pub_demo_dealer&locale=tr-TR`, {
      headers: { origin: "http://localhost:5173" },
    });
    expect(shown.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
    expect(shown.body).toMatchObject({
      id: "showroom_welcome",
      kind: "banner",
      language: "tr",
      link: "/tr/iletisim/",
      promoCode: "WELCOME250",
    });
  });

  it("shows a draft that is in no model, and publishes nothing", async () => {
    const { body } = await adminPost("/previews", { draft, page });
    const shown = await call(`/v1/previews/${body.id}?site=pub_demo_dealer&locale=de`);
    expect(shown.body).toEqual({ id: "weekend", kind: "slide_in", language: "en", title: "This weekend" });
    const { body: published } = await admin("/model");
    expect(published.model.actions.map(({ id }: { id: string }) => id)).not.toContain("weekend");
  });

  it("records nothing: no visitor comes of looking at one", async () => {
    const before = (await admin("/leads")).body.leads.length;
    const { body } = await adminPost("/previews", { draft, page });
    const shown = await call(`/v1/previews/${body.id}?site=pub_demo_dealer`);
    expect(shown.body).not.toHaveProperty("visitor");
    expect(shown.headers.get("set-cookie")).toBeNull();
    expect((await admin("/leads")).body.leads).toHaveLength(before);
  });

  it("cannot be guessed, made without the token, used with another key, or shown on a foreign page", async () => {
    for (const id of ["showroom_welcome", "AAAAAAAAAAAAAAAAAAAAAA", "..%2Fsite", "a"]) {
      expect((await call(`/v1/previews/${id}?site=pub_demo_dealer`)).status).toBe(404);
    }
    expect((await post("/admin/v1/previews", { draft, page })).status).toBe(401);
    const { body } = await adminPost("/previews", { draft, page });
    for (const key of ["", "?site=", "?site=pub_nobody_knows", "?site=adm_demo_local"]) {
      expect((await call(`/v1/previews/${body.id}${key}`)).status).toBe(401);
    }
    const foreign = await call(`/v1/previews/${body.id}?site=pub_demo_dealer`, {
      headers: { origin: "https://evil.example" },
    });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("is refused for a page that is not on the site, an action that is not there, and a bad draft", async () => {
    const refused = async (body: unknown) => {
      const { status, body: answer } = await adminPost("/previews", body);
      return { status, field: answer.error.field, message: answer.error.message };
    };
    expect(await refused({ draft, page: "https://evil.example/" })).toMatchObject({
      status: 422,
      field: "page",
    });
    expect(await refused({ draft, page: "javascript:alert(1)" })).toMatchObject({
      status: 422,
      field: "page",
    });
    expect(await refused({ page })).toMatchObject({
      status: 422,
      message: "the body must hold either action or draft",
    });
    expect(await refused({ action: "nobody", page })).toEqual({
      status: 404,
      field: "action",
      message: `the published model has no action "nobody"`,
    });
    expect(await refused({ draft: { ...draft, kind: "survey" }, page })).toEqual({
      status: 422,
      field: "draft.trait",
      message: "draft.trait is missing: an action of the kind survey needs it",
    });
  });
});
