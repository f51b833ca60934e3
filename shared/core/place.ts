import type { Action } from "../schema/action.ts";

/**
 * Where on the page an action goes. Of those that want the same place one gets it: two at the edge
 * of the window would be in each other's way.
 *
 * @example placeOf({ kind: "banner", ... }) === placeOf({ kind: "slide_in", ... })
 */
export function placeOf({ id, kind, slot }: Pick<Action, "id" | "kind" | "slot">): string {
  if (slot !== undefined) return `slot:${slot}`;
  switch (kind) {
    case "banner":
    case "slide_in":
    case "survey":
    case "recommend":
    case "chat_open":
      return "edge";
    case "modal":
    case "inline":
    case "redirect":
      return kind;
    case "event_only":
      // The page's own code takes as many as it is given.
      return `event:${id}`;
  }
}
