import type { ActionPayload, QueuedCall } from "../../shared/wire.ts";
import { quietly } from "../lib/quietly.ts";

type ActionListener = (action: ActionPayload) => void;

const nothing = () => nothing;

/** Keeps the listener of a call `on("action", ...)`; every other call is forgotten. */
const keep = (listeners: ActionListener[], [name, listener]: unknown[]) => {
  if (name === "action" && typeof listener === "function") listeners.push(listener as ActionListener);
};

/**
 * Puts a client at `window.scoreline` that takes every call and sends nothing, and empties the queue
 * of the inline stub, which would send it when the page is left.
 *
 * @returns Hands an action to the page's own code.
 * @example const tell = silence();
 */
export function silence(): ActionListener {
  const page = window as { scoreline?: { q?: QueuedCall[] } };
  const listeners: ActionListener[] = [];
  const waiting: unknown[] = [];
  const queue = page.scoreline?.q;
  if (Array.isArray(queue)) {
    for (const [name, , ...given] of queue.splice(0)) {
      if (name === "on") keep(listeners, given);
      if (name === "ready") waiting.push(given[0]);
    }
    queue.push = (...calls) => {
      for (const [name, , ...given] of calls) if (name === "on") keep(listeners, given);
      return 0;
    };
  }
  const on = (...given: unknown[]) => {
    keep(listeners, given);
    return nothing;
  };
  const ready = (run: unknown) => {
    if (typeof run === "function") quietly(run as () => void)();
  };
  // Whatever the client can do, or will be able to: the page's code must not notice.
  page.scoreline = new Proxy(
    {},
    { get: (_, name) => (name === "on" ? on : name === "ready" ? ready : nothing) },
  );
  waiting.forEach(ready);
  return (action) => {
    for (const listener of listeners) listener(action);
  };
}
