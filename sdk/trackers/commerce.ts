import type { WireProperties } from "../../shared/wire.ts";
import { followDataLayer } from "../lib/follow-data-layer.ts";
import { searchTerm } from "../lib/search-term.ts";
import { wasJustTold } from "../lib/was-just-told.ts";
import type { Tracker } from "./tracker.ts";

/** Events of shops and accounts: GA4's, and Shopify's, which the worker knows by GA4's names. */
const known =
  /^(view_(item|cart|promo)|select_|add_|remove_|begin_|purchase|refund|sign_up|login|generate_lead|search|trial_|(product|collection|cart|checkout|payment)_)/;

/** What was told a moment ago is told again by a second tag, or by the next page, which the worker knows by the provider: nobody does these twice. */
const single = /purchase|lead|sign_up/;

/** Parameters that say what, not who. */
const parameter =
  /^(value|currency|coupon|tax|shipping|method|search_term|items|(transaction|promotion|item)\w*_(id|name))$/;

/**
 * Reports what a shop tells its tag manager through `window.dataLayer`, pushed as objects or by
 * `gtag`: products, carts, checkouts, purchases, accounts and leads.
 */
export const commerce: Tracker = {
  name: "commerce",
  start(context) {
    const wasTold = wasJustTold(context);
    followDataLayer(({ 0: command, 1: name, 2: given, ...entry }) => {
      // What `gtag` was called with: "event", a name, parameters.
      const event = command === "event" ? name : entry.event;
      if (!known.test(event) || (single.test(event) && wasTold(event))) return;
      const properties: WireProperties = {};
      for (const [key, value] of Object.entries({ ...entry, ...entry.ecommerce, ...given }))
        if (parameter.test(key)) properties[key] = key === "search_term" ? searchTerm(value) : value;
      if (single.test(event)) properties["provider"] = "dataLayer";
      context.track(event, properties);
    });
  },
};
