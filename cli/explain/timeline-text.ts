import { plain } from "../output/plain.ts";
import { terminal } from "../output/terminal.ts";
import { timeText } from "../output/time.ts";
import type { Account, Faded } from "./timeline.ts";

/** A visitor's account as the terminal shows it: each event with the total after it, and what it paid. */
export function timelineText(visitor: string, account: Account): string {
  const { moments, standing, sum } = account;
  // Not spread into one call: a visitor may have more events than a call takes arguments.
  const nameWidth = moments.reduce((width, { name }) => Math.max(width, plain(name).length), 0);
  const lines = [
    `${terminal.bold(plain(visitor))}: ${account.stage}, total ${account.total} on ${timeText(account.atMs)} UTC`,
    Object.entries(account.scores)
      .map(([id, score]) => `${id} ${score}`)
      .join(", "),
    "",
  ];
  const left = ({ stage, atMs }: Faded) =>
    `${terminal.dim(timeText(atMs))}         ${terminal.yellow(`left ${stage}`)}: points faded`;
  for (const moment of moments) {
    lines.push(...moment.faded.map(left));
    const place = [moment.path, moment.source === "server" ? "(server)" : null].filter(
      (word) => word !== null,
    );
    const name = plain(moment.name).padEnd(nameWidth);
    const total = String(moment.total).padStart(5);
    lines.push(
      `${terminal.dim(timeText(moment.atMs))}  ${total}  ${name}  ${plain(place.join(" "))}`.trimEnd(),
    );
    for (const line of moment.lines) lines.push(`${" ".repeat(28)}${plain(line)}`);
    for (const stage of moment.entered) lines.push(`${" ".repeat(28)}${terminal.green(`entered ${stage}`)}`);
    for (const stage of moment.left) lines.push(`${" ".repeat(28)}${terminal.yellow(`left ${stage}`)}`);
    for (const handOff of moment.handOffs)
      lines.push(`${" ".repeat(28)}${terminal.bold(`handed off: ${handOff}`)}`);
  }
  lines.push(...standing.faded.map(left));
  if (standing.lines.length > 0) {
    lines.push("", "As it stands");
    for (const line of standing.lines) lines.push(`  ${plain(line)}`);
  }
  lines.push("", `${sum} points in all receipts, total ${account.total}`);
  return `${lines.join("\n")}\n`;
}
