import type { FormsModule } from "../forms/index.ts";
import { isPrivate } from "../lib/is-private.ts";
import { listen } from "../lib/listen.ts";
import { sayOnce } from "../lib/say-once.ts";
import { whenParsed } from "../lib/when-parsed.ts";
import type { Tracker } from "./tracker.ts";

/** A second submit of the same form within this time is an impatient finger. Milliseconds. */
const repeatMs = 1000;
/** How long a submit waits for the reader at most. Milliseconds. */
const holdMs = 2000;

/**
 * Reports the submit of a form as `identify` with who the visitor says to be and `generate_lead`
 * with what was asked for. A form that says nothing about its sender is not a lead (a search, a
 * filter), unless the site marked it with `data-score-form`; nor is a login.
 *
 * How forms are read is in a chunk of its own. It is fetched as soon as the page is known to have a
 * form; a submit that comes before it waits for it.
 */
export const forms: Tracker = {
  name: "forms",
  start(context) {
    const submittedAtMs = new WeakMap<Element, number>();
    const touched = new WeakSet<Element>();
    const boundRoots = new WeakSet<ShadowRoot>();
    const stops: (() => void)[] = [];
    let reader: FormsModule | undefined;

    /** Fetches the reader; a failure is no news to the page. */
    const prepare = () =>
      context._loadForms().then((loaded) => {
        reader = loaded;
      }, sayOnce);

    /**
     * Holds the submit of a form until the reader is there, then lets it go on its way. Only somebody
     * who submits within moments of the page's arrival waits; a lead that is lost is lost for good.
     */
    const hold = async (event: SubmitEvent, form: HTMLFormElement) => {
      event.preventDefault();
      event.stopPropagation();
      await Promise.race([prepare(), new Promise((done) => setTimeout(done, holdMs))]);
      if (reader) report(reader, form);
      submittedAtMs.set(form, Date.now());
      form.requestSubmit(event.submitter);
    };

    const report = ({ describeForm }: FormsModule, form: HTMLFormElement) => {
      const { id, name, traits, fields, isTrapped, hasPassword } = describeForm(form, (field) =>
        touched.has(field),
      );
      const hasTraits = Object.keys(traits).length > 0;
      if (hasPassword || !(hasTraits || form.hasAttribute("data-score-form"))) return;

      if (hasTraits) context.identify(traits);
      const kind = context.pageKind();
      context.track("generate_lead", {
        ...fields,
        form_id: id,
        ...(name && { form_name: name }),
        ...(kind && { page_kind: kind }),
        ...(isTrapped && { honeypot: true }),
      });
      // The browser is about to leave the page: nothing may wait for a timer.
      context.flush();
    };

    const onSubmit = (event: Event) => {
      const form = event.composedPath()[0];
      if (!(form instanceof HTMLFormElement) || isPrivate(form)) return;
      const now = Date.now();
      if (now - (submittedAtMs.get(form) ?? 0) < repeatMs) return;
      submittedAtMs.set(form, now);
      if (reader) report(reader, form);
      else void hold(event as SubmitEvent, form);
    };

    const onTouch = (event: Event) => {
      const target = event.composedPath()[0];
      if (!event.isTrusted || !(target instanceof Element)) return;
      touched.add(target);
      if (!reader && target.matches("input,select,textarea")) void prepare();
      // `submit` does not leave a shadow root, focus does: the first one shows us the way in.
      const root = target.getRootNode();
      if (root instanceof ShadowRoot && !boundRoots.has(root)) {
        boundRoots.add(root);
        stops.push(listen(root, "submit", onSubmit), listen(root, "change", onTouch));
      }
    };

    stops.push(
      listen(document, "submit", onSubmit),
      listen(document, "focusin", onTouch),
      listen(document, "change", onTouch),
    );
    whenParsed(() => document.forms[0] && prepare());
    return () => stops.forEach((stop) => stop());
  },
};
