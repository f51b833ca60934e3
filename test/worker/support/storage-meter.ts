import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { Environment } from "../../../worker/environment.ts";

const { VISITOR, SITE, IDENTITY, DESTINATION } = env as unknown as Environment;

/** What the platform would put on the bill for something, besides time. */
export interface Metered {
  /** Rows written, by object. Indexes, new tables and alarms count too. */
  rows: Record<string, number>;
  /** Requests to objects, in their order; an alarm that comes is one. */
  requests: string[];
}

/* eslint-disable typescript/no-explicit-any -- the platform's own classes are wrapped, whatever they take */

/** The type of the original leads through every method of every object. */
const enter = runInDurableObject as unknown as (
  stub: unknown,
  act: (instance: any, state: any) => void,
) => Promise<void>;

/**
 * Counts what objects write and how often they are asked, in all objects of the test's isolate, by
 * wrapping the platform's classes. Rows are those that SQLite reports (`rowsWritten`), which is what
 * is billed; a `setAlarm` and a `put` of the key-value interface are one row each.
 *
 * Visitors act as deployed while they are metered: on a developer's machine every line leaves at once.
 */
export class StorageMeter {
  readonly #undo: (() => void)[] = [];
  #rows: Record<string, number> = {};
  #requests: string[] = [];
  /** The object whose method runs; calls between objects are counted where they arrive. */
  #names = new WeakMap<object, string>();

  /** Begins to count. */
  async open(): Promise<void> {
    await this.#watch("visitor", VISITOR.get(VISITOR.idFromName("meter:visitor")));
    await this.#watch("site", SITE.get(SITE.idFromName("meter")));
    await this.#watch("identity", IDENTITY.get(IDENTITY.idFromName("meter")));
    await this.#watch("destination", DESTINATION.get(DESTINATION.idFromName("meter")));
  }

  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** What an act costs, with all that follows from it at once. */
  async of(act: () => Promise<unknown>): Promise<Metered> {
    this.#rows = {};
    this.#requests = [];
    await act();
    await this.#quiet();
    return { rows: this.#rows, requests: this.#requests };
  }

  /** Waits until what nobody waits for is done: nothing was asked for a while. */
  async #quiet(): Promise<void> {
    for (let asked = -1, calm = 0; calm < 3; calm = asked === this.#requests.length ? calm + 1 : 0) {
      asked = this.#requests.length;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #watch(name: string, stub: any): Promise<void> {
    await enter(stub, (instance: any, state: any) => {
      for (let type = Object.getPrototypeOf(instance); ownMethods(type); type = Object.getPrototypeOf(type)) {
        for (const method of ownMethods(type) ?? []) this.#wrapMethod(name, type, method);
      }
      // All objects of the isolate share the classes of their storage.
      if (name !== "visitor") return;
      this.#wrap(Object.getPrototypeOf(state.storage.sql), "exec", (sql, cursor) =>
        this.#count(sql, cursor.rowsWritten),
      );
      this.#wrap(Object.getPrototypeOf(state.storage), "setAlarm", (owner) => this.#count(owner, 1));
      this.#wrap(Object.getPrototypeOf(state.storage.kv), "put", (kv) => this.#count(kv, 1));
    });
  }

  /** Counts a request, and remembers whose storage is written to from here on. */
  #wrapMethod(name: string, type: any, method: string): void {
    const original = type[method];
    const note = ({ storage }: any) => {
      for (const owned of [storage, storage.sql, storage.kv]) this.#names.set(owned, name);
      this.#requests.push(`${name}.${method}`);
    };
    type[method] = function metered(this: any, ...given: any[]) {
      note(this.ctx);
      const { env: own } = this;
      if (name === "visitor" && own.SCORELINE_MODE === "local")
        this.env = { ...own, SCORELINE_MODE: "production" };
      return original.apply(this, given);
    };
    this.#undo.push(() => (type[method] = original));
  }

  #wrap(type: any, method: string, after: (owner: object, result: any) => void): void {
    const original = type[method];
    type[method] = function metered(this: any, ...given: any[]) {
      const result = original.apply(this, given);
      after(this, result);
      return result;
    };
    this.#undo.push(() => (type[method] = original));
  }

  #count(owned: object, rows: number): void {
    if (rows === 0) return;
    const name = this.#names.get(owned) ?? "other";
    this.#rows[name] = (this.#rows[name] ?? 0) + rows;
  }
}

/** Methods that a class of ours has itself; undefined when it is the platform's. */
function ownMethods(type: any): string[] | undefined {
  if (type === Object.prototype || type.constructor?.name === "DurableObject") return undefined;
  return Object.getOwnPropertyNames(type).filter(
    (name) =>
      name !== "constructor" && typeof Object.getOwnPropertyDescriptor(type, name)?.value === "function",
  );
}
