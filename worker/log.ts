/**
 * Writes one line of JSON to the log. Nothing a visitor typed belongs here: ids, counts, codes.
 *
 * @param event What happened: `outbox_failed`.
 * @param fields An `error` is written as its name and message, without its stack.
 */
export function log(event: string, fields: Readonly<Record<string, unknown>>): void {
  const line: Record<string, unknown> = { event };
  for (const [key, value] of Object.entries(fields)) {
    line[key] = value instanceof Error ? `${value.name}: ${value.message}` : value;
  }
  console.log(JSON.stringify(line));
}
