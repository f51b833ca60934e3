/**
 * Closed lists that the dashboard offers as choices. They stand apart from the schemas made of them, which
 * would all come along into the browser.
 */

/**
 * What an administrator may do. None holds another: a token with `publish` alone can publish a model from
 * a build and read no lead.
 */
export const scopes = ["read", "edit", "publish", "keys"] as const;

/** What each scope lets its holder do; the documentation and the dashboard say it in these words. */
export const scopeMeanings: Readonly<Record<(typeof scopes)[number], string>> = {
  read: "see leads, settings, models and deliveries",
  edit: "change settings, destinations and leads",
  publish: "publish a model, or go back to an earlier one",
  keys: "make and revoke keys and tokens, and say who is a member",
};

/** What a hand-off is for. A destination takes the purposes it was set up with; sales when nothing was said. */
export const handOffPurposes = ["sales", "marketing"] as const;
