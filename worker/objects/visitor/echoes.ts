import type { TrackedEvent } from "../../../shared/schema/event.ts";

/** How long after a form was sent its page, or the one that says thanks, tells its tag manager of the same. Milliseconds. */
const echoMs = 60_000;

/** What the script heard of the page's tag manager; see `sdk/trackers/commerce.ts`. */
const isHearsay = ({ properties }: TrackedEvent): boolean => properties["provider"] === "dataLayer";

/**
 * New events without echoes: a lead or a sign-up that the page's tag manager tells again, beside the one
 * that was seen itself. The script knows of those on one page; the thank-you page is another.
 *
 * @param log Reads what is there already; asked only when there may be an echo.
 */
export function withoutEchoes(
  fresh: readonly TrackedEvent[],
  log: () => readonly TrackedEvent[],
): TrackedEvent[] {
  if (!fresh.some(isHearsay)) return [...fresh];
  const seen = [...log(), ...fresh].filter((event) => event.source === "browser" && !isHearsay(event));
  return fresh.filter(
    (event) =>
      !isHearsay(event) ||
      !seen.some(({ name, atMs }) => name === event.name && Math.abs(event.atMs - atMs) <= echoMs),
  );
}
