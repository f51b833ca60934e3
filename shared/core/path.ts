import { withoutLastSlash } from "./page-kind.ts";
import { foldText } from "./text.ts";

/** A path in the form in which paths are compared: folded, without a slash at the end. */
export function normalPath(path: string): string {
  return withoutLastSlash(foldText(path));
}
