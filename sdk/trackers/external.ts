import type { ExternalModule } from "../external/index.ts";
import { sayOnce } from "../lib/say-once.ts";
import { whenThere } from "../lib/when-there.ts";
import type { Tracker } from "./tracker.ts";

/** Heads of the names under which the chats, forms and calendars come that the chunk knows. One too many costs a fetch. */
const sources = /intercom|crisp|tawk|zdas|drift|\bhs|hubs|livec|tidio|calend|tally|typef|marketo/;

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
