import type { Call } from "./call.ts";

/** One flag of a command. */
export interface FlagSpecification {
  /** What stands for its value in the help; left out for a flag that has none. */
  value?: string;
  description: string;
}

/** A command of the program: one file in `commands/`. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** A few lines for the command's own help. */
  description: string;
  /** Arguments that are not flags, in order; all are needed unless `isOptional`. */
  parameters: readonly { name: string; description: string; isOptional?: boolean }[];
  flags: Readonly<Record<string, FlagSpecification>>;
  examples: readonly string[];
  /** @returns The exit code. */
  run: (call: Call) => Promise<number>;
}
