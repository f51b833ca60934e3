import b2bJourneys from "../../shared/packs/b2b/journeys.json" with { type: "json" };
import b2b from "../../shared/packs/b2b/model.json" with { type: "json" };
import dealerJourneys from "../../shared/packs/dealer/journeys.json" with { type: "json" };
import dealer from "../../shared/packs/dealer/model.json" with { type: "json" };
import ecommerceJourneys from "../../shared/packs/ecommerce/journeys.json" with { type: "json" };
import ecommerce from "../../shared/packs/ecommerce/model.json" with { type: "json" };
import estatePlanningJourneys from "../../shared/packs/golden/estate-planning/journeys.json" with { type: "json" };
import estatePlanning from "../../shared/packs/golden/estate-planning/model.json" with { type: "json" };
import saasJourneys from "../../shared/packs/saas/journeys.json" with { type: "json" };
import saas from "../../shared/packs/saas/model.json" with { type: "json" };
import type { Journey } from "../../shared/schema/journey.ts";
import type { Model } from "../../shared/schema/model.ts";

export interface Pack {
  name: string;
  model: Model;
  journeys: Journey[];
}

/** A pack as its files hold it; that they fit their schemas is tested apart. */
function pack(name: string, model: unknown, file: { journeys: unknown }): Pack {
  return { name, model: model as Model, journeys: file.journeys as Journey[] };
}

/** Every model with golden journeys: one set of files for the core, the worker and the command line. */
export const packs: readonly Pack[] = [
  pack("dealer", dealer, dealerJourneys),
  pack("ecommerce", ecommerce, ecommerceJourneys),
  pack("saas", saas, saasJourneys),
  pack("b2b", b2b, b2bJourneys),
  pack("golden/estate-planning", estatePlanning, estatePlanningJourneys),
];
