import type { Command } from "./command.ts";
import { terminal } from "./output/terminal.ts";

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join("");
}

/** Help of the whole program. */
export function programHelp(commands: readonly Command[]): string {
  return `${terminal.bold("scoreline")}: test, explain and replay lead scoring models on your own machine

Usage: scoreline <command> [arguments] [flags]

${terminal.bold("Commands")}
${columns(commands.map(({ name, summary }) => [name, summary] as const))}
scoreline <command> --help says more, with examples.
Exit codes: 0 fine, 1 findings or failures, 2 called wrongly.
`;
}

/** How a command is called, in one line. */
export function usageLine({ name, parameters, flags }: Command): string {
  const words = parameters.map((parameter) =>
    parameter.isOptional === true ? `[${parameter.name}]` : parameter.name,
  );
  return ["scoreline", name, ...words, ...(Object.keys(flags).length > 0 ? ["[flags]"] : [])].join(" ");
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  const { summary, description, parameters, flags, examples } = command;
  const parts = [
    `${terminal.bold(`scoreline ${command.name}`)}: ${summary}\n\nUsage: ${usageLine(command)}\n`,
  ];
  if (description !== "") parts.push(`${description}\n`);
  if (parameters.length > 0) {
    const rows = parameters.map((parameter) => [parameter.name, parameter.description] as const);
    parts.push(`${terminal.bold("Arguments")}\n${columns(rows)}`);
  }
  const all: Command["flags"] = { ...flags, help: { description: "This text." } };
  const flagRows = Object.entries(all).map(
    ([name, flag]) =>
      [`--${name}${flag.value === undefined ? "" : ` ${flag.value}`}`, flag.description] as const,
  );
  parts.push(`${terminal.bold("Flags")}\n${columns(flagRows)}`);
  parts.push(`${terminal.bold("Examples")}\n${examples.map((example) => `  ${example}\n`).join("")}`);
  return parts.join("\n");
}
