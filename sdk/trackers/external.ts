import type { ExternalModule } from "../external/index.ts";
import { sayOnce } from "../lib/say-once.ts";
import { whenThere } from "../lib/when-there.ts";
import type { Tracker } from "./tracker.ts";

/** Where the chats, forms and calendars come from that the chunk knows. */
const sources =
  /intercom|crisp\.|tawk\.|zdassets|drift|hs-scripts|hsforms|hubspot|livechat|tidio|calendly|tally\.|typeform|marketo/;

/** Fetches the chunk that listens to other scripts and to videos, where the page has one. */
export const external: Tracker = {
  name: "external",
  start(context) {
    const page = window as { dataLayer?: unknown; navigation?: unknown };
    whenThere(
      () =>
        context.settings["consentFrom"] ||
        page.dataLayer ||
        // Navigations without a load are then heard there.
        !page.navigation ||
        document.querySelector("video,[class*=share],[id*=share]") ||
        [...document.querySelectorAll<HTMLScriptElement>("script,iframe")].find(({ src }) =>
          sources.test(src),
        ),
      () => context.load("external").then((module: ExternalModule) => module.startExternal(context), sayOnce),
    );
  },
};
