import { carIds, cars, type CarId } from "./cars.ts";
import { html, trusted, type Html } from "../lib/html.ts";
import type { PageContext } from "./page.ts";

/** Name, e-mail and phone: the fields that every form of the site begins with. */
export function personFields({ texts: { form } }: PageContext): Html {
  return html`<div class="field">
      <label for="name">${form.name}</label
      ><input id="name" name="name" autocomplete="name" required maxlength="120" />
    </div>
    <div class="field">
      <label for="email">${form.email}</label
      ><input id="email" name="email" type="email" autocomplete="email" required maxlength="200" />
    </div>
    <div class="field">
      <label for="phone">${form.phone} <span class="hint">${form.optional}</span></label
      ><input id="phone" name="phone" type="tel" autocomplete="tel" maxlength="40" />
    </div>`;
}

/** The choice of a model; with `empty` it has a first option that names none. */
export function modelField(
  { texts: { form } }: PageContext,
  chosen: CarId | undefined,
  empty?: string,
): Html {
  return html`<div class="field">
    <label for="model">${form.model}</label
    ><select id="model" name="model">
      ${empty !== undefined && html`<option value="">${empty}</option>`}${carIds.map((id) => html`<option value="${cars[id].name}" ${id === chosen && trusted(" selected")}>${cars[id].name}</option>`)}
    </select>
  </div>`;
}

/** The line under a form that says what its data is for. */
export function privacyNote({ texts: { form }, href }: PageContext): Html {
  return html`<p class="note">${form.privacy} <a href="${href("privacy")}">${form.privacyLink}</a></p>`;
}
