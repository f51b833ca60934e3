import type { WireProperties } from "../../shared/wire.ts";
import { attribute } from "../lib/attribute.ts";
import { formId, formName } from "../lib/form-name.ts";
import { isPrivate } from "../lib/is-private.ts";
import { quietly } from "../lib/quietly.ts";
import { readForm } from "../lib/read-form.ts";
import type { Tracker } from "./tracker.ts";

/** A second submit of the same form within this time is an impatient finger. Milliseconds. */
const repeatMs = 1000;

/**
 * Reports the submit of a form as `identify` with who the visitor says to be and `generate_lead`
 * with what was asked for. A form that says nothing about its sender is not a lead (a search, a
 * filter), unless the site marked it with `data-score-form`; nor is a login.
 */
export const forms: Tracker = {
  name: "forms",
  start(context) {
    const submittedAtMs = new WeakMap<Element, number>();
    const touched = new WeakSet<Element>();
    const boundRoots = new WeakSet<ShadowRoot>();
    const listening = new AbortController();
    // Capture: a page that stops the event or empties the form comes after us.
    const options = { capture: true, signal: listening.signal };

    const onSubmit = quietly((event: Event) => {
      const form = event.composedPath()[0];
      if (!(form instanceof HTMLFormElement) || isPrivate(form)) return;
      const now = Date.now();
      if (now - (submittedAtMs.get(form) ?? 0) < repeatMs) return;
      submittedAtMs.set(form, now);

      const { traits, fields, isTrapped, hasPassword } = readForm(form, (field) => touched.has(field));
      const hasTraits = Object.keys(traits).length > 0;
      if (hasPassword || (!hasTraits && !attribute(form, "data-score-form"))) return;

      if (hasTraits) context.identify(traits);
      const kind = context.pageKind();
      const name = formName(form);
      const properties: WireProperties = { ...fields, form_id: formId(form) };
      if (name) properties.form_name = name;
      if (kind) properties.page_kind = kind;
      if (isTrapped) properties.honeypot = true;
      context.track("generate_lead", properties);
      // The browser is about to leave the page: nothing may wait for a timer.
      context.flush();
    });

    const onTouch = quietly((event: Event) => {
      const target = event.composedPath()[0];
      if (!event.isTrusted || !(target instanceof Element)) return;
      touched.add(target);
      // `submit` does not leave a shadow root, focus does: the first one shows us the way in.
      const root = target.getRootNode();
      if (root instanceof ShadowRoot && !boundRoots.has(root)) {
        boundRoots.add(root);
        root.addEventListener("submit", onSubmit, options);
        root.addEventListener("change", onTouch, options);
      }
    });

    document.addEventListener("submit", onSubmit, options);
    document.addEventListener("focusin", onTouch, options);
    document.addEventListener("change", onTouch, options);
    return () => listening.abort();
  },
};
