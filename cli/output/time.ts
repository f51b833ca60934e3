/** A moment as people read it, in UTC: `2026-11-21 09:30:00`. */
export function timeText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace("T", " ");
}

/** The day of a moment in UTC: `2026-11-21`. */
export function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
