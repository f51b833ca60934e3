import { listen } from "./listen.ts";
import { quietly } from "./quietly.ts";

/**
 * Calls back each time the address changes without a load, with `true` when the new address took
 * the place of the old one in the history. The Navigation API tells all of it; where that is
 * missing, `pushState` and `replaceState` are wrapped, and left alone when the page has frozen them.
 *
 * @returns Stops listening.
 * @example onNavigation((isReplacement) => console.log(location.href, isReplacement));
 */
export function onNavigation(callback: (isReplacement: boolean) => void): () => void {
  // Not in TypeScript's DOM everywhere yet.
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) {
    return listen(navigation, "currententrychange", (event: { navigationType?: string | null }) =>
      callback(event.navigationType === "replace"),
    );
  }

  let isListening = true;
  const wrap = quietly((name: "pushState" | "replaceState") => {
    const original = history[name];
    const tell = quietly(() => isListening && callback(name === "replaceState"));
    // The page's own call comes first and keeps its exceptions; a wrapper below ours stays in the chain.
    history[name] = function (this: History, ...given) {
      original.apply(this, given);
      tell();
    };
  });
  wrap("pushState");
  wrap("replaceState");
  const stops = ["popstate", "hashchange"].map((name) => listen(window, name, () => callback(false)));
  return () => {
    // Others may have wrapped our wrappers since, so they stay in place and fall silent.
    isListening = false;
    stops.forEach((stop) => stop());
  };
}
