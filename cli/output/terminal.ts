import { isatty } from "node:tty";

type Stream = "stdout" | "stderr";

/** Whether somebody sits before it. */
export function isTerminal(stream: Stream): boolean {
  return isatty(process[stream].fd);
}

function hasColour(stream: Stream): boolean {
  const noColour = process.env["NO_COLOR"];
  return isTerminal(stream) && (noColour === undefined || noColour === "") && process.env["TERM"] !== "dumb";
}

function paint(code: string, text: string, stream: Stream): string {
  return hasColour(stream) ? `\u001b[${code}m${text}\u001b[0m` : text;
}

/** Where the program writes. Colours only on a terminal, and never with NO_COLOR. */
export const terminal = {
  /** Results, to stdout. */
  write: (text: string): void => {
    process.stdout.write(text);
  },
  /** A line about the run, to stderr. */
  warn: (line: string): void => {
    process.stderr.write(`${line}\n`);
  },
  bold: (text: string, stream: Stream = "stdout"): string => paint("1", text, stream),
  dim: (text: string, stream: Stream = "stdout"): string => paint("2", text, stream),
  red: (text: string, stream: Stream = "stdout"): string => paint("31", text, stream),
  green: (text: string, stream: Stream = "stdout"): string => paint("32", text, stream),
  yellow: (text: string, stream: Stream = "stdout"): string => paint("33", text, stream),
};
