import { lint, type Finding } from "../../shared/core/lint/index.ts";
import type { Command } from "../command.ts";
import { exitCode } from "../failure.ts";
import { readJson } from "../json-file.ts";
import { parseModel } from "../model-file.ts";
import { plain } from "../output/plain.ts";
import { terminal } from "../output/terminal.ts";

const paint = {
  error: (text: string) => terminal.red(text),
  warning: (text: string) => terminal.yellow(text),
  hint: (text: string) => terminal.dim(text),
};

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** `scoreline lint`: what is wrong with a model. */
export const lintCommand: Command = {
  name: "lint",
  summary: "Check a model: its shape, its references, and rules that cannot do what they say",
  description: "Ends with 1 when there is an error; warnings and hints alone end with 0.",
  parameters: [{ name: "model.json", description: "The model; - for stdin." }],
  flags: { json: { description: "Print the findings as JSON." } },
  examples: ["scoreline lint model.json", "scoreline lint model.json --json"],
  run: async (call) => {
    const file = call.parameter("model.json");
    const parsed = parseModel(await readJson(file));
    const findings: readonly Finding[] =
      "problems" in parsed
        ? parsed.problems.map((problem) => ({ ...problem, severity: "error", fix: "" }))
        : lint(parsed.model);
    const count = (severity: Finding["severity"]) =>
      findings.filter((finding) => finding.severity === severity).length;
    const counts = { errors: count("error"), warnings: count("warning"), hints: count("hint") };
    if (call.has("json")) terminal.write(`${JSON.stringify({ file, ...counts, findings }, null, 2)}\n`);
    else {
      for (const { path, severity, code, message, fix } of findings) {
        const place = path === "" || message.startsWith(path) ? "" : `${terminal.bold(plain(path))} `;
        terminal.write(
          `${paint[severity](severity.padEnd(7))}  ${place}${plain(message)} ${terminal.dim(`(${code})`)}\n`,
        );
        if (fix !== "") terminal.write(`         ${plain(fix)}\n`);
      }
      const summary = `${counted(counts.errors, "error")}, ${counted(counts.warnings, "warning")}, ${counted(counts.hints, "hint")}`;
      terminal.write(
        `${plain(file)}: ${findings.length === 0 ? terminal.green("nothing to say") : summary}\n`,
      );
    }
    return counts.errors > 0 ? exitCode.findings : exitCode.fine;
  },
};
