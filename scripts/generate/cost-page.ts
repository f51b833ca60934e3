import { measuredTimes, pieces, visitorBytes, leadBookBytes, type Pieces } from "../cost/measured.ts";
import { fadingOf, fadingLead } from "../cost/fading.ts";
import { billOf, type Bill, type Traffic } from "../cost/model.ts";

const millions = (number: number) => (number / 1e6).toFixed(number < 10e6 ? 1 : 0);
const dollars = (number: number) => `$${number.toFixed(2)}`;
const bytes = (number: number) => number.toLocaleString("en");

/** Part of the visitors who become leads, in all tables. */
const leads = 0.02;
const sizes = [1e6, 10e6];
const billFor = (visitors: number, pace: Traffic["pace"]) =>
  billOf({ visitors, eventsPerVisitor: 10, leads, pace });

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join(
    "\n",
  );
}

function amountOf({ name, pieces: amount }: Bill["lines"][number]): string {
  if (name.startsWith("storage")) return `${amount.toFixed(0)} GB`;
  if (name.startsWith("duration")) return `${(amount / 1e3).toFixed(0)} thousand`;
  return `${millions(amount)} M`;
}

function billTable(pace: Traffic["pace"]): string {
  const bills = sizes.map((visitors) => billFor(visitors, pace));
  const [first] = bills;
  const rows = (first?.lines ?? []).map(({ name }, index) => [
    name,
    ...bills.flatMap(({ lines }) => {
      const line = lines[index];
      return line === undefined ? [] : [amountOf(line), dollars(line.dollars)];
    }),
  ]);
  return table(
    ["a month", "1 M visitors", "", "10 M visitors", ""],
    [
      ...rows,
      [
        "**together**",
        "",
        ...bills.map((bill) => `**${dollars(bill.dollars)}**`).flatMap((cell) => [cell, ""]),
      ].slice(0, 5),
      [
        "**for a million events**",
        "",
        ...bills.map((bill) => `**${dollars(bill.dollarsPerMillionEvents)}**`).flatMap((cell) => [cell, ""]),
      ].slice(0, 5),
    ],
  );
}

const whatItIs: Record<keyof typeof pieces, string> = {
  firstBatch: "the first batch of a new visitor",
  nextBatch: "a batch within a minute of it",
  laterBatch: "a batch after that",
  line: "the alarm, which brings the line of the lead book up to date",
  idleAlarm: "the alarm, when the line is up to date",
  fadingAlarm: "the same of a lead whose points fade",
  fadedLine: "a day on which the line of such a lead is told again, since a tenth has faded",
  lead: "the batch that makes a lead: e-mail, form, stage; one destination takes the hand-off",
  delivery: "the delivery of that hand-off",
  mergedDevice: "a batch of a device that counts for another visitor's lead",
};

function pieceRow(name: keyof typeof pieces): string[] {
  const { rows, requests }: Pieces = pieces[name];
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(rows).map(([object, count]) => `${object} ${count}`);
  return [
    whatItIs[name],
    String(total),
    parts.join(", "),
    requests.map((request) => `\`${request}\``).join(", "),
  ];
}

