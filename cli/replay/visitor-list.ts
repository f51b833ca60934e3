import { csvLine } from "../output/csv.ts";
import { terminal } from "../output/terminal.ts";
import type { LoadedModel } from "../scoring.ts";
import type { VisitorResult } from "./fold-visitor.ts";

const slabCharacters = 65_536;

/** Writes a line for each visitor, as they come. */
export class VisitorList {
  readonly #form: "csv" | "json";
  readonly #scores: readonly string[];
  #slab = "";

  constructor({ source }: LoadedModel, form: "csv" | "json") {
    this.#form = form;
    this.#scores = source.scores.map(({ id }) => id);
    if (form === "csv") {
      const head = ["visitor", "stage", "total", ...this.#scores, "events", "first", "last", "hand_offs"];
      this.#slab = csvLine(head);
    }
  }

  add({ visitor, standing, events, firstAtMs, lastAtMs, handOffs }: VisitorResult): void {
    const first = new Date(firstAtMs).toISOString();
    const last = new Date(lastAtMs).toISOString();
    const keys = handOffs.map(({ key }) => key);
    this.#slab +=
      this.#form === "json"
        ? `${JSON.stringify({ visitor, ...standing, events, first, last, handOffs: keys })}\n`
        : csvLine([
            visitor,
            standing.stage,
            standing.total,
            ...this.#scores.map((id) => standing.scores[id] ?? 0),
            events,
            first,
            last,
            keys.join(" "),
          ]);
    if (this.#slab.length >= slabCharacters) this.end();
  }

  /** Writes what is left. */
  end(): void {
    terminal.write(this.#slab);
    this.#slab = "";
  }
}
