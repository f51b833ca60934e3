import type { Renderer } from "./renderer.ts";
import { safeLink } from "./safe-link.ts";

/** What makes two addresses the same page. */
const pageOf = ({ host, pathname }: URL | Location) => host + pathname;

/**
 * Leads to another page without a click: only where the script tag says `data-redirect="true"`, only
 * while the visitor has not begun to use the page, and once in a session. The page stays one step back.
 */
export const redirect: Renderer = ({ id, link }, { _settings, _onShow, _onView }) => {
  const address = safeLink(link);
  if (
    !address ||
    _settings.redirect !== "true" ||
    navigator.userActivation?.hasBeenActive ||
    pageOf(new URL(address, location.href)) === pageOf(location)
  )
    return false;
  // Two pages may lead to each other. Where the browser keeps no storage, this throws and nobody is led.
  const key = `scoreline:${id}`;
  if (sessionStorage.getItem(key)) return false;
  sessionStorage.setItem(key, "1");
  _onShow();
  _onView();
  location.assign(address);
  return false;
};
