/** Somebody who takes leads, and which ones. */
export interface Owner {
  /** Their id at the provider. */
  id: string;
  /** Values of the routing attribute that they take, separated by commas; anything when left out. */
  takes?: string | undefined;
  /** When they work: `Mon-Fri 09:00-17:30`; always when left out. */
  hours?: string | undefined;
  /** IANA name of the zone of their hours; UTC when left out. */
  timeZone?: string | undefined;
}

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const minutesPerDay = 1_440;

/** Shape of working hours: days (one, a span, or several with commas) and a span of the day. */
export const hoursShape =
  /^((?:mon|tue|wed|thu|fri|sat|sun)(?:[-,](?:mon|tue|wed|thu|fri|sat|sun))*)\s+([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/i;

/** Whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Days of `Mon-Fri` or `Mon,Wed,Sat`, as numbers from Monday. A span may go over the week's end. */
function daysOf(text: string): Set<number> {
  const found = new Set<number>();
  for (const part of text.toLowerCase().split(",")) {
    const [first = "", last = first] = part.split("-");
    const to = days.indexOf(last);
    for (let day = days.indexOf(first); ; day = (day + 1) % 7) {
      found.add(day);
      if (day === to) break;
    }
  }
  return found;
}

/** Day from Monday and minute of the day, as a clock in that zone shows them. */
function localTime(atMs: number, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(atMs);
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? "";
  return {
    day: days.indexOf(part("weekday").toLowerCase()),
    minute: Number(part("hour")) * 60 + Number(part("minute")),
  };
}

/**
 * Whether a moment is inside working hours. The end is outside; a span that ends before it begins
 * goes over midnight and belongs to the day on which it began.
 *
 * @example isAtWork("Mon-Fri 09:00-17:00", "Europe/Bucharest", Date.UTC(2026, 10, 23, 7)) // true: 09:00 there
 */
export function isAtWork(hours: string, timeZone: string, atMs: number): boolean {
  const [, span = "", fromHour, fromMinute, toHour, toMinute] = hoursShape.exec(hours) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  const { day, minute } = localTime(atMs, timeZone);
  const working = daysOf(span);
  if (from < to) return working.has(day) && minute >= from && minute < Math.min(to, minutesPerDay);
  return (working.has(day) && minute >= from) || (working.has((day + 6) % 7) && minute < to);
}

function takes(owner: Owner, value: string): boolean {
  const wanted = value.trim().toLowerCase();
  return owner.takes?.split(",").some((item) => item.trim().toLowerCase() === wanted) === true;
}

/**
 * Who gets the lead: of those who take its attribute (else those who take anything), those at work
 * (else all of them), by turns.
 *
 * @param value The lead's value of the routing attribute; empty when there is none.
 * @param turn Counts the leads; the same lead keeps its number.
 * @returns Their id, or undefined when there is nobody.
 */
export function ownerOf(
  owners: readonly Owner[],
  value: string,
  turn: number,
  atMs: number,
): string | undefined {
  const special = owners.filter((owner) => takes(owner, value));
  const general = owners.filter((owner) => owner.takes === undefined);
  const candidates = value !== "" && special.length > 0 ? special : general.length > 0 ? general : owners;
  const present = candidates.filter(
    ({ hours, timeZone }) => hours === undefined || isAtWork(hours, timeZone ?? "UTC", atMs),
  );
  const chosen = present.length > 0 ? present : candidates;
  return chosen[turn % chosen.length]?.id;
}
