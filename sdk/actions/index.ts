import type { ActionPayload, WireProperties } from "../../shared/wire.ts";
import { sayOnce } from "../lib/say-once.ts";
import { whenParsed } from "../lib/when-parsed.ts";
import { banner } from "./banner.ts";
import { chatOpen } from "./chat-open.ts";
import { eventOnly } from "./event-only.ts";
import { inline } from "./inline.ts";
import { modal } from "./modal.ts";
import { recommend } from "./recommend.ts";
import { redirect } from "./redirect.ts";
import type { Renderer } from "./renderer.ts";
import { slideIn } from "./slide-in.ts";
import { survey } from "./survey.ts";
import { withPictures } from "./with-pictures.ts";

/** What the client lends to the actions. */
export interface ActionsClient {
  /** Reports an event. */
  report(event: string, properties: WireProperties): void;
  /** Tells something about the visitor. */
  identify(traits: WireProperties): void;
  /** Options on the script tag: `data-redirect` is `redirect` here. */
  settings: Readonly<Record<string, string | undefined>>;
  /** Told of each action at the moment it is shown. */
  onShow(action: ActionPayload): void;
}

/** What the lazy chunk gives to the client. */
export interface ActionsModule {
  showActions(actions: readonly ActionPayload[], client: ActionsClient): void;
}

/** Every kind has a renderer: the compiler asks for the one that is missing. */
const renderers: Record<ActionPayload["kind"], Renderer> = {
  banner,
  modal,
  slide_in: slideIn,
  inline,
  survey,
  chat_open: chatOpen,
  recommend,
  redirect,
  event_only: eventOnly,
};

/** Actions that the visitor has followed, answered or closed; they do not come back on this page. */
const done = new Set<string>();

/** What is shown, by place; true while it waits for its moment. An app may throw it out with all that is around it. */
const open = new Map<string, Element | boolean>();

/** Kinds that are not at the edge of the window. */
const elsewhere = ["modal", "redirect", "event_only"];

const showAction = async (action: ActionPayload, { report, identify, settings, onShow }: ActionsClient) => {
  const { id, kind, slot, title = "", trait } = action;
  const place = slot ?? (elsewhere.includes(kind) ? kind : "edge");
  const isLate = () => {
    const there = open.get(place);
    return done.has(id) || there === true || (there && there.isConnected);
  };
  const render: Renderer | undefined = renderers[kind];
  // A kind this build does not know, a repetition, or a place where something is already.
  if (!render || isLate()) return;
  const ready = await withPictures(action);
  if (isLate()) return;

  const tell = (event: string, more?: WireProperties) =>
    report(event, { promotion_id: id, creative_slot: slot ?? kind, ...more });
  open.set(place, true);
  const placed = render(ready, {
    _settings: settings,
    _onShow(shown) {
      if (shown) open.set(place, shown);
      onShow(action);
    },
    _onView: () => tell("view_promotion"),
    _onSelect(more) {
      // In a slot it stays, and may be followed again.
      if (!slot) done.add(id);
      tell("select_promotion", more);
    },
    _onAnswer(answer) {
      done.add(id);
      // First, so that a rule about the answer finds the trait.
      if (trait) identify({ [trait]: answer });
      tell("survey_answered", { question: title, answer });
      tell("select_promotion");
    },
    _onDismiss() {
      // The thanks of a survey: it has been answered.
      if (!done.has(id)) tell("promotion_dismissed");
      done.add(id);
    },
    _onEnd() {
      done.add(id);
      open.delete(place);
    },
  });
  if (placed !== true) open.set(place, placed);
};

/**
 * Shows what an answer says, each action once on a page. An answer that no longer holds an action
 * does not take it away: that is for the visitor to do.
 *
 * @example showActions(answer.actions, { report, identify, settings, onShow() {} });
 */
export const showActions: ActionsModule["showActions"] = (actions, client) => {
  // A slot may be further down in a document that is still being read.
  whenParsed(() => actions.forEach((action) => void showAction(action, client).catch(sayOnce)));
};
