import { listen } from "../lib/listen.ts";
import { wasJustTold } from "../lib/was-just-told.ts";
import { whenThere } from "../lib/when-there.ts";
import type { Tracker } from "./tracker.ts";

/** Where forms and calendars in frames speak from. HubSpot's forms may be a part of the page. */
const origins = /^https:\/\/([\w-]+\.)*((calendly|typeform|hubspot|hsforms)\.com|tally\.so)$/;

/** What they say when something has been sent or booked, and who says it. */
const providers = new Map([
  ["calendly.event_scheduled", "calendly"],
  ["Tally.FormSubmitted", "tally"],
  ["form-submit", "typeform"],
  ["onFormSubmitted", "hubspot"],
]);

/** The parts of a message that are looked at: none holds what the visitor wrote. */
interface EmbedMessage {
  event?: string;
  eventName?: string;
  type?: string;
  id?: string;
  formId?: string;
  payload?: { formId?: string };
  /** HubSpot's calendar says no more than this, and who booked. */
  meetingBookSucceeded?: boolean;
}

/** A form of Marketo's, as far as it is used here. */
interface MarketoForm {
  getId(): number;
  onSuccess(callback: () => boolean): void;
}

/**
 * Reports as `generate_lead` that a form or a calendar of somebody else's was sent: of HubSpot,
 * Typeform, Tally, Marketo, Calendly. By their messages, and only by those of their own origins;
 * what was written is not looked at. One that is a form of the page too, seen by us, counts once.
 */
export const embeds: Tracker = {
  name: "embeds",
  start(context) {
    const wasTold = wasJustTold(context);
    const tell = (provider: string, form_id: string | number = "meeting") => {
      if (!wasTold("generate_lead")) context.track("generate_lead", { form_id, provider });
    };

    listen(window, "message", ({ origin, data }: MessageEvent) => {
      if (origin !== location.origin && !origins.test(origin)) return;
      // Tally speaks in JSON.
      const message = (/"Tally\./.test(data) ? JSON.parse(data) : data) as EmbedMessage | null;
      const {
        event,
        eventName = event,
        type = "",
        id,
        formId = id,
        payload,
        meetingBookSucceeded,
      } = message ?? {};
      const provider = meetingBookSucceeded ? "hubspot" : providers.get(eventName ?? type);
      if (provider) tell(provider, payload?.formId ?? formId);
    });
    listen(window, "hs-form-event:on-submission:success", ({ detail }: CustomEvent<{ formId: string }>) =>
      tell("hubspot", detail.formId),
    );
    whenThere(
      () => (window as { MktoForms2?: { whenReady(use: (form: MarketoForm) => void): void } }).MktoForms2,
      (marketo) =>
        marketo.whenReady((form) =>
          form.onSuccess(() => {
            tell("marketo", form.getId());
            // Anything else keeps the visitor from the page that follows.
            return true;
          }),
        ),
    );
  },
};
