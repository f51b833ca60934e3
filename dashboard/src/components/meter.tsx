interface Mark {
  at: number;
  tone: number;
  isReached: boolean;
}

/** A thin bar of a value between its bounds, with marks on it. Decoration: the value stands beside it in words. */
export function Meter({
  value,
  min,
  max,
  tone,
  marks = [],
}: {
  value: number;
  min: number;
  max: number;
  tone?: number;
  marks?: Mark[];
}) {
  const share = (at: number) => `${Math.min(100, Math.max(0, ((at - min) / (max - min || 1)) * 100))}%`;
  return (
    <span class={`meter${tone === undefined ? "" : ` tone-${tone}`}`} aria-hidden="true">
      <span class="meter-track">
        <span class="meter-fill" style={{ width: share(value) }} />
      </span>
      {marks.map((mark) => (
        <span
          key={mark.at}
          class={`meter-mark tone-${mark.tone}${mark.isReached ? " is-reached" : ""}`}
          style={{ left: share(mark.at) }}
        />
      ))}
    </span>
  );
}
