/** An outcome as it was sent, not checked yet. */
export interface SentOutcome {
  /** Line of the file, or place in the list from 1. */
  line: number;
  input?: unknown;
  /** What cannot even be read. */
  problem?: { code: string; message: string };
  /** Titles of a file's columns by field, for telling where something is wrong. */
  columns?: Readonly<Partial<Record<string, string>>>;
}
