import type { Tracker } from "./tracker.ts";

/** Heads of the names under which scripts of the chats, forms and calendars come that the chunk knows. One too many costs a fetch. */
const sources = /livec|intercom|marketo|zdas|hubs|\bhs|calend|tawk|drift|typef|crisp|tally|tidio/;

/** Parameters that the term of a search is in; `search.ts` reads them. */
const searched = /[?&](k|s|search|query|q)=./;

/** When to look, since others' scripts come late. Milliseconds. */
const looksMs = [0, 1_000, 4_000, 13_000, 40_000];

/** Fetches the chunk that listens to other scripts, to frames, videos, searches and fields without a form, where the page has one. */
export const external: Tracker = {
  name: "external",
  start(context) {
    const page = window as { dataLayer?: unknown; navigation?: unknown };
    let arrival: Promise<void> | undefined;
    const find = () =>
      context.settings["consentFrom"] ||
      page.dataLayer ||
      // Navigations without a load are then heard there.
      !page.navigation ||
      searched.test(location.search) ||
      document.querySelector("video,[class*=share],[id*=share],iframe,input:not(form *)") ||
      [...document.scripts].find(({ src }) => sources.test(src));
    const use = (context.fetchExternal = (): unknown =>
      (arrival ??= context.load("external", (module) => module.startExternal(context))));
    const look = context.quietly(() => find() && use());
    for (const ms of looksMs) setTimeout(look, ms);
    // The next view of a single-page app may have what this one has not.
    context.on("event", look);
  },
};
