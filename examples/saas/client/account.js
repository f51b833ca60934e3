const key = "weekwise_account";

/**
 * The account on this device: its user, its company, and whether the user is logged in. The site has
 * no server, so the browser is where it is kept; a password is never kept.
 */
export function readAccount() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the account. */
export function keepAccount(account) {
  try {
    localStorage.setItem(key, JSON.stringify(account));
  } catch {
    // No storage: the app will ask to log in.
  }
}

/** A short id of something's own. */
export function newId(prefix) {
  return `${prefix}-${Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36)).join("")}`;
}
