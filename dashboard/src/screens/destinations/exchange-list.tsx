import type { Exchange } from "../../../../shared/schema/destination.ts";
import { formatFull } from "../../words/times.ts";
import { formatNumber } from "../../words/numbers.ts";

/** JSON with its lines broken; any other text as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** A look-up that finds nobody is answered 404, and is no fault. */
function lookOf({ method, status }: Exchange): string {
  if (status !== null && status < 300) return "is-good";
  return method === "GET" && status === 404 ? "" : "is-bad";
}

/** Requests as they were made, secrets hidden, each with the status of its answer. */
export function ExchangeList({ exchanges }: { exchanges: readonly Exchange[] }) {
  if (exchanges.length === 0) return <p class="muted small">No request was made.</p>;
  return (
    <ol class="exchanges">
      {exchanges.map((exchange) => (
        <li key={`${exchange.atMs} ${exchange.method} ${exchange.url}`}>
          <p class="exchange-line">
            <code>{exchange.method}</code>
            <code class="truncate" title={exchange.url}>
              {exchange.url}
            </code>
            <span class={`state ${lookOf(exchange)}`}>{exchange.status ?? "No answer"}</span>
            <span class="muted small" title={formatFull(exchange.atMs)}>
              {formatNumber(exchange.durationMs)} ms
            </span>
          </p>
          <details>
            <summary>Request</summary>
            <pre>
              {Object.entries(exchange.headers)
                .map(([name, value]) => `${name}: ${value}`)
                .join("\n")}
              {exchange.body !== null && `\n\n${readable(exchange.body)}`}
            </pre>
          </details>
        </li>
      ))}
    </ol>
  );
}
