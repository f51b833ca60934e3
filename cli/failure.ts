/** Exit codes of the program. */
export const exitCode = {
  /** All is well. */
  fine: 0,
  /** There are findings, or something that was to be done failed. */
  findings: 1,
  /** It was called in a way that it does not understand. */
  usage: 2,
} as const;

/** Something that ends the program with one line: what was wrong, where, and what to do. */
export class Failure extends Error {
  readonly code: number;

  constructor(message: string, code: number = exitCode.findings) {
    super(message);
    this.name = "Failure";
    this.code = code;
  }
}

/** Thrown when the program was called in a way that it does not understand. */
export function usageError(message: string): Failure {
  return new Failure(message, exitCode.usage);
}
