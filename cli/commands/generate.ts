import { once } from "node:events";
import type { Command } from "../command.ts";
import { exitCode } from "../failure.ts";
import { generatedLines } from "../generate/lines.ts";

/** `scoreline generate`: made events. */
export const generateCommand: Command = {
  name: "generate",
  summary: "Make events of a car dealer's site, to try models and sizes with",
  description:
    "The same seed makes the same events. One in a hundred comes late, one visitor in a hundred is a bot.",
  parameters: [],
  flags: {
    events: { value: "N", description: "How many; 1,000 when left out." },
    seed: { value: "N", description: "Which ones; 1 when left out." },
    from: { value: "TIME", description: "The first moment; 2026-01-01 when left out." },
    days: { value: "N", description: "Days over which they are spread; 30 when left out." },
  },
  examples: [
    "scoreline generate --events 100000 --seed 7 > events.ndjson",
    "scoreline generate --events 10000000 | gzip > events.ndjson.gz",
  ],
  run: async (call) => {
    const fromMs = call.moment("from");
    const options = {
      events: call.count("events", 1_000),
      seed: call.count("seed", 1),
      days: call.count("days", 30),
      ...(fromMs !== undefined && { fromMs }),
    };
    for await (const { lines } of generatedLines(options)) {
      if (lines.length === 0) continue;
      if (!process.stdout.write(`${lines.join("\n")}\n`)) await once(process.stdout, "drain");
    }
    return exitCode.fine;
  },
};
