import { quietly } from "../lib/quietly.ts";

/**
 * Runs what a page has put into a queue, and from then on each thing at once. The queue stays the
 * same object, since pages keep it; whoever else reads it sees what is pushed as before.
 *
 * @example takeOver(window._hsq, ([name, facts]) => console.log(name, facts));
 */
export function takeOver(queue: unknown[], run: (call: unknown[]) => void): void {
  const runQuietly = quietly((call: unknown) => {
    if (typeof call === "object" && call !== null && "length" in call) run([...(call as unknown[])]);
  });
  queue.forEach(runQuietly);
  const { push } = queue;
  queue.push = (...calls) => {
    const length = Reflect.apply(push, queue, calls);
    calls.forEach(runQuietly);
    return length;
  };
}
