import { afterAll } from "vitest";
import * as worker from "../../../worker/index.ts";

/** Methods of our objects that passed on, as it was, what another object had answered; see `worker/objects/answer-of.ts`. */
const relaying = new Set<string>();

function watch(prototype: object, className: string): void {
  for (const [name, { value: method }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    if (name === "constructor" || typeof method !== "function") continue;
    Object.defineProperty(prototype, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...given: unknown[]): unknown {
        const answer: unknown = Reflect.apply(method, this, given);
        void Promise.resolve(answer).then(
          (value) => {
            if (typeof value === "object" && value !== null && Symbol.dispose in value)
              relaying.add(`${className}.${name}`);
          },
          () => undefined,
        );
        return answer;
      },
    });
  }
}

for (const exported of Object.values(worker)) {
  if (typeof exported === "function") watch(exported.prototype, exported.name);
}

afterAll(() => {
  if (relaying.size === 0) return;
  throw new Error(`${[...relaying].join(", ")}: keeps two objects awake; answer with answerOf()`);
});
