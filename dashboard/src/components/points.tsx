import { formatPoints } from "../words/numbers.ts";

/** Points with their sign, green or red. */
export function Points({ value, isChip = false }: { value: number; isChip?: boolean }) {
  const sign = value > 0 ? "is-plus" : value < 0 ? "is-minus" : "is-zero";
  return <span class={`points ${sign}${isChip ? " points-chip" : ""}`}>{formatPoints(value)}</span>;
}
