import { quietly } from "./quietly.ts";

/** The part of the Navigation API used here; TypeScript's DOM does not have it everywhere yet. */
interface NavigationLike {
  addEventListener(name: string, listener: (event: { navigationType?: string | null }) => void): void;
  removeEventListener(name: string, listener: (event: { navigationType?: string | null }) => void): void;
}

/**
 * Calls back each time the address changes without a load, with `true` when the new address took
 * the place of the old one in the history. The Navigation API tells all of it; where that is
 * missing, `pushState` and `replaceState` are wrapped, and left alone when the page has frozen them.
 *
 * @returns Stops listening.
 * @example onNavigation((isReplacement) => console.log(location.href, isReplacement));
 */
export function onNavigation(callback: (isReplacement: boolean) => void): () => void {
  const navigation = (window as { navigation?: NavigationLike }).navigation;
  if (navigation) {
    const onEntry = quietly((event: { navigationType?: string | null }) => callback(event.navigationType === "replace"));
    navigation.addEventListener("currententrychange", onEntry);
    return () => navigation.removeEventListener("currententrychange", onEntry);
  }

  let isListening = true;
  const wrap = (name: "pushState" | "replaceState") => {
    const original = history[name];
    const tell = quietly(() => isListening && callback(name === "replaceState"));
    // The page's own call comes first and keeps its exceptions; a wrapper below ours stays in the chain.
    history[name] = function (this: History, ...given) {
      original.apply(this, given);
      tell();
    };
  };
  quietly(wrap)("pushState");
  quietly(wrap)("replaceState");
  const onMove = quietly(() => callback(false));
  addEventListener("popstate", onMove);
  addEventListener("hashchange", onMove);
  return () => {
    // Others may have wrapped our wrappers since, so they stay in place and fall silent.
    isListening = false;
    removeEventListener("popstate", onMove);
    removeEventListener("hashchange", onMove);
  };
}
