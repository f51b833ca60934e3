import type { Command } from "../command.ts";
import { accountOf, type Account, type Faded } from "../explain/timeline.ts";
import { findVisitor } from "../explain/find-visitor.ts";
import { exitCode, Failure, usageError } from "../failure.ts";
import { reportFaults } from "../input/report-faults.ts";
import { readModel } from "../model-file.ts";
import { plain } from "../output/plain.ts";
import { terminal } from "../output/terminal.ts";
import { timeText } from "../output/time.ts";

const languages = ["en", "tr", "pl", "ro"];

function timelineText(visitor: string, account: Account): string {
  const { moments, standing, sum } = account;
  const nameWidth = Math.max(...moments.map(({ name }) => plain(name).length));
  const lines = [
    `${terminal.bold(plain(visitor))}: ${account.stage}, total ${account.total} on ${timeText(account.atMs)} UTC`,
    Object.entries(account.scores)
      .map(([id, score]) => `${id} ${score}`)
      .join(", "),
    "",
  ];
  const left = ({ stage, atMs }: Faded) =>
    `${terminal.dim(timeText(atMs))}         ${terminal.yellow(`left ${stage}`)}: points faded`;
  for (const moment of moments) {
    lines.push(...moment.faded.map(left));
    const place = [moment.path, moment.source === "server" ? "(server)" : null].filter(
      (word) => word !== null,
    );
    const name = plain(moment.name).padEnd(nameWidth);
    const total = String(moment.total).padStart(5);
    lines.push(
      `${terminal.dim(timeText(moment.atMs))}  ${total}  ${name}  ${plain(place.join(" "))}`.trimEnd(),
    );
    for (const line of moment.lines) lines.push(`${" ".repeat(28)}${plain(line)}`);
    for (const stage of moment.entered) lines.push(`${" ".repeat(28)}${terminal.green(`entered ${stage}`)}`);
    for (const stage of moment.left) lines.push(`${" ".repeat(28)}${terminal.yellow(`left ${stage}`)}`);
    for (const handOff of moment.handOffs)
      lines.push(`${" ".repeat(28)}${terminal.bold(`handed off: ${handOff}`)}`);
  }
  lines.push(...standing.faded.map(left));
  if (standing.lines.length > 0) {
    lines.push("", "As it stands");
    for (const line of standing.lines) lines.push(`  ${plain(line)}`);
  }
  lines.push("", `${sum} points in all receipts, total ${account.total}`);
  return `${lines.join("\n")}\n`;
}

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
