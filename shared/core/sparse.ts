/**
 * Values by ordinal, of which few are there: two lists, the ordinals upwards. Plain JSON, and copied
 * by two `slice`s; an object with such keys takes a hundred times longer to copy.
 */
export type Sparse<T> = readonly [ordinals: readonly number[], values: readonly T[]];

/** Where an ordinal is, or would be. */
function placeOf(ordinals: readonly number[], ordinal: number): number {
  let low = 0;
  let high = ordinals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordinals[middle] ?? 0) < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The value of an ordinal, or undefined. */
export function sparseGet<T>([ordinals, values]: Sparse<T>, ordinal: number): T | undefined {
  const place = placeOf(ordinals, ordinal);
  return ordinals[place] === ordinal ? values[place] : undefined;
}

/** The same values with this one in its place; the original stays as it is. */
export function sparseWith<T>([ordinals, values]: Sparse<T>, ordinal: number, value: T): Sparse<T> {
  const place = placeOf(ordinals, ordinal);
  const isThere = ordinals[place] === ordinal;
  const nextValues = values.slice();
  nextValues.splice(place, isThere ? 1 : 0, value);
  if (isThere) return [ordinals, nextValues];
  const nextOrdinals = ordinals.slice();
  nextOrdinals.splice(place, 0, ordinal);
  return [nextOrdinals, nextValues];
}
