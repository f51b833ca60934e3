import { signal } from "@preact/signals";

/** The present, moving on every five seconds while somebody looks. */
export const nowMs = signal(Date.now());

/** Lets the clock run. */
export function startClock(): void {
  const tick = () => {
    if (document.visibilityState === "visible") nowMs.value = Date.now();
  };
  setInterval(tick, 5_000);
  document.addEventListener("visibilitychange", tick);
}
