import { followDataLayer } from "../lib/follow-data-layer.ts";
import { quietly } from "../lib/quietly.ts";
import { whenThere } from "../lib/when-there.ts";
import type { Tracker } from "./tracker.ts";

/** Purposes of IAB's framework that are asked for: keep something on the device, measure, and learn from it. */
const purposes = [1, 7, 8, 9];

/** What a consent manager tells, as far as it is used here. */
interface TcfData {
  gdprApplies?: boolean;
  eventStatus?: string;
  purpose: { consents: Record<number, boolean | undefined> };
}

/**
 * Takes over what the visitor told the site's consent manager, where the site says which language it
 * speaks: `data-consent-from="google"` for Google's Consent Mode, `"tcf"` for IAB's framework. Only
 * answers count: a default is none, and `data-consent="opt-in"` says the same.
 */
export const consentSignals: Tracker = {
  name: "consent",
  start({ setConsent, settings }) {
    const { consentFrom } = settings;
    if (consentFrom === "google")
      followDataLayer(({ 0: command, 1: kind, 2: given }) => {
        const answer = given?.["analytics_storage"];
        if (command === "consent" && kind === "update" && answer) setConsent(answer === "granted");
      });
    if (consentFrom === "tcf")
      whenThere(
        () =>
          (window as { __tcfapi?: (command: string, version: number, take: (data: TcfData) => void) => void })
            .__tcfapi,
        (tcf) =>
          tcf(
            "addEventListener",
            2,
            quietly(({ gdprApplies, eventStatus, purpose }: TcfData) => {
              // Before the visitor has answered there is nothing to take over.
              if (gdprApplies && eventStatus !== "cmpuishown")
                setConsent(purposes.every((id) => purpose.consents[id]));
            }),
          ),
      );
  },
};
