import { attribute } from "../lib/attribute.ts";
import type { FormScope } from "./form-scope.ts";

const newAccount = /inscri|cont nou|regist|join|rejestr|za[lł]o|sign.?up|creat|kay[ıi]t|[uü]ye ol/i;

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
