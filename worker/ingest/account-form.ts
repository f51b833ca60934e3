import { pageKindOf } from "../../shared/core/index.ts";
import { textOf } from "../json-value.ts";

/** Where people are who have an account, or want to leave: what they send there is no interest in anything. */
const accountKinds = new Set(["login", "unsubscribe"]);

/**
 * Whether a form lets people into an account that they have (a first step of a login, a forgotten
 * password), or out of a list: to send it is no lead. Its own name says so, in the words by which page
 * kinds are known; a form that nobody has named is known by its page.
 *
 * @param properties Of the event: `form_id`, which begins with `form_` where the form has no name of its own, and `form_name`.
 * @param pageKind Kind of the page that the form is on.
 */
export function isAccountForm(
  properties: Readonly<Record<string, unknown>>,
  pageKind: string | undefined,
): boolean {
  const id = textOf(properties["form_id"]);
  if (id === undefined) return false;
  const ownKind = pageKindOf(`/form-${id}`, textOf(properties["form_name"]));
  return accountKinds.has(ownKind ?? (id.startsWith("form_") ? pageKind : undefined) ?? "");
}
