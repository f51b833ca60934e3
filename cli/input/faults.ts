/** A line that could not be taken, or not wholly. */
export interface Fault {
  line: number;
  reason: string;
}

const named = 5;

/** Counts what could not be taken, and names the first few with the reason. */
export class Faults {
  count = 0;
  readonly first: Fault[] = [];
  readonly byReason = new Map<string, number>();

  add(line: number, reason: string): void {
    this.count += 1;
    if (this.first.length < named) this.first.push({ line, reason });
    const kind = reason.split(/[:;]/)[0]?.replace(/\d+/g, "#") ?? reason;
    // Reasons are few; a file that makes up ever new ones must not fill the memory.
    if (this.byReason.has(kind) || this.byReason.size < 100) {
      this.byReason.set(kind, (this.byReason.get(kind) ?? 0) + 1);
    }
  }
}
