import type { TrackedEvent } from "../../schema/event.ts";
import { own } from "../own.ts";
import { foldText } from "../text.ts";

interface Column {
  /** The property; null for the page kind. */
  name: string | null;
  /** Numbers of the values that the model names, text folded. */
  numbers: Map<unknown, number>;
}

/** The number of a value that the model does not name; those that it names are counted from 1. */
const unnamed = 0;

/**
 * What rules ask of an event, by column: a property, or the page kind. Every value that the model
 * names has a number, so that of each event a text is looked at once and rules compare numbers.
 */
export class Columns {
  readonly #columns: Column[] = [];
  readonly #ordinals = new Map<string | null, number>();
  #event: TrackedEvent | null = null;
  /** How many events were turned to: what was read in another turn is of another event. */
  #turn = 0;
  readonly #values: unknown[] = [];
  readonly #valueTurns: number[] = [];
  readonly #named: number[] = [];
  readonly #namedTurns: number[] = [];

  /** @returns Ordinal of the column; a new one when nothing asked for it before. */
  ordinalOf(name: string | null): number {
    let ordinal = this.#ordinals.get(name);
    if (ordinal === undefined) {
      ordinal = this.#columns.length;
      this.#ordinals.set(name, ordinal);
      this.#columns.push({ name, numbers: new Map() });
      this.#values.push(undefined);
      this.#valueTurns.push(0);
      this.#named.push(unnamed);
      this.#namedTurns.push(0);
    }
    return ordinal;
  }

  /** Numbers of values in a column, each once. */
  numbersOf(column: number, values: readonly unknown[]): number[] {
    const { name, numbers } = this.#columns[column] as Column;
    const found = values.map((value) => {
      const key = name !== null && typeof value === "string" ? foldText(value) : value;
      const number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
      return number;
    });
    return [...new Set(found)];
  }

  /** Turns to an event. */
  turnTo(event: TrackedEvent): void {
    this.#event = event;
    this.#turn += 1;
  }

  /** The event's value in a column; undefined when it has none. */
  valueIn(column: number): unknown {
    if (this.#valueTurns[column] !== this.#turn) {
      this.#valueTurns[column] = this.#turn;
      const name = this.#columns[column]?.name ?? null;
      this.#values[column] = name === null ? this.#event?.page?.kind : own(this.#event?.properties, name);
    }
    return this.#values[column];
  }

  /** The number of the event's value in a column; 0 when the model does not name it. */
  numberIn(column: number): number {
    if (this.#namedTurns[column] !== this.#turn) {
      this.#namedTurns[column] = this.#turn;
      this.#named[column] = this.#numberOf(column, this.valueIn(column));
    }
    return this.#named[column] ?? unnamed;
  }

  #numberOf(column: number, value: unknown): number {
    const { name, numbers } = this.#columns[column] as Column;
    // Mostly the value is written as it is when folded, and folding what is folded changes nothing.
    const number = numbers.get(value);
    if (number !== undefined || name === null || typeof value !== "string") return number ?? unnamed;
    return numbers.get(foldText(value)) ?? unnamed;
  }
}
