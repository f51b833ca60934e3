/** A control of a form that can hold something a visitor chose or wrote. */
export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * The controls of a form, those outside of its tags (`form="id"`) too. Read through the prototype:
 * a field that is named "elements" hides the form's own property of that name.
 *
 * @example formControls(form).map((control) => control.name);
 */
export function formControls(form: HTMLFormElement): Control[] {
  const read = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements")!.get!;
  return [...(read.call(form) as HTMLFormControlsCollection)].filter((element): element is Control =>
    /^(input|select|textarea)$/i.test(element.tagName),
  );
}
