import type { Renderer } from "./renderer.ts";

/** How often it is looked for a chat that has not arrived yet, and how many times. */
const lookAgainMs = 500;
const looks = 30;

/** What the vendors leave on the page. */
interface PageWithChat {
  Intercom?: ((command: "show") => void) & { booted?: boolean };
  $crisp?: { push(command: unknown[]): void; is?: unknown };
  Tawk_API?: { maximize?(): void };
  zE?: ((widget: string, command: "open") => void) & { widget?: "classic" | "messenger" };
  HubSpotConversations?: { widget?: { open(): void } };
  LiveChatWidget?: { get(what: "state"): unknown; call(command: "maximize"): void };
  drift?: { api?: { openChat(): void } };
  tidioChatApi?: { open(): void };
}

/**
 * Opens the chat of the page, the site's own first. Most vendors leave a stand-in before theirs has
 * arrived, which takes every call and may never pass it on; so each is asked for what only the real
 * one has.
 *
 * @returns Whether there was one.
 * @throws {Error} LiveChat's stand-in does, when it is asked for the state.
 */
const openChat = (): boolean => {
  const button = document.querySelector("[data-score-chat]");
  const { Intercom, $crisp, Tawk_API, zE, HubSpotConversations, LiveChatWidget, drift, tidioChatApi } =
    window as PageWithChat;
  if (button) {
    // A second click would close it.
    if (!button.matches("[aria-expanded=true]")) (button as HTMLElement).click();
  } else if (Intercom?.booted) Intercom("show");
  else if ($crisp?.is) $crisp.push(["do", "chat:open"]);
  else if (Tawk_API?.maximize) Tawk_API.maximize();
  else if (zE?.widget) zE(zE.widget === "classic" ? "webWidget" : "messenger", "open");
  else if (HubSpotConversations?.widget) HubSpotConversations.widget.open();
  else if (drift?.api) drift.api.openChat();
  else if (tidioChatApi) tidioChatApi.open();
  else if (LiveChatWidget?.get("state")) LiveChatWidget.call("maximize");
  else return false;
  return true;
};

/** Opens the chat that the site has already. It waits a little for one that is still on its way. */
export const chatOpen: Renderer = (_, { _onShow, _onView, _onEnd }) => {
  let left = looks;
  const timer = setInterval(() => {
    let isOpen = false;
    try {
      isOpen = openChat();
    } catch {
      // Not there yet.
    }
    if (!isOpen && --left > 0) return;
    clearInterval(timer);
    _onEnd();
    if (isOpen) {
      _onShow();
      _onView();
    }
  }, lookAgainMs);
  return true;
};
