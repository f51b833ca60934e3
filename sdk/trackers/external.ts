import type { ExternalModule } from "../external/index.ts";
import { sayOnce } from "../lib/say-once.ts";
import { whenThere } from "../lib/when-there.ts";
import type { Tracker } from "./tracker.ts";

/** Where the chats, forms and calendars come from that the chunk knows. */
const sources =
  /intercom|crisp\.|tawk\.|zdassets|drift|hs-scripts|hsforms|hubspot|livechat|tidio|calendly|tally\.|typeform|marketo|forms2/;

/** Fetches the chunk that listens to other scripts, where the page has one that it knows. */
export const external: Tracker = {
  name: "external",
  start(context) {
    whenThere(
      () =>
        context.settings["consentFrom"] ??
        (window as { dataLayer?: unknown }).dataLayer ??
        [...document.querySelectorAll<HTMLScriptElement>("script,iframe")].find(({ src }) =>
          sources.test(src),
        ),
      () => context.load("external").then((module: ExternalModule) => module.startExternal(context), sayOnce),
    );
  },
};
