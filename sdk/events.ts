/**
 * What events carry, by name, for the compiler. The names are GA4's; a site adds its own, and from
 * then on a call of `track` with that name is checked.
 *
 * @example
 * declare module "scoreline" {
 *   interface Events {
 *     calculate_finance: { model: string; months: number };
 *   }
 * }
 */
export interface Events {
  add_to_cart: Commerce;
  remove_from_cart: Commerce;
  view_cart: Commerce;
  begin_checkout: Commerce;
  view_item: Commerce;
  purchase: Commerce & { transaction_id: string };
  search: { search_term: string };
  sign_up: { method?: string };
  login: { method?: string };
}

/** GA4's e-commerce parameters. */
export interface Commerce {
  currency?: string;
  value?: number;
  items?: Record<string, unknown>[];
  [more: string]: unknown;
}
