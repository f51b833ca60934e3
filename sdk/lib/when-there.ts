import { quietly } from "./quietly.ts";

/** The first wait for a script of somebody else's, and when to give it up. Milliseconds. */
const firstWaitMs = 1_000;
const mostWaitMs = 30_000;

/**
 * Runs the callback when something that another script brings is there: at once where it is, else
 * after looking a few times, less and less often. Widgets come late, or not at all.
 *
 * @example whenThere(() => window.Intercom, (intercom) => intercom("onShow", report));
 */
export function whenThere<Found>(find: () => Found, use: (found: NonNullable<Found>) => unknown): void {
  const look = quietly((waitMs: number) => {
    const found = find();
    if (found) use(found);
    else if (waitMs < mostWaitMs) setTimeout(look, waitMs, waitMs * 3);
  });
  look(firstWaitMs);
}
