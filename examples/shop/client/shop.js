// The shop's own script. It tells the data layer what happens, as any shop does.
import { emptyCart, readCart, setQuantity, showCount } from "./cart.js";
import { itemOf, push } from "./data-layer.js";

const money = new Intl.NumberFormat(document.documentElement.lang, {
  style: "currency",
  currency: "EUR",
  maximumFractionDigits: 0,
});

/** The rows of a page that are in the cart, as items. */
function itemsIn(page) {
  const cart = readCart();
  return [...page.querySelectorAll("[data-item]")]
    .filter(({ dataset }) => cart[dataset.item] > 0)
    .map((row) => itemOf(row, cart[row.dataset.item]));
}

/** Shows the rows that are in the cart, and their sum. */
function showRows(page) {
  const cart = readCart();
  let total = 0;
  for (const row of page.querySelectorAll("[data-item]")) {
    const quantity = cart[row.dataset.item] ?? 0;
    const price = quantity * Number(row.dataset.price);
    total += price;
    row.hidden = quantity === 0;
    row.querySelector("[data-row-total]").textContent = money.format(price);
    const number = row.querySelector("[data-row-quantity]");
    if (number) number.textContent = quantity;
    const input = row.querySelector("input");
    if (input && quantity > 0) input.value = quantity;
  }
  page.querySelector("[data-cart-total]").textContent = money.format(total);
  page.querySelector("[data-cart-empty]").hidden = total > 0;
  page.querySelector("[data-cart-filled]").hidden = total === 0;
}

function startProduct(page) {
  push("view_item", [itemOf(page, 1)]);
  page.querySelector("[data-add-to-cart]").addEventListener("submit", (event) => {
    event.preventDefault();
    const quantity = Number(event.target.elements.quantity.value);
    const { item } = page.dataset;
    setQuantity(item, (readCart()[item] ?? 0) + quantity);
    push("add_to_cart", [itemOf(page, quantity)]);
    page.querySelector("[data-added] span").hidden = false;
  });
}

function startCart(page) {
  showRows(page);
  const items = itemsIn(page);
  if (items.length > 0) push("view_cart", items);
  for (const row of page.querySelectorAll("[data-item]")) {
    const { item } = row.dataset;
    row.querySelector("input").addEventListener("change", ({ target }) => {
      if (target.checkValidity()) setQuantity(item, Number(target.value));
      showRows(page);
    });
    row.querySelector("[data-remove]").addEventListener("click", () => {
      push("remove_from_cart", [itemOf(row, readCart()[item])]);
      setQuantity(item, 0);
      showRows(page);
      page.closest("main").querySelector("h1").focus();
    });
  }
}

function startCheckout(page) {
  showRows(page);
  const items = itemsIn(page);
  if (items.length === 0) return;
  push("begin_checkout", items);
  const delivery = page.querySelector("[data-after-contact]");
  page.querySelector("#checkout-contact").addEventListener("submit", () => {
    delivery.disabled = false;
  });
}

function startThankYou(page) {
  const items = itemsIn(page);
  // A reload finds the cart empty, and is no second order.
  if (items.length === 0) return;
  const number = `D-${Date.now().toString(36).toUpperCase()}`;
  page.querySelector("[data-order-number]").textContent = number;
  page.querySelector("[data-order]").hidden = false;
  push("purchase", items, { transaction_id: number });
  emptyCart();
}

const starts = [
  [".product", startProduct],
  ["[data-cart]", startCart],
  ["[data-checkout]", startCheckout],
  ["[data-thank-you]", startThankYou],
];
for (const [selector, start] of starts) {
  const page = document.querySelector(selector);
  if (page) start(page);
}
showCount();
// The cart of another tab, and of a page that comes back, is this one's too.
addEventListener("storage", showCount);
addEventListener("pageshow", showCount);
