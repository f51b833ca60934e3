import type { Client, ClientEvents, ClientOptions } from "../client.ts";
import { listenTo, type Story } from "./story.ts";
import { openPanel } from "./panel.ts";

/** What was told before the panel was asked for, oldest first. */
export type Log = readonly [name: keyof ClientEvents, value: unknown][];

/** What the chunk gives to the client. */
export interface DebugModule {
  /** Opens or closes the panel. */
  debug(isOn: boolean, client: Client, log: Log, options: ClientOptions): void;
}

let close: (() => void) | undefined;

/**
 * Opens the panel that shows what the SDK does on this page: each event and its fate, who the visitor
 * is, which rules paid, what was not shown and why. The same is written to the console.
 *
 * @example debug(true, client, log, { site: "pub_1", endpoint: "https://score.example.com" });
 */
export const debug: DebugModule["debug"] = (isOn, client, log, options) => {
  close?.();
  close = undefined;
  if (!isOn) return;
  const panel = openPanel(options, () => debug(false, client, log, options));
  const stop = listenTo(client, log, (story: Story) => panel.show(story));
  close = () => {
    stop();
    panel.remove();
  };
};
