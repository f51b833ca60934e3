import type { Client, ClientEvents } from "../client.ts";

/** What the chunk gives to the client. */
export interface DebugModule {
  /** Opens or closes the panel; `log` is what happened before it was asked for. */
  debug(isOn: boolean, client: Client, log: readonly [name: keyof ClientEvents, value: unknown][]): void;
}

let stops: (() => void)[] = [];

/** Writes what happens to the console. */
export const debug: DebugModule["debug"] = (isOn, client, log) => {
  for (const stop of stops) stop();
  stops = [];
  if (!isOn) return;
  for (const [name, value] of log) console.debug("scoreline:", name, value);
  stops = (["event", "delivery", "action"] as const).map((name) =>
    client.on(name, (value) => console.debug("scoreline:", name, value)),
  );
};
