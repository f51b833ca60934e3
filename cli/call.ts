import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { parseIsoTime } from "../worker/ingest/iso-time.ts";
import type { Command } from "./command.ts";
import { nearest } from "./nearest.ts";
import { usageError } from "./failure.ts";

/** How a command was called. */
export class Call {
  readonly #parameters: Readonly<Record<string, string>>;
  readonly #flags: Readonly<Record<string, string | true>>;

  constructor(parameters: Readonly<Record<string, string>>, flags: Readonly<Record<string, string | true>>) {
    this.#parameters = parameters;
    this.#flags = flags;
  }

  /** The value of a parameter; the empty text for an optional one that was left out. */
  parameter(name: string): string {
    return this.#parameters[name] ?? "";
  }

  /** Whether a flag was given. */
  has(name: string): boolean {
    return this.#flags[name] !== undefined;
  }

  /** The value of a flag, or undefined. */
  text(name: string): string | undefined {
    const value = this.#flags[name];
    return typeof value === "string" ? value : undefined;
  }

  /** The value of a flag as a whole number, or the default. */
  count(name: string, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text.replaceAll("_", ""));
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0) {
      throw usageError(`--${name} is "${text}"; give a whole number such as 100`);
    }
    return value;
  }

  /** The value of a flag as a moment in milliseconds since 1970, or undefined. Without a zone it is UTC, as times are printed. */
  moment(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const ms = parseIsoTime(text);
    if (ms === undefined) {
      throw usageError(`--${name} is "${text}"; give a date such as 2026-11-21 or 2026-11-21T09:30:00Z`);
    }
    return ms;
  }

  /** Refuses flags that exclude each other. */
  atMostOne(...names: string[]): void {
    const given = names.filter((name) => this.has(name));
    if (given.length > 1) throw usageError(`--${given.join(" and --")} exclude each other; give one of them`);
  }
}

/**
 * Reads the arguments of a command.
 *
 * @throws {Failure} With what exists, for a flag that does not; with what is missing.
 */
export function readCall(command: Command, args: readonly string[]): Call {
  const options: ParseArgsOptionsConfig = { help: { type: "boolean", short: "h" } };
  for (const [name, { value }] of Object.entries(command.flags)) {
    options[name] = { type: value === undefined ? "boolean" : "string" };
  }
  const help = `scoreline ${command.name} --help says more`;
  const flags: Record<string, string | true> = {};
  const positionals: string[] = [];
  for (const token of parseArgs({ args: [...args], options, strict: false, tokens: true }).tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, rawName, value } = token;
    const option = options[name];
    if (option === undefined || !rawName.startsWith(name.length === 1 ? "-" : "--")) {
      const known = Object.keys(command.flags).map((flag) => `--${flag}`);
      const guess = nearest(rawName, known);
      const what = known.length === 0 ? "it has none" : `there are ${known.join(", ")}`;
      throw usageError(
        `scoreline ${command.name} has no flag ${rawName}${guess === undefined ? "" : ` (did you mean ${guess}?)`}; ${what}`,
      );
    }
    if (option.type === "string" && (value === undefined || value === "")) {
      throw usageError(`${rawName} needs a value: ${rawName} ${command.flags[name]?.value ?? ""}; ${help}`);
    }
    if (option.type === "boolean" && value !== undefined) {
      throw usageError(`${rawName} takes no value, not "${value}"; ${help}`);
    }
    flags[name] = option.type === "string" ? (value ?? "") : true;
  }
  const parameters: Record<string, string> = {};
  if (flags["help"] === true) return new Call(parameters, flags);
  for (const [index, { name, isOptional }] of command.parameters.entries()) {
    const value = positionals[index];
    if (value !== undefined) parameters[name] = value;
    else if (isOptional !== true) throw usageError(`${name} is missing; ${help}`);
  }
  const extra = positionals[command.parameters.length];
  if (extra !== undefined) throw usageError(`"${extra}" is one argument too many; ${help}`);
  return new Call(parameters, flags);
}
