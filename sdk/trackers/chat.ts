import { listen } from "../lib/listen.ts";
import { quietly } from "../lib/quietly.ts";
import { whenThere } from "../lib/when-there.ts";
import type { Tracker } from "./tracker.ts";

/** What the signals of a widget mean, in the order of its row; an e-mail address is no event. */
const meanings = ["chat_opened", "chat_started", "chat_message", "", "generate_lead"];

/**
 * Chat widgets: name, the global they are at, and signals in the order of `meanings`. One without a
 * global tells by events of the page. Of `signal=word` the word has to be among the values.
 */
const widgets = `
intercom Intercom onShow onUserEmailSupplied
crisp $crisp chat:opened chat:ongoing - chat:ongoing
tawk - tawkChatMaximized tawkChatStarted tawkChatMessageVisitor tawkPrechatSubmit
zendesk zE messenger:on/open messenger:on/conversationStarted
drift drift chatOpen startConversation message:sent emailCapture scheduling:meetingBooked
hubspot HubSpotConversations userInteractedWithWidget conversationStarted
livechat LiveChatWidget visibility_changed=maximized customer_status_changed=chatting new_event=customer customer_status_changed=chatting
tidio - tidioChat-open tidioChat-conversationStart tidioChat-messageFromVisitor tidioChat-preFormFilled`;

/** How long Crisp takes to know of a click. Milliseconds. */
const settleMs = 500;

type Callback = (...values: unknown[]) => void;
type Listen = (signal: string, callback: Callback) => void;

/** A widget's interface: an emitter, a function, or something that answers questions. */
interface Widget {
  on?: Listen;
  call?: unknown;
  is?(signal: string): boolean;
  get?(name: string): unknown;
}

/** How to listen to a widget, by what it offers; nothing while its script has not come. */
function listenTo(global: string): Listen | undefined {
  if (global === "-") {
    return (signal, callback) =>
      listen(window, signal, ({ detail, data }: { detail?: unknown; data?: unknown }) =>
        callback(detail, data),
      );
  }
  const widget = (window as unknown as Record<string, Widget | undefined>)[global];
  // Crisp has room for one listener of a signal, which is the site's: so it is asked after each click.
  if (widget?.is) {
    return (signal, callback) =>
      listen(document, "click", () =>
        setTimeout(
          quietly(() => widget.is?.(signal) && callback(widget.get?.("user:email"))),
          settleMs,
        ),
      );
  }
  if (widget?.on) {
    // LiveChat does not tell an address, but knows it.
    return (signal, callback) =>
      widget.on?.(signal, (...values) => callback(values, widget.get?.("customer_data")));
  }
  return widget?.call
    ? (signal, callback) => (widget as Callback)(...signal.split("/"), callback)
    : undefined;
}

/**
 * Reports what visitors do in chat widgets: `chat_opened` and `chat_started` once a page,
 * `chat_message` each time, a booked meeting as `generate_lead`, and the address that somebody left
 * before a chat as `identify`. What is written is never looked at.
 */
export const chat: Tracker = {
  name: "chat",
  start({ track, identify }) {
    for (const row of widgets.trim().split("\n")) {
      const [provider = "", global = "", ...signals] = row.split(" ");
      whenThere(
        () => listenTo(global),
        (on) =>
          signals.forEach((signal, index) => {
            const [name = "", word = ""] = signal.split("=");
            let isTold = false;
            on(
              name,
              quietly((...values) => {
                const text = JSON.stringify(values);
                const event = meanings[index];
                const [, email] = /"([^"\s@]+@[^"\s@]+\.\w+)"/.exec(text) ?? [];
                if (isTold || !text.includes(word) || !(event || email)) return;
                if (event) track(event, { provider });
                else identify({ email: email ?? "" });
                isTold = event !== "chat_message";
              }),
            );
          }),
      );
    }
  },
};
