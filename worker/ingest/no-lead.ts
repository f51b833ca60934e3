import { pageKindOf } from "../../shared/core/index.ts";
import { textOf } from "../json-value.ts";

/** Where people are who have an account, or want to leave: what they send there is no interest in anything. */
const accountKinds = new Set(["login", "unsubscribe"]);

/** A comment below an article, by the name of its form: WordPress's is `commentform`. */
const comment = /(^|[\s_-])(comments?|yorum|komentarz|comentariu)([\s_-]|form|$)/i;

/**
 * Whether a form that was sent is no lead although it told an address: it lets people into an account
 * that they have (a first step of a login, a forgotten password), or out of a list, or takes a comment.
 * Its own name says so, in the words by which page kinds are known; a form that nobody has named is known
 * by its page.
 *
 * @param properties Of the event: `form_id`, which begins with `form_` where the form has no name of its own, and `form_name`.
 * @param pageKind Kind of the page that the form is on.
 * @example isNoLead({ form_id: "commentform" }, "blog") === true
 */
export function isNoLead(
  properties: Readonly<Record<string, unknown>>,
  pageKind: string | undefined,
): boolean {
  const id = textOf(properties["form_id"]);
  if (id === undefined) return false;
  const name = textOf(properties["form_name"]);
  const isNamed = !id.startsWith("form_");
  if (comment.test(`${isNamed ? id : ""} ${name ?? ""}`)) return true;
  const ownKind = pageKindOf(`/form-${id}`, name);
  return accountKinds.has(ownKind ?? (isNamed ? undefined : pageKind) ?? "");
}
