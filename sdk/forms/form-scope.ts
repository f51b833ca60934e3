/** A control of a form that can hold something a visitor chose or wrote. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Finds such controls. */
export const controlSelector = "select,textarea,input:not([type=hidden],[type=submit],[type=button])";

/** Whether an element is such a control. */
export const isControl = (element: Element): element is Control => element.matches(controlSelector);

/** A form, or the part of a page that serves as one without the tag. */
export type FormScope = Element;

/**
 * The controls of a form, those outside of its tags (`form="id"`) too. Where there is no form, the
 * controls that belong to none. `form.elements` is not asked: a field with that name hides it.
 *
 * @example formControls(form).map((control) => control.name);
 */
export function formControls(scope: FormScope): Control[] {
  const form = scope instanceof HTMLFormElement ? scope : null;
  const around = (form?.getRootNode() ?? scope) as Element;
  return [...around.querySelectorAll<Control>(controlSelector)].filter((control) => control.form === form);
}

/** A part of a page with so many buttons is more than what serves as one form. */
const mostButtons = 8;

/**
 * What a click on a button sends where a page has fields but no form: the smallest part of the page
 * around the button that has a field before it. Never the whole page: a button in a banner does not
 * send what was typed elsewhere.
 *
 * @example formScope(button); // <div class="newsletter">
 */
export function formScope(target: Element): FormScope | undefined {
  const button = target.closest(
    "button,[role=button],[type=button],[type=submit],[class*=button],[class*=btn]",
  );
  if (!button || (button as HTMLButtonElement).form) return undefined;
  for (let scope = button.parentElement; scope && scope !== document.body; scope = scope.parentElement) {
    // A form that has a button of its own is sent by that; what holds many buttons is a page, not a form.
    const isSentByItself =
      scope instanceof HTMLFormElement && scope.querySelector("[type=submit],button:not([type])");
    if (isSentByItself || scope.querySelectorAll("button").length >= mostButtons) return undefined;
    const first = formControls(scope)[0];
    if (first) return first.compareDocumentPosition(button) & 4 ? scope : undefined;
  }
  return undefined;
}
