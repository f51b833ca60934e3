import { useLayoutEffect, useRef } from "preact/hooks";
import type { RefObject } from "preact";

const durationMs = 320;
const easing = "cubic-bezier(0.2, 0.7, 0.2, 1)";
/** Longer lists change too far away from the eye for motion to be worth its cost. */
const longestList = 200;
/** A row that comes from further away slides in from this distance and fades. */
const farPx = 320;

interface Places {
  width: number;
  tops: Map<Element, number>;
}

function move(row: HTMLElement, byPx: number): void {
  const isFar = Math.abs(byPx) > farPx;
  const from = isFar ? Math.sign(byPx) * farPx : byPx;
  const isRising = byPx > 0;
  if (isRising) row.style.zIndex = "1";
  const animation = row.animate(
    [{ transform: `translateY(${from}px)`, ...(isFar ? { opacity: 0 } : {}) }, { transform: "none" }],
    { duration: durationMs, easing },
  );
  const settle = () => {
    row.style.zIndex = "";
  };
  animation.finished.then(settle, settle);
}

/**
 * Lets the children of a list glide to their new places when their order changes. Does nothing for
 * a reader who asked for less motion, nor when the list was resized.
 */
export function useFlip(list: RefObject<HTMLElement | null>, order: unknown): void {
  const before = useRef<Places | null>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    const rows = [...element.children].filter((row): row is HTMLElement => row instanceof HTMLElement);
    const places: Places = {
      width: element.clientWidth,
      tops: new Map(rows.map((row) => [row, row.offsetTop])),
    };
    const old = before.current;
    before.current = places;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (old === null || old.width !== places.width || isCalm || rows.length > longestList) return;
    for (const [row, top] of places.tops as Map<HTMLElement, number>) {
      const oldTop = old.tops.get(row);
      if (oldTop === undefined)
        row.animate([{ opacity: 0 }, { opacity: 1 }], { duration: durationMs, easing });
      else if (oldTop !== top) move(row, oldTop - top);
    }
  }, [order]);
}
