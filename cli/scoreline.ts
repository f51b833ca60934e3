#!/usr/bin/env node
/**
 * The command line `scoreline`.
 *
 *     npx node cli/scoreline.ts --help
 */
import { readCall } from "./call.ts";
import { commands } from "./commands/index.ts";
import { exitCode, Failure, usageError } from "./failure.ts";
import { commandHelp, programHelp } from "./help.ts";
import { nearest } from "./nearest.ts";
import { plain } from "./output/plain.ts";
import { terminal } from "./output/terminal.ts";

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const wanted = commands.find((command) => command.name === rest[0]);
    terminal.write(wanted === undefined ? programHelp(commands) : commandHelp(wanted));
    return name === undefined ? exitCode.usage : exitCode.fine;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const names = commands.map((candidate) => candidate.name);
    const guess = nearest(name, names);
    throw usageError(
      `there is no command ${name}${guess === undefined ? "" : ` (did you mean ${guess}?)`}; there are ${names.join(", ")}`,
    );
  }
  const call = readCall(command, rest);
  if (call.has("help")) {
    terminal.write(commandHelp(command));
    return exitCode.fine;
  }
  return command.run(call);
}

// A time without a zone is UTC, as at the edge: what comes out may not depend on where it is reckoned.
process.env["TZ"] = "UTC";

// Whoever reads our output may stop early: `scoreline explain ... | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? exitCode.fine : exitCode.findings);
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  terminal.warn(`${terminal.red("scoreline:", "stderr")} ${plain(error.message)}`);
  process.exitCode = error.code;
}
