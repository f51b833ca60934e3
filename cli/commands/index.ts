import type { Command } from "../command.ts";
import { compareCommand } from "./compare.ts";
import { explainCommand } from "./explain.ts";
import { generateCommand } from "./generate.ts";
import { lintCommand } from "./lint.ts";
import { replayCommand } from "./replay.ts";
import { testCommand } from "./test.ts";

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  lintCommand,
  testCommand,
  explainCommand,
  replayCommand,
  compareCommand,
  generateCommand,
];
