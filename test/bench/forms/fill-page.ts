/** A field that was filled: where it is, what it is for, and the value that no other field has. */
export interface FilledField {
  /** Number of its form on the page; -1 for a field without a form. */
  form: number;
  /** What a person said it is for; empty where nobody did. */
  truth: string;
  canary: string;
  /** Its value must not leave the page. */
  isSecret: boolean;
  /** For people who look at a miss. */
  html: string;
}

/**
 * Fills every field of the page with a value of its kind that no other field has, and takes the
 * labels of people out of the page. Runs inside the page, so it uses nothing from outside.
 *
 * Values are made to tempt: what may be an e-mail address is one, unknown numbers look like phone
 * numbers, and secrets like plain words, so that nothing but the field's words guards them.
 */
export function fillPage(): FilledField[] {
  const filled: FilledField[] = [];
  const forms = [...document.forms];
  const setters = [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement].map((kind) => ({
    kind,
    set: Object.getOwnPropertyDescriptor(kind.prototype, "value")?.set,
  }));
  const letters = (count: number) =>
    String.fromCharCode(97 + (Math.floor(count / 26) % 26), 97 + (count % 26));

  document
    .querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input,textarea,select")
    .forEach((field, count) => {
      const truth = field.dataset["manualScoring"] ?? "";
      delete field.dataset["manualScoring"];
      if (/^(hidden|submit|button|image|reset|file|checkbox|radio)$/.test(field.type)) return;
      const declared = field.getAttribute("autocomplete") ?? "";
      const isSecret =
        field.type === "password" ||
        /^(password|card|expiration|totp)/.test(truth) ||
        /one-time-code|\bcc-/.test(declared) ||
        /\b(ssn|otp)/i.test(`${field.name} ${field.id}`);
      const number = String(count).padStart(3, "0");
      const canary = /date|month|week|time|color|range/.test(field.type)
        ? ""
        : /^card(Number|Sec)/.test(truth) || (isSecret && /number|tel/.test(field.type))
          ? `80081${number}00000000`
          : /emailAddress/.test(truth) || field.type === "email"
            ? `canary${number}@mail.example`
            : truth === "phone" || /tel|number/.test(field.type)
              ? `+1 555 0100 ${number}`.replace(/\D/g, field.type === "number" ? "" : "$&")
              : isSecret
                ? `secret-${number}`
                : `Canary${letters(count)}${number}`;
      if (!canary) return;
      if (field instanceof HTMLSelectElement) field.add(new Option(canary, canary, true, true));
      else {
        setters.find(({ kind }) => field instanceof kind)?.set?.call(field, canary);
        field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      filled.push({
        form: field.form ? forms.indexOf(field.form) : -1,
        truth,
        canary,
        isSecret,
        html: (field.cloneNode() as Element).outerHTML.replace(/\s+/g, " ").slice(0, 300),
      });
    });
  return filled;
}

/**
 * Submits every form, and marks the button after the fields that have none, for a hand to press it:
 * what a script presses is not heard, nor what nobody has touched. Runs inside the page.
 */
export function submitPage(): void {
  addEventListener("submit", (event) => event.preventDefault());
  for (const form of document.forms) {
    form.noValidate = true;
    HTMLFormElement.prototype.requestSubmit.call(form);
  }
  const loose = [
    ...document.querySelectorAll<HTMLInputElement>("input:not([type=hidden]),select,textarea"),
  ].filter(({ form, type }) => !form && !/submit|button|checkbox|radio/.test(type));
  const last = loose.at(-1);
  const buttons = [
    ...document.querySelectorAll<HTMLButtonElement>(
      "button,[role=button],input[type=submit],input[type=button],[class*=btn]",
    ),
  ].filter((button) => !button.form && last && last.compareDocumentPosition(button) & 4);
  const button = document.querySelector<HTMLButtonElement>("[data-manual-submit]:not(form *)") ?? buttons[0];
  for (const field of loose) field.focus();
  if (!button) return;
  button.removeAttribute("disabled");
  button.dataset["press"] = "";
  // Where nothing lies over it.
  button.style.cssText +=
    ";position:fixed!important;inset:0 auto auto 0!important;width:40px!important;height:40px!important;z-index:2147483647!important;pointer-events:auto!important";
}
