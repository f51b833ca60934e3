import { signal } from "@preact/signals";
import { connectClient } from "../api/client.ts";

const storageKey = "scoreline.admin-token";

/**
 * Stands for a session of Cloudflare Access in the place of a token, with the site after it where the reader
 * named one. No token holds a `~`.
 */
const accessMark = "access~";

/** What this tab is signed in with: an admin token, or the mark of an Access session; null when nobody is. */
export const token = signal<string | null>(null);

/** Why the reader was sent back to the sign-in screen, in the server's words. */
export const signInNotice = signal<string | null>(null);

/** A private window may refuse storage; then the token lives as long as the page. */
function remember(value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, value);
  } catch {
    // Nothing to do: the page works without.
  }
}

function recall(): string | null {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/**
 * Takes a token from `#token=...` and removes it from the address, so that it is not shared or bookmarked.
 * `&screen=setup` after it says where to begin; the leads when left out.
 */
export function adoptTokenFromAddress(): void {
  const [, found, screen = "leads"] = /^#token=([^&]+)(?:&screen=(\w+))?/.exec(location.hash) ?? [];
  if (found === undefined) return;
  history.replaceState(null, "", `${location.pathname}${location.search}#/${screen}`);
  try {
    signIn(decodeURIComponent(found));
  } catch {
    // A broken escape: the sign-in screen is what follows.
  }
}

/** True for a text that can be sent as a bearer token. */
export function isTokenLike(text: string): boolean {
  return /^[\w.~+-]{1,256}$/.test(text);
}

/** Begins a session; `false` when the text cannot be a token. */
export function signIn(text: string): boolean {
  const value = text.trim();
  if (!isTokenLike(value)) return false;
  remember(value);
  signInNotice.value = null;
  token.value = value;
  return true;
}

/** Begins a session of Cloudflare Access, which the browser holds and the server checks. */
export function signInWithAccess(siteId: string): boolean {
  return signIn(`${accessMark}${siteId.trim()}`);
}

/** Headers that say who asks. */
function headersOf(held: string | null): Record<string, string> {
  if (held === null) return {};
  if (!held.startsWith(accessMark)) return { authorization: `Bearer ${held}` };
  const siteId = held.slice(accessMark.length);
  return siteId === "" ? {} : { "x-scoreline-site": siteId };
}

/** The same for a WebSocket, which a browser lets speak in subprotocols only. */
export function protocolsOf(held: string): string[] {
  if (!held.startsWith(accessMark)) return [`bearer.${held}`];
  const siteId = held.slice(accessMark.length);
  return siteId === "" ? [] : [`site.${siteId}`];
}

/** Ends the session, with a word on why if it was not the reader's wish. */
export function signOut(notice: string | null = null): void {
  remember(null);
  signInNotice.value = notice;
  token.value = null;
}

/** Connects the client and restores the tab's session. */
export function startSession(): void {
  connectClient({
    token: () => token.peek(),
    headersOf,
    // An answer to an older token must not end the session of a newer one.
    refused: (message, refusedToken) => {
      if (token.peek() === refusedToken) signOut(message);
    },
  });
  const kept = recall();
  if (kept !== null && isTokenLike(kept)) token.value = kept;
  adoptTokenFromAddress();
}
