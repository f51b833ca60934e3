import { describe, expect, it } from "vitest";
import { visitorObject } from "./support/receivers.ts";
import { dumpOfObject } from "./support/storage.ts";
import { makeSite, report, type DeployedSite } from "./support/deployment.ts";
import { admin, batch, messageId, page, post, track, type Json } from "./support/api.ts";

/** Name and path of all that a visitor did, oldest first. */
async function walkOf(visitor: string): Promise<[name: string, path: string][]> {
  const { body } = await admin(`/leads/${visitor.split(".")[0]}`);
  return body.timeline.map(({ name, path }: Json) => [name, path]).toReversed();
}

/** A view as the SDK tells it: what it shares with the others of its request stands in the head. */
const view = (more: Record<string, unknown> = {}) => ({ type: "page", messageId: messageId(), ...more });
const at = (url: string) => ({ page: { url, title: "Home" } });

describe("POST /v1/batch", () => {
  it("answers with what it took and a signed visitor id", async () => {
    const { status, body } = await post("/v1/batch", batch([page("/models/")]));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      accepted: 1,
      duplicates: 0,
      rejected: [],
      stage: "visitor",
      total: 0,
      actions: [],
    });
    expect(body.visitor).toMatch(/^[\w-]{22}\.[\w-]{22}$/);
  });

  it("takes page and device of its head for each event that names none of its own", async () => {
    const head = { anonymousId: crypto.randomUUID(), context: at("http://127.0.0.1/directions/") };
    const { body } = await post(
      "/v1/batch",
      batch(
        [
          view({ timestamp: Date.now() - 2_000 }),
          view({ timestamp: Date.now() - 1_000, context: at("http://127.0.0.1/careers/") }),
        ],
        head,
      ),
    );
    expect(body).toMatchObject({ accepted: 2, rejected: [], pageKind: "careers" });
    expect(await walkOf(body.visitor)).toEqual([
      ["page_view", "/directions/"],
      ["page_view", "/careers/"],
    ]);
    // The device alone, without the signed id, is the same visitor.
    const again = await post("/v1/batch", batch([view()], head));
    expect(again.body.visitor).toBe(body.visitor);
  });

  it("knows where the visit landed when only the head says it", async () => {
    const source = crypto.randomUUID();
    const url = `http://127.0.0.1/models/?utm_source=${source}`;
    const { body } = await post("/v1/batch", batch([view()], { context: at(url) }));
    const rows = await dumpOfObject(visitorObject(body.visitor.split(".")[0]));
    expect(rows).toContain(`"campaign":{"source":"${source}"}`.replaceAll('"', '\\"'));
  });

  it.each([
    ["the route of a hash router", "http://127.0.0.1/app/#/directions/", "/app/directions/"],
    ["its route with a query", "http://127.0.0.1/#!/careers?from=menu", "/careers"],
    ["an anchor", "http://127.0.0.1/models/#colours", "/models/"],
    ["a page inside an app", "null/index.html#/careers", "/index.html/careers"],
  ])("reads the path out of an address with %s", async (_, url, path) => {
    const { body } = await post("/v1/batch", batch([view()], { context: at(url) }));
    expect(await walkOf(body.visitor)).toEqual([["page_view", path]]);
  });
});

describe("what brought a visit", () => {
  /** What the visitor's page views were told in, oldest first. */
  const visitsOf = async (site: DeployedSite, visitor: string): Promise<Json[]> => {
    const { body } = await site.admin("GET", `/leads/${visitor.split(".")[0]}/export`);
    return body.visitors[0].events
      .filter(({ name }: Json) => name === "page_view")
      .map(({ visit }: Json) => visit);
  };
  const viewAt = (url: string, referrer: string) => view({ context: { page: { url, referrer } } });
  const advertised = ({ origin }: DeployedSite) =>
    viewAt(`${origin}/?utm_source=google&utm_medium=cpc&gclid=abc`, "https://www.google.com/");
  const byAdvertisement = { campaign: { source: "google" }, referrer: { class: "paid" } };

  it("is known though what an earlier page left goes first in the request", async () => {
    const site = await makeSite("landing");
    const left = track("user_engagement", { engaged_seconds: 9 }, { context: at(`${site.origin}/models/`) });
    const { body } = await report(site, [left, advertised(site)]);
    expect(await visitsOf(site, body.visitor)).toMatchObject([byAdvertisement]);
  });

  it("is known though the visitor says yes on the second page of a single-page app", async () => {
    const site = await makeSite("landing");
    const second = { page: { url: `${site.origin}/pricing`, referrer: `${site.origin}/` } };
    const yes = track("consent_updated", { consent: "granted" }, { context: second });
    const events = [yes, advertised(site), view({ context: second })];
    const { body } = await report(site, events, { context: { consent: true } });
    expect(await visitsOf(site, body.visitor)).toMatchObject([byAdvertisement, byAdvertisement]);
  });

  it("is the newer of two, when a request tells of both", async () => {
    const site = await makeSite("landing");
    const before = viewAt(`${site.origin}/?utm_source=news&utm_medium=email`, "");
    const { body } = await report(site, [before, advertised(site)]);
    expect(await visitsOf(site, body.visitor)).toMatchObject([byAdvertisement, byAdvertisement]);
  });

  it("is the site itself when somebody comes from another of its origins", async () => {
    const site = await makeSite("two-origins");
    const shop = site.origin.replace("https://", "https://shop.");
    await site.admin("PATCH", "/site", { origins: [site.origin, shop] });
    const first = await report(site, [viewAt(`${site.origin}/`, "https://www.google.com/")]);
    const { visitor } = first.body;
    const onward = viewAt(`${shop}/cart`, `${site.origin}/`);
    const { status } = await report({ ...site, origin: shop }, [onward], { visitor });
    expect(status).toBe(200);
    const visits = await visitsOf(site, visitor);
    expect(visits.map(({ referrer }) => referrer.class)).toEqual(["search", "internal"]);
  });
});
