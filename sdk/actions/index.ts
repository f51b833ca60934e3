import type { ActionPayload, WireProperties } from "../../shared/wire.ts";
import { quietly } from "../lib/quietly.ts";
import { whenParsed } from "../lib/when-parsed.ts";
import { banner } from "./banner.ts";
import { inline } from "./inline.ts";
import { modal } from "./modal.ts";
import type { Renderer } from "./renderer.ts";

/** What the client lends to the actions. */
export interface ActionsClient {
  /** Reports an event. */
  report(event: string, properties: WireProperties): void;
  /** Told of each action at the moment it is shown. */
  onShow(action: ActionPayload): void;
}

/** What the lazy chunk gives to the client. */
export interface ActionsModule {
  showActions(actions: readonly ActionPayload[], client: ActionsClient): void;
}

/** Every kind has a renderer: the compiler asks for the one that is missing. */
const renderers: { [Kind in ActionPayload["kind"]]: Renderer & { kind: Kind } } = {
  banner: banner as Renderer & { kind: "banner" },
  modal: modal as Renderer & { kind: "modal" },
  inline: inline as Renderer & { kind: "inline" },
};

/** Actions that the visitor has followed or closed; they do not come back on this page. */
const done = new Set<string>();

/** What is shown or waits to be, by place: a kind of overlay, or a slot. */
const open = new Map<string, { id: string; stop: () => void }>();

/** Whether a place is taken. An app may have thrown out what was there, with all that was around it. */
const isTaken = (place: string): boolean => {
  const there = open.get(place);
  if (!there) return false;
  // A modal that waits for its moment is not in the page yet.
  if (place === "modal" || document.querySelector(`scoreline-action[data-action="${CSS.escape(there.id)}"]`))
    return true;
  there.stop();
  open.delete(place);
  return false;
};

const showAction = (action: ActionPayload, { report, onShow }: ActionsClient) => {
  const renderer: Renderer | undefined = renderers[action.kind];
  const place = action.slot ?? action.kind;
  // A kind this build does not know, a repetition, or a place where something is already.
  if (!renderer || done.has(action.id) || isTaken(place)) return;

  const tell = (event: string) => report(event, { promotion_id: action.id, creative_slot: place });
  const finish = () => {
    done.add(action.id);
    open.delete(place);
  };
  const stop = renderer.render(action, {
    onView: () => tell("view_promotion"),
    onSelect() {
      if (action.kind !== "inline") finish();
      tell("select_promotion");
    },
    onDismiss() {
      finish();
      tell("promotion_dismissed");
    },
  });
  if (!stop) return;
  open.set(place, { id: action.id, stop });
  onShow(action);
};

/**
 * Shows what an answer says, each action once on a page. An answer that no longer holds an action
 * does not take it away: that is for the visitor to do.
 *
 * @example showActions(answer.actions, { report, onShow() {} });
 */
export const showActions: ActionsModule["showActions"] = (actions, client) => {
  // A slot may be further down in a document that is still being read.
  whenParsed(() => actions.forEach(quietly((action: ActionPayload) => showAction(action, client))));
};