/** The page on what it costs, computed from `scripts/cost/`. */
export function costPage(): string {
  const names = Object.keys(pieces) as (keyof typeof pieces)[];
  const [quietSmall, quietLarge] = sizes.map((visitors) => billFor(visitors, "quiet"));
  const anonymous = billOf({ visitors: 10e6, eventsPerVisitor: 10, leads: 0, pace: "quiet" });
  const { wakes: fadingWakes, days: fadingDays, dollars: fadingDollars } = fadingOf(10e6 * leads);
  return `# What it costs

Made from \`scripts/cost/\` by \`npm run generate\`; do not edit. Rows and requests are counted in workerd by a test
(\`test/worker/rows.test.ts\`), which fails when a page view gets dearer; times and bytes are measured by benchmarks; prices
are Cloudflare's list prices of the Workers Paid plan as of October 2026
([Workers](https://developers.cloudflare.com/workers/platform/pricing/),
[Durable Objects](https://developers.cloudflare.com/durable-objects/platform/pricing/)).

With ten events a visitor, five a request, and ${leads * 100} % of the visitors becoming leads who are handed off, a million events
cost **${dollars(quietLarge?.dollarsPerMillionEvents ?? 0)}** at ten million visitors a month, and ${dollars(quietSmall?.dollarsPerMillionEvents ?? 0)} at one million, where the plan's five dollars
weigh most. That is when both requests of a visit come within a minute and nobody has the live list open:

${billTable("quiet")}

While somebody looks at the live list, or when the requests of a visit are more than a minute apart, each
is told to the lead book by itself. If that is so for the whole month:

${billTable("watched")}

## The pieces

${table(["what", "rows", "where", "requests to objects"], names.map(pieceRow))}

- A row of a batch holds all its events. What SQLite counts (\`rowsWritten\`) is what is billed: a table that is made
  is two rows, an index that changes is one, and each \`setAlarm\` is one.
- Who an object is costs nothing: its name says it (\`ctx.id.name\`). Tables that few visitors need are made with their
  first row; each is a page of 4 KB. A visitor with two batches has ${bytes(visitorBytes)} bytes, and ${bytes(leadBookBytes)} in the lead book.
- The worker hears about once a minute, with what it tells the site anyway, whether anybody looks at the live list.
  While nobody does, a page view waits up to a minute for company before its line is written; what changes a stage,
  names somebody or is handed off leaves at once.

## Points that fade

A lead's line follows what fades, so that the list, its order and the sums of accounts are within a tenth of what the
lead's page says. That wakes the lead's object when a tenth has gone, or a point where a tenth is less, at most once a
day, in the first six hours of it (UTC), until nothing is left to fade. A lead with ${fadingLead.points} points that halve in ${fadingLead.halfLifeDays} days is woken
${fadingWakes} times in ${fadingDays} days. Were all leads of ten million visitors a month such leads, who do not come back, it would cost
${dollars(fadingDollars)} more a month, ${dollars(fadingDollars / ((10e6 * 10) / 1e6))} for a million events. Visitors who are not known are not woken: their line says what their
total was when they were last seen, or at the last re-score, which reads everybody. Where time changes nothing in the
model, nobody is woken and nothing is paid.

## Duration

An object is billed while it works, or while something keeps it from hibernating: a timer, an open request, a
WebSocket that does not hibernate. Nothing of ours does: work that waits is an alarm, and the dashboard's WebSockets
hibernate. In workerd an object is put away ten seconds after the last request; those seconds are
[not billed](https://developers.cloudflare.com/durable-objects/platform/pricing/) when it could hibernate. The alarm
wakes it once more, a minute after the visit's first batch. The tables take each request to an object for as long as
the whole answer took over HTTP (${measuredTimes.objectMilliseconds} ms), which is too much. Were the ten seconds billed after all, twice a visit, ten million
visitors would cost ${dollars((10e6 * 20 * 0.128 - 400e3) * (12.5 / 1e6))} more.

## What is not in the tables

- KV: a worker's isolate remembers keys and sites for five seconds. Isolates that are busy read next to nothing; if
  no request found anything in memory, three reads a request would cost ${dollars(quietLarge?.kvDollarsAtMost ?? 0)} a month at ten million visitors.
- Rows read: an object that wakes reads its log, two rows here; the plan's 25 billion are far away.
- Merged devices, identity proofs, outcomes and webhooks of sources: a few rows each, for few visitors.
- One site's lead book is one object, and an object holds 10 GB: that is the end of it at about
  ${Math.floor(10e9 / leadBookBytes / 1e6)} million visitors. Retention keeps it below that.
- Leads are ${dollars((quietLarge?.dollarsPerMillionEvents ?? 0) - anonymous.dollarsPerMillionEvents)} of it: a site without any pays ${dollars(anonymous.dollarsPerMillionEvents)} for a million events at ten million visitors.
`;
}
