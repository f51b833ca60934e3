import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Receipt } from "../../../../shared/schema/receipt.ts";
import type { TimelineEntry } from "../../../../shared/schema/visitor.ts";
import { Facts } from "../../components/facts.tsx";
import { Icon } from "../../components/icon.tsx";
import { Points } from "../../components/points.tsx";
import { isoTime } from "../../components/time.tsx";
import { openReceipts } from "../../state/lead.ts";
import { describeEvent, eventKind, humanise } from "../../words/events.ts";
import { readTexts } from "../../words/language.ts";
import { formatNumber } from "../../words/numbers.ts";
import { formatClock, formatFull } from "../../words/times.ts";

/** Points of an event as a way to its receipts. */
function PointsButton({ entry, receipts }: { entry: TimelineEntry; receipts: readonly Receipt[] }) {
  if (entry.points === 0 && receipts.length === 0) return null;
  const isWithheld = entry.points === 0 && receipts.some((receipt) => receipt.reason !== "granted");
  const labels = receipts.map((receipt) => readTexts(receipt.label)).join(", ");
  return (
    <button
      type="button"
      class="points-button"
      title={labels || "Open the receipts"}
      onClick={() => openReceipts(entry.eventId)}
    >
      <Points value={entry.points} isChip />
      {isWithheld && (
        <span class="muted small">
          {receipts.some((receipt) => receipt.reason === "bot") ? "bot" : "capped"}
        </span>
      )}
    </button>
  );
}

/** Where and how an event happened, as a few quiet words. */
function whereabouts(entry: TimelineEntry, text: string): string[] {
  const words: string[] = [];
  if (entry.path !== null && !text.endsWith(entry.path)) words.push(entry.path);
  // "/directions" needs no "Directions page".
  const kind = entry.name === "page_view" && entry.pageKind !== null ? humanise(entry.pageKind) : null;
  if (kind !== null && !`${entry.path} ${text}`.toLowerCase().includes(kind.toLowerCase()))
    words.push(`${kind} page`);
  if (entry.source === "server") words.push("from a server");
  return words;
}

/** An event of the timeline, with its properties behind a click. */
export function TimelineEvent({
  entry,
  receipts,
  litAt,
}: {
  entry: TimelineEntry;
  receipts: readonly Receipt[];
  litAt: number | null;
}) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (litAt === null) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    line.current?.scrollIntoView({ block: "center", behavior: isCalm ? "auto" : "smooth" });
    line.current?.focus({ preventScroll: true });
  }, [litAt]);

  const isOpen = useSignal(false);
  const factsId = useId();
  const text = describeEvent(entry.name, entry.path, entry.title, entry.properties);
  const words = whereabouts(entry, text);
  const hasProperties = Object.keys(entry.properties).length > 0;
  return (
    <li class="event" ref={line} tabIndex={-1}>
      {litAt !== null && <span class="event-lit" key={litAt} />}
      <span class={`event-icon${entry.points > 0 ? " is-plus" : entry.points < 0 ? " is-minus" : ""}`}>
        <Icon name={eventKind(entry.name)} size={14} />
      </span>
      <div class="event-words">
        <p class="event-text">
          <bdi>{text}</bdi>
        </p>
        {(words.length > 0 || hasProperties) && (
          <div class="event-where dotted">
            {words.map((word) => (
              <bdi key={word}>{word}</bdi>
            ))}
            {hasProperties && (
              <span>
                <button
                  type="button"
                  class="event-more"
                  aria-expanded={isOpen.value}
                  aria-controls={isOpen.value ? factsId : undefined}
                  onClick={() => (isOpen.value = !isOpen.value)}
                >
                  Details
                  <Icon name="chevron" size={11} />
                </button>
              </span>
            )}
          </div>
        )}
        {isOpen.value && (
          <div class="event-facts" id={factsId}>
            <Facts facts={{ event: entry.name, ...entry.properties }} />
          </div>
        )}
      </div>
      <div class="event-points">
        <PointsButton entry={entry} receipts={receipts} />
        <span class="event-total" title="The score after this">
          {formatNumber(entry.total)}
        </span>
      </div>
      <time class="event-time" dateTime={isoTime(entry.atMs)} title={formatFull(entry.atMs)}>
        {formatClock(entry.atMs)}
      </time>
    </li>
  );
}
