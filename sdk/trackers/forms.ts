import { describeForm } from "../forms/index.ts";
import { isPrivate } from "../lib/is-private.ts";
import { listen } from "../lib/listen.ts";
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
  start({ touched, identify, track, flush }) {
    const submittedAtMs = new WeakMap<Element, number>();
    const boundRoots = new WeakSet<ShadowRoot>();

    const onSubmit = (event: Event) => {
      const form = event.composedPath()[0];
      if (!(form instanceof HTMLFormElement) || isPrivate(form)) return;
      const now = Date.now();
      if (now - (submittedAtMs.get(form) ?? 0) < repeatMs) return;
      submittedAtMs.set(form, now);

      const { id, name, traits, fields, isTrapped, hasPassword } = describeForm(form, (field) =>
        touched.has(field),
      );
      const hasTraits = Object.keys(traits).length > 0;
      if (hasPassword || !(hasTraits || form.hasAttribute("data-score-form"))) return;

      if (hasTraits) identify(traits);
      track("generate_lead", {
        ...fields,
        form_id: id,
        ...(name && { form_name: name }),
        ...(isTrapped && { honeypot: true }),
      });
      // The browser is about to leave the page: nothing may wait for a timer.
      flush();
    };

    /** `submit` does not leave a shadow root, focus does: the first one shows us the way in. */
    const enter = (target: EventTarget | null | undefined) => {
      if (!(target instanceof Element)) return;
      touched.add(target);
      const root = target.getRootNode();
      if (!(root instanceof ShadowRoot) || boundRoots.has(root)) return;
      boundRoots.add(root);
      listen(root, "submit", onSubmit);
      listen(root, "change", onTouch);
    };
    const onTouch = (event: Event) => {
      if (event.isTrusted) enter(event.composedPath()[0]);
    };

    listen(document, "submit", onSubmit);
    listen(document, "focusin", onTouch);
    listen(document, "change", onTouch);
    // The focus that called for this chunk has passed.
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    enter(focused);
  },
};
