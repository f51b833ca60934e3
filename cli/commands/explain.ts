import type { Command } from "../command.ts";
import { timelineText } from "../explain/timeline-text.ts";
import { accountOf } from "../explain/timeline.ts";
import { findVisitor } from "../explain/find-visitor.ts";
import { exitCode, Failure, usageError } from "../failure.ts";
import { reportFaults } from "../input/report-faults.ts";
import { readModel } from "../model-file.ts";
import { terminal } from "../output/terminal.ts";
import { timeText } from "../output/time.ts";

const languages = ["en", "tr", "pl", "ro"];

/** `scoreline explain`: a visitor's timeline with receipts. */
export const explainCommand: Command = {
  name: "explain",
  summary: "Tell a visitor's story: each event, what it paid and why, and the sum",
  description: "The number before an event's name is the total after it.",
  parameters: [
    { name: "model.json", description: "The model." },
    { name: "events.ndjson", description: "Events, one a line, also gzip; - for stdin." },
  ],
  flags: {
    visitor: { value: "ID", description: "The visitor's id, or an e-mail address, user id or phone number." },
    language: { value: languages.join("|"), description: "Language of the receipts; en when left out." },
    until: { value: "TIME", description: "The moment to look at; the last event of the file when left out." },
    json: { description: "Print the account as JSON." },
  },
  examples: [
    "scoreline explain model.json events.ndjson --visitor 4f1d6b2c9a7e8d03",
    "scoreline explain model.json events.ndjson.gz --visitor ada@example.com --language tr",
  ],
  run: async (call) => {
    const wanted = call.text("visitor");
    if (wanted === undefined) throw usageError("--visitor is missing; give the id of the visitor to explain");
    const language = call.text("language") ?? "en";
    if (!languages.includes(language)) {
      throw usageError(`--language is "${language}"; there are ${languages.join(", ")}`);
    }
    const untilMs = call.moment("until");
    const model = await readModel(call.parameter("model.json"));
    const found = await findVisitor(call.parameter("events.ndjson"), wanted, model);
    const atMs = untilMs ?? found.lastAtMs;
    const events = found.events.filter((event) => event.atMs <= atMs);
    if (events.length === 0) throw new Failure(`${wanted} did nothing until ${timeText(atMs)} UTC`);
    const account = accountOf(events, model, atMs, language);
    if (call.has("json")) {
      terminal.write(`${JSON.stringify({ visitor: found.visitor, ...account }, null, 2)}\n`);
    } else terminal.write(timelineText(found.visitor, account));
    reportFaults(found.faults);
    return account.sum === account.total ? exitCode.fine : exitCode.findings;
  },
};
