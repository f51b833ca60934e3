import { quietly } from "./quietly.ts";

/**
 * A list of listeners by name. A listener that throws harms neither the others nor the SDK.
 *
 * @example
 * const emitter = createEmitter<{ decision: Answer }>();
 * const stop = emitter.on("decision", (answer) => console.log(answer.stage));
 */
export function createEmitter<Events extends object>() {
  const listeners = new Set<{ name: keyof Events; call: (value: never) => void }>();
  return {
    on<Name extends keyof Events>(name: Name, listener: (value: Events[Name]) => void): () => void {
      const entry = { name, call: quietly(listener) as (value: never) => void };
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
      for (const entry of listeners) if (entry.name === name) entry.call(value as never);
    },
  };
}
