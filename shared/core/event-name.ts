import type { EventType } from "../schema/event.ts";

/** Other vendors' names of what GA4 names already, in snake_case. Segment's specification and Shopify's web pixels. */
export const eventAliases: Readonly<Record<string, string>> = {
  product_viewed: "view_item",
  product_list_viewed: "view_item_list",
  collection_viewed: "view_item_list",
  product_clicked: "select_item",
  product_added: "add_to_cart",
  product_added_to_cart: "add_to_cart",
  product_removed: "remove_from_cart",
  product_removed_from_cart: "remove_from_cart",
  product_added_to_wishlist: "add_to_wishlist",
  cart_viewed: "view_cart",
  checkout_started: "begin_checkout",
  payment_info_entered: "add_payment_info",
  payment_info_submitted: "add_payment_info",
  checkout_shipping_info_submitted: "add_shipping_info",
  order_completed: "purchase",
  checkout_completed: "purchase",
  order_refunded: "refund",
  products_searched: "search",
  search_submitted: "search",
  signed_up: "sign_up",
  signed_in: "login",
  promotion_viewed: "view_promotion",
  promotion_clicked: "select_promotion",
  lead_generated: "generate_lead",
  form_submitted: "generate_lead",
  page_viewed: "page_view",
  email_link_click: "email_link_clicked",
  unsubscribed: "email_unsubscribed",
};

/** Names of the calls that are not `track`. */
const callNames: Readonly<Record<Exclude<EventType, "track">, string>> = {
  page: "page_view",
  screen: "screen_view",
  identify: "identify",
  group: "group",
  alias: "alias",
};

/** A letter with its marks, which carry the vowels of Hindi and Thai, or a digit; again and again. */
const word = /(?:\p{L}\p{M}*|\p{N})+/gu;

/**
 * `Order Completed`, `orderCompleted` and `order-completed` all become `order_completed`. A letter is
 * the same composed or with its mark apart, and the `İ` of `İndirim` the `i` of `indirim`.
 */
export function snakeCase(name: string): string {
  const lower = name
    .normalize("NFC")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    // In lower case İ leaves its dot behind, as a mark of its own.
    .replaceAll("i\u0307", "i");
  return (lower.match(word) ?? []).join("_");
}

/**
 * The canonical name of an event: GA4's in snake_case.
 *
 * @example canonicalName("track", "Order Completed") === "purchase"
 */
export function canonicalName(type: EventType, event: string | undefined): string {
  if (type !== "track") return callNames[type];
  const name = snakeCase(event ?? "");
  return Object.hasOwn(eventAliases, name) ? (eventAliases[name] ?? name) : name;
}

/** What sales depends on and a browser could make up: e-mail and outcomes. */
export const serverOnlyEvents: ReadonlySet<string> = new Set([
  "email_sent",
  "email_delivered",
  "email_opened",
  "email_link_clicked",
  "email_unsubscribed",
  "email_bounced",
  "email_marked_as_spam",
  "email_replied",
  "qualified",
  "disqualified",
  "opportunity",
  "won",
  "lost",
  "score_adjusted",
]);

/** Whether an event is taken from servers and verified sources only. */
export function isServerOnly(name: string): boolean {
  return serverOnlyEvents.has(name);
}
