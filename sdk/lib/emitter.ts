import { quietly } from "./quietly.ts";

/** What the log keeps; the oldest go first. */
const logLength = 50;

/**
 * A list of listeners by name, and a short log for those that come late. A listener that throws
 * harms neither the others nor the SDK.
 *
 * @example
 * const emitter = createEmitter<{ decision: Answer }>();
 * const stop = emitter.on("decision", (answer) => console.log(answer.stage));
 */
export function createEmitter<Events extends object>() {
  const listeners = new Set<{ name: keyof Events; call: (value: never) => void }>();
  const log: [name: keyof Events, value: unknown][] = [];
  return {
    /** What was told last, oldest first. */
    log: log as readonly [name: keyof Events, value: unknown][],
    on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
      const entry = { name, call: quietly(listener) as (value: never) => void };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
      if (log.push([name, value]) > logLength) log.shift();
      for (const entry of listeners) if (entry.name === name) entry.call(value as never);
    },
  };
}
