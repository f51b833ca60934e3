import type { Traffic } from "../events.ts";
import type { Contestant } from "./contestant.ts";

/** Floor: `JSON.parse` of each event's text, and nothing else. */
export function jsonParse({ texts }: Traffic): Contestant {
  let kept: unknown;
  return {
    length: texts.length,
    eventsEach: 1,
    reset: () => {
      kept = undefined;
    },
    prepare: () => undefined,
    run: (from, to) => {
      for (let index = from; index < to; index += 1) kept = JSON.parse(texts[index] ?? "");
      if (kept === undefined) throw new Error("nothing was parsed");
    },
    pointsOf: null,
  };
}
