import type { ActionPayload, WireProperties } from "../../shared/wire.ts";

/** What a renderer tells about the action it shows. */
export interface ActionHost {
  /** Options on the script tag: `data-redirect` is `redirect` here. */
  _settings: Readonly<Record<string, string | undefined>>;
  /**
   * It has happened, or is in the page now.
   *
   * @param shown What is in the page: its place is taken until it is gone.
   */
  _onShow(shown?: Element): void;
  /** The visitor has it before the eyes. */
  _onView(): void;
  /** The visitor followed it. */
  _onSelect(more?: WireProperties): void;
  /** The visitor chose an answer. */
  _onAnswer(answer: string): void;
  /** The visitor closed it. */
  _onDismiss(): void;
  /** Nothing more comes of it on this page. */
  _onEnd(): void;
}

/**
 * One way to show an action; each kind is a file of its own.
 *
 * @returns The slot that it fills, or will when there is room; elsewhere whether it is in its place, or waits to
 *   be. Nothing else is shown there then.
 */
export type Renderer = (payload: ActionPayload, host: ActionHost) => Element | boolean;
