import { html, type Html } from "../lib/html.ts";
import type { SaasContext } from "./page.ts";

/** Name and work e-mail: what every form of the site begins with. */
export function personFields({ texts: { form } }: SaasContext): Html {
  return html`<div class="field">
      <label for="name">${form.name}</label
      ><input id="name" name="name" autocomplete="name" required maxlength="120" />
    </div>
    <div class="field">
      <label for="email">${form.email}</label
      ><input id="email" name="email" type="email" autocomplete="email" required maxlength="200" />
    </div>`;
}

/** Company and its size: what tells whether the product fits. */
export function companyFields({ texts: { form } }: SaasContext): Html {
  return html`<div class="field">
      <label for="company">${form.company}</label
      ><input id="company" name="company" autocomplete="organization" required maxlength="120" />
    </div>
    <div class="field">
      <label for="employees">${form.employees}</label
      ><input
        id="employees"
        name="employees"
        type="number"
        min="1"
        max="100000"
        required
        inputmode="numeric"
      />
    </div>`;
}

/** A password, of a new account or of one that there is. */
export function passwordField({ texts: { form } }: SaasContext, isNew: boolean): Html {
  return html`<div class="field">
    <label for="password">${form.password}</label
    ><input
      id="password"
      name="password"
      type="password"
      autocomplete="${isNew ? "new-password" : "current-password"}"
      required
      minlength="8"
    />
  </div>`;
}

/** The line under a form that says what its data is for. */
export function privacyNote({ texts: { form }, href }: SaasContext): Html {
  return html`<p class="note">${form.privacy} <a href="${href("privacy")}">${form.privacyLink}</a></p>`;
}
