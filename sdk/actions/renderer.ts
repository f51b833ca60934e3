import type { ActionPayload, WireProperties } from "../../shared/wire.ts";

/** What the client lends to the actions. */
export interface ActionsClient {
  /** Reports an event. */
  report(event: string, properties: WireProperties): void;
  /** Told of each action at the moment it is shown. */
  onShow(action: ActionPayload): void;
}

/** What a renderer may do with the action it shows. */
export interface ActionHost {
  /** The visitor sees it. */
  onView(): void;
  /** The visitor followed it. */
  onSelect(): void;
  /** The visitor closed it. */
  onDismiss(): void;
}

/** One way to show an action. */
export interface Renderer<Kind extends ActionPayload["kind"] = ActionPayload["kind"]> {
  kind: Kind;
  /**
   * Shows an action.
   *
   * @returns Takes it away again; nothing when there was no place for it.
   */
  render(payload: ActionPayload, host: ActionHost): (() => void) | undefined;
}
