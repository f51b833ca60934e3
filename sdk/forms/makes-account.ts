import { attribute } from "../lib/attribute.ts";
import type { FormScope } from "./form-scope.ts";

const newAccount = /kay[ıi]t|inscri|za[lł]o|[uü]ye ol|cont nou|rejestr|sign.?up|regist|join|creat/i;

/**
 * Whether a form with a password says that it makes a new account, by what it is called or what is
 * on its button.
 *
 * @example makesAccount(form); // true for <form action="/sign-up">
 */
export function makesAccount(form: FormScope): boolean {
  const button = form.querySelector<HTMLInputElement>("[type=submit],button:not([type])");
  const names = ["id", "name", "class", "action"].map((name) => attribute(form, name));
  return newAccount.test(`${names.join()} ${button?.textContent} ${button?.value}`);
}
