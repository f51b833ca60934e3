import { foldText } from "./text.ts";

/** One character as UTF-8 in percent signs, but for the slash: one that is encoded separates nothing. */
const encoded =
  /(?!%2f)%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi;

function decoded(character: string): string {
  try {
    return decodeURIComponent(character);
  } catch {
    return character;
  }
}

/**
 * A path, or the beginning of one, as people read it, folded. Browsers tell `/ürünler` percent-encoded;
 * what is encoded wrongly stays as it is.
 *
 * @example foldPath("/%C3%9Cr%C3%BCnler/") === "/urunler/"
 */
export function foldPath(path: string): string {
  return foldText(path.includes("%") ? path.replace(encoded, decoded) : path);
}

/** A path in the form in which paths are compared: decoded, folded, without a slash at the end. */
export function normalPath(path: string): string {
  return withoutLastSlash(foldPath(path));
}

/** A path without the slash at its end, so that `/models/` and `/models` are one page; `/` stays. */
function withoutLastSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
