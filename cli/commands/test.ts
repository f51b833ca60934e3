import type { Command } from "../command.ts";
import { exitCode } from "../failure.ts";
import { describeJourney } from "../journey/describe.ts";
import { readJourneys } from "../journey/file.ts";
import { runJourney } from "../journey/run.ts";
import { readModel } from "../model-file.ts";
import { terminal } from "../output/terminal.ts";

/** `scoreline test`: golden journeys through the core. */
export const testCommand: Command = {
  name: "test",
  summary: "Run golden journeys through a model and say what came out otherwise",
  description:
    "Each step is read at the moment of its last event, the receipts at the end of the journey.\nEnds with 1 when a journey fails.",
  parameters: [
    { name: "model.json", description: "The model." },
    {
      name: "journeys.json",
      description: 'Journeys: {"journeys": [{"id", "title", "steps", "receipts"}]}; - for stdin.',
    },
  ],
  flags: {
    now: {
      value: "TIME",
      description: "End of the journeys; now when left out. Give one where rules ask for the time.",
    },
    json: { description: "Print the results as JSON." },
  },
  examples: [
    "scoreline test model.json journeys.json",
    "scoreline test model.json journeys.json --now 2026-11-21T12:00:00Z --json",
  ],
  run: async (call) => {
    const nowMs = call.moment("now") ?? Date.now();
    const model = await readModel(call.parameter("model.json"));
    const journeys = await readJourneys(call.parameter("journeys.json"));
    const results = journeys.map((journey) => runJourney(journey, model, nowMs));
    const failed = results.filter(({ isPassed }) => !isPassed).length;
    const passed = results.length - failed;
    if (call.has("json")) {
      const now = new Date(nowMs).toISOString();
      terminal.write(`${JSON.stringify({ now, passed, failed, journeys: results }, null, 2)}\n`);
    } else {
      for (const result of results) terminal.write(describeJourney(result));
      const summary = `${passed} passed, ${failed} failed`;
      terminal.write(`${failed === 0 ? terminal.green(summary) : terminal.red(summary)}\n`);
    }
    return failed === 0 ? exitCode.fine : exitCode.findings;
  },
};
