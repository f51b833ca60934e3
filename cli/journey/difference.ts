/** A value that a step speaks of. */
export type DifferenceValue = string | number | readonly string[] | null;

/** Something that is not as the journey says. */
export interface Difference {
  /** `total`, `scores.fit`, `stage`, `segments`, `disqualified`, `actions`, `handOffs`, or `events` when one was refused. */
  field: string;
  expected: DifferenceValue;
  got: DifferenceValue;
}
