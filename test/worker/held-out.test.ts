import { expect, it } from "vitest";
import type { Action } from "../../shared/schema/action.ts";
import type { Model } from "../../shared/schema/model.ts";
import { ask, makeSite, report, type DeployedSite } from "./support/deployment.ts";
import { identify, page, type Json } from "./support/api.ts";

/** Publishes a model with an action that is kept from so many of a hundred visitors, to compare with. */
async function siteWithholding(
  percent: number,
  more: Partial<Action> = {},
  { actions = [], ...rest }: Partial<Model> = {},
): Promise<DeployedSite> {
  const site = await makeSite("held-out");
  const { model } = (await site.admin("GET", "/model")).body;
  const action: Action = {
    id: "tried",
    kind: "banner",
    when: { test: "page_kind", is: "directions" },
    texts: { en: { title: "Come by" } },
    holdoutPercent: percent,
    ...more,
  };
  const changed = { ...model, ...rest, actions: [action, ...actions] };
  const { status } = await site.admin("POST", "/model/publish", changed);
  expect(status).toBe(200);
  return site;
}

/** New visitors come until one is shown so many actions on the directions page. */
async function visitorShown(site: DeployedSite, actions: number): Promise<string> {
  for (;;) {
    const email = `${crypto.randomUUID()}@example.com`;
    const { body } = await report(site, [identify({ email }), page("/directions/")]);
    if (body.actions.length === actions) return body.visitor;
  }
}

const withheldOf = async (site: DeployedSite, visitor: string): Promise<Json[]> => {
  const { body } = await site.admin("GET", `/leads/${visitor.split(".")[0]}/export`);
  return body.visitors[0].events.filter(({ name }: Json) => name === "promotion_withheld");
};

const debugToken = async (site: DeployedSite): Promise<string> =>
  (await site.admin("POST", "/debug-link", {})).body.token;

it("takes down once a visit what is kept from a visitor who is held out, at the moment at which others see it", async () => {
  const site = await siteWithholding(99);
  const visitor = await visitorShown(site, 0);
  await report(site, [page("/directions/")], { visitor });
  await report(site, [page("/models/")], { visitor });
  expect(await withheldOf(site, visitor)).toMatchObject([
    { source: "server", properties: { promotion_id: "tried" }, page: { path: "/directions/" } },
  ]);
});

it("says nothing of a visitor who is shown it", async () => {
  const site = await siteWithholding(1);
  expect(await withheldOf(site, await visitorShown(site, 1))).toEqual([]);
});

it("keeps nothing from visitors without consent, who have no id to choose them by", async () => {
  const site = await siteWithholding(99);
  const { body } = await report(site, [page("/directions/")], { context: { consent: false } });
  expect(body.actions.map(({ id }: Json) => id)).toEqual(["tried"]);
});

it("ends by the action's own limit, and takes no other's turn", async () => {
  const other: Action = {
    id: "other",
    kind: "modal",
    when: { test: "page_kind", is: "directions" },
    texts: { en: { title: "Or call" } },
  };
  const site = await siteWithholding(
    99,
    { cap: { times: 1 } },
    { actions: [other], frequency: { global: { times: 1 } } },
  );
  const visitor = await visitorShown(site, 1);
  const debug = await ask("/v1/debug", {
    method: "POST",
    headers: { origin: site.origin },
    body: JSON.stringify({ writeKey: site.writeKey, visitor, language: "en", token: await debugToken(site) }),
  });
  expect(debug.body.actions).toEqual([
    { id: "tried", reason: "cap" },
    { id: "other", reason: "chosen" },
  ]);
});
