/**
 * Tells what happened the way any shop tells its tag manager: GA4's event with its items in the data
 * layer. Scoreline reads it there, and the shop calls nothing of it.
 */
export function push(event, items, more = {}) {
  const value = items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
  window.dataLayer ??= [];
  // As GA4 asks for it: nothing of the event before stays.
  window.dataLayer.push({ ecommerce: null });
  window.dataLayer.push({ event, ecommerce: { currency: "EUR", value, items, ...more } });
}

/** The item of GA4 that an element stands for. */
export function itemOf(element, quantity) {
  const { item, name, price, range } = element.dataset;
  return { item_id: item, item_name: name, item_category: range, price: Number(price), quantity };
}
