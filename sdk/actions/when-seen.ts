/**
 * Calls back once, when about a third of the element is on the screen: half of one that is taller than
 * two screens never is. In a tab that is not looked at, only when it is. An element that leaves the page
 * is not watched any more.
 *
 * @example whenSeen(card, () => report("view_promotion"));
 */
export function whenSeen(watched: Element, callback: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      callback();
    },
    { threshold: 0.3 },
  );
  observer.observe(watched);
}
