import type { ComponentChildren } from "preact";
import { count } from "../words/numbers.ts";

interface Column {
  name: string;
  class?: string;
}

/** The deliveries of a source or a destination, the newest first, or why none are shown. */
export function DeliveryLog<Delivery>({
  deliveries,
  problem,
  nothing,
  look,
  columns,
  row,
}: {
  deliveries: readonly Delivery[];
  /** Why the log could not be read. */
  problem: string | null;
  /** What to say of an empty log. */
  nothing: string;
  /** Class of the table. */
  look: string;
  columns: readonly Column[];
  row: (delivery: Delivery) => ComponentChildren;
}) {
  if (problem !== null) return <p class="log-empty">The log could not be read. {problem}</p>;
  if (deliveries.length === 0) return <p class="log-empty">{nothing}</p>;
  return (
    <div class={`table ${look}`} role="table" aria-label={count(deliveries.length, "delivery", "deliveries")}>
      <div class="table-head" role="row">
        {columns.map((column) => (
          <span key={column.name} role="columnheader" class={column.class}>
            {column.name}
          </span>
        ))}
      </div>
      <div class="table-body" role="rowgroup">
        {deliveries.map(row)}
      </div>
    </div>
  );
}
