/** Milliseconds in a day: days are counted in UTC, so this never varies. */
export const dayMs = 86_400_000;
