import { fieldMeaning } from "../forms/field-meaning.ts";
import { fieldLegend, fieldWords } from "../forms/field-words.ts";
import { isControl, readForm, type Control, type FormScope } from "../forms/index.ts";
import { isPrivate } from "../lib/is-private.ts";
import type { Tracker } from "./tracker.ts";

/** A second submit of the same form within this time is an impatient finger. Milliseconds. */
const repeatMs = 1000;

/**
 * Reports the submit of a form as `identify` with who the visitor says to be and `generate_lead`
 * with what was asked for, or `sign_up` where it makes an account. A form that says nothing about
 * its sender is not a lead (a search, a filter), unless the site marked it with `data-score-form`;
 * nor is a login.
 */
export const forms: Tracker = {
  name: "forms",
  start(context) {
    const { touched, identify, track, flush, listen, quietly } = context;
    const toldAtMs = new WeakMap<FormScope, number>();
    /** The fields that the visitor used, by their forms: a later step may take them away. */
    const used = new WeakMap<FormScope, Set<Control>>();

    const report = quietly((form: FormScope) => {
      const now = Date.now();
      if (isPrivate(form) || now - (toldAtMs.get(form) as number) < repeatMs) return;

      const { _id, _name, _traits, _fields, _isTrapped, _event } = readForm(form, touched, used.get(form));
      const hasTraits = Object.keys(_traits)[0];
      if (!_event || !(hasTraits || form.hasAttribute("data-score-form"))) return;
      // Not before: a step that told nothing is no impatience, and what was chosen in it is still to be told.
      toldAtMs.set(form, now);
      used.delete(form);

      if (hasTraits) identify(_traits);
      track(_event, {
        ..._fields,
        form_id: _id,
        ...(_name && { form_name: _name }),
        ...(_isTrapped && { honeypot: true }),
      });
      // The browser is about to leave the page: nothing may wait for a timer.
      flush();
    });
    context.reportForm = report;
    const onSubmit = ({ target }: Event) => {
      if (target instanceof HTMLFormElement) report(target);
    };
    /** `submit` does not leave a shadow root, focus does: the first one shows us the way in, as into the document. */
    const enter = (target: Element) => {
      touched.add(target);
      if (isControl(target)) {
        const { form } = target;
        // What is sent without a form is heard there.
        if (!form) context.fetchExternal?.();
        // What a field is for is asked while its label is there.
        else if (
          !isPrivate(target) &&
          fieldMeaning(target.type, fieldWords(target), fieldLegend(target)) !== "secret"
        )
          used.set(form, (used.get(form) ?? new Set()).add(target));
      }
      const root = target.getRootNode();
      if (touched.has(root)) return;
      touched.add(root);
      listen(root, "submit", onSubmit);
      listen(root, "change", onTouch);
    };
    const onTouch = (event: Event) => {
      if (event.isTrusted) enter(event.composedPath()[0] as Element);
    };

    listen(document, "focusin", onTouch);
    // The focus that called for this chunk has passed.
    for (let focused = document.activeElement; focused; focused = focused.shadowRoot?.activeElement ?? null)
      enter(focused);
    // `form.submit()` is no event. Last, since a page may have frozen it. What a submit has just told is told.
    const { prototype } = HTMLFormElement;
    const { submit } = prototype;
    prototype.submit = function () {
      if (used.has(this)) report(this);
      submit.call(this);
    };
  },
};
