/** A control of a form that can hold something a visitor chose or wrote. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * The controls of a form, those outside of its tags (`form="id"`) too. Read through the prototype:
 * a field that is named "elements" hides the form's own property of that name.
 *
 * @example formControls(form).map((control) => control.name);
 */
export function formControls(form: HTMLFormElement): Control[] {
  const elements: Iterable<Element> = Reflect.get(HTMLFormElement.prototype, "elements", form);
  return [...elements].filter((element): element is Control =>
    /^(input|select|textarea)$/i.test(element.tagName),
  );
}
