import type { ActionPayload } from "../../shared/wire.ts";

/** What a renderer tells about the action it shows. */
export interface ActionHost {
  /** The visitor has it before the eyes. */
  onView(): void;
  /** The visitor followed it. */
  onSelect(): void;
  /** The visitor closed it. */
  onDismiss(): void;
}

/** One way to show an action. */
export interface Renderer {
  kind: ActionPayload["kind"];
  /**
   * Shows an action.
   *
   * @returns Takes it away again; nothing when there is no place for it on the page.
   */
  render(payload: ActionPayload, host: ActionHost): (() => void) | undefined;
}
