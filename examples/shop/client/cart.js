const key = "dusk_cart";
/** What is in the cart where the browser keeps no storage. */
let memory = {};

/** What is in the cart: the number of pieces by lamp. */
export function readCart() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return memory;
  }
}

/** Sets the number of pieces of a lamp; 0 takes it out. */
export function setQuantity(id, quantity) {
  const { [id]: _, ...rest } = readCart();
  writeCart(quantity > 0 ? { ...rest, [id]: Math.min(99, quantity) } : rest);
}

/** Takes everything out. */
export function emptyCart() {
  writeCart({});
}

function writeCart(cart) {
  memory = cart;
  try {
    localStorage.setItem(key, JSON.stringify(cart));
  } catch {
    // No storage: it lasts as long as the page.
  }
  showCount();
}

/** Shows in the header how many pieces there are. */
export function showCount() {
  const count = Object.values(readCart()).reduce((sum, quantity) => sum + quantity, 0);
  for (const badge of document.querySelectorAll("[data-cart-count]")) {
    badge.textContent = count;
    badge.hidden = count === 0;
  }
}
