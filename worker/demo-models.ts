import dealer from "../shared/packs/dealer/model.json";
import ecommerce from "../shared/packs/ecommerce/model.json";
import saas from "../shared/packs/saas/model.json";
import type { Action } from "../shared/schema/action.ts";
import type { Model } from "../shared/schema/model.ts";
import { demoSites, type DemoName } from "./demo-sites.ts";

/** Where an action's button leads on a demo site, by language; English is for all the others. */
type Links = Readonly<Record<string, { en: string } & Readonly<Record<string, string>>>>;

/** The action with the links of the site in place of the pack's. */
function withLinks(action: Action, links: Links): Action {
  const own = links[action.id];
  if (own === undefined || action.texts === undefined) return action;
  const texts = Object.entries(action.texts).map(([language, text]) => [
    language,
    { ...text, link: own[language] ?? own.en },
  ]);
  return { ...action, link: own.en, texts: Object.fromEntries(texts) as Action["texts"] };
}

/** A pack fitted to a site that does not stand at the root of its host, where packs expect a home page. */
function fitted(pack: unknown, name: DemoName, language: string, links: Links): Model {
  const model = pack as Model;
  const { basePath } = demoSites[name];
  return {
    ...model,
    actions: (model.actions ?? []).map((action) => withLinks(action, links)),
    pageKinds: [
      { kind: "home", path: basePath },
      { kind: "home", path: `${basePath}/${language}` },
      ...(model.pageKinds ?? []),
    ],
  };
}

/** The model that each demo site is scored with: its industry's pack. */
export const demoModels: Readonly<Record<DemoName, Model>> = {
  dealer: dealer as Model,
  shop: fitted(ecommerce, "shop", "pl", {
    cart_offer: { en: "/shop/cart/", pl: "/shop/pl/koszyk/" },
    newsletter_invite: { en: "/shop/#newsletter", pl: "/shop/pl/#newsletter" },
    firm_account: { en: "/shop/business/", pl: "/shop/pl/dla-firm/" },
  }),
  saas: fitted(saas, "saas", "ro", {
    talk_to_us: { en: "/saas/demo/", ro: "/saas/ro/demo/" },
    start_trial: { en: "/saas/trial/", ro: "/saas/ro/proba-gratuita/" },
    invite_team: { en: "/saas/app/", ro: "/saas/ro/aplicatie/" },
  }),
};
