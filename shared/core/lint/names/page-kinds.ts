import { pageKindOf } from "../../page-kind.ts";

/** Page kinds that are recognised without a word from the site. */
export const builtInPageKinds: ReadonlySet<string> = new Set([
  "blog",
  "careers",
  "cart",
  "checkout",
  "contact",
  "demo",
  "directions",
  "docs",
  "home",
  "legal",
  "login",
  "pricing",
  "product",
  "support",
  "thank_you",
  "trial",
  "unsubscribe",
]);

/** The kind that pages named like this have: `test_drive` pages are of the kind `demo`. */
export function kindOfPagesNamed(name: string): string | undefined {
  return pageKindOf(`/${name.replaceAll("_", "-")}`);
}
