import type { Objection } from "../../../shared/schema/objection.ts";
import type { ErasureReason } from "../../privacy/erase-person.ts";
import type { Bar, Enforced } from "./bars.ts";
import type { Released } from "./merges.ts";
import type { VisitorStorage } from "./storage.ts";

/** An id that is erased, or is being erased: nothing is taken under it any more. */
export interface Tombstone {
  /** When it may be forgotten that there ever was such an id. */
  untilMs: number;
  /** The log is gone; before that, an erasure is under way that can be repeated. */
  isErased: boolean;
  /** Why, while an erasure is under way. */
  reason: ErasureReason | null;
}

interface Words {
  tombstone: Tombstone;
  objection: Objection;
  /** For which bars the destinations have given up what waited. */
  cancelled: Partial<Record<Bar["why"], Enforced | number>>;
  /** Hand-offs of this person under the ids of leads that they counted for. */
  left: Released["left"];
}

/** What a visitor, or somebody on their behalf, has said about being known. Few ever say anything: the table is made with its first row. */
export class PrivacyStorage {
  readonly #tables: VisitorStorage;

  constructor(tables: VisitorStorage) {
    this.#tables = tables;
  }

  get tombstone(): Tombstone | null {
    return this.#read("tombstone");
  }

  get objection(): Objection | null {
    return this.#read("objection");
  }

  get cancelled(): Words["cancelled"] {
    return this.#read("cancelled") ?? {};
  }

  get left(): Words["left"] {
    return this.#read("left") ?? [];
  }

  write<Name extends keyof Words>(name: Name, words: Words[Name] | null): void {
    if (words === null && !this.#tables.has("privacy")) return;
    this.#tables.transaction(["privacy"], () => {
      const sql = this.#tables.with("privacy");
      if (words === null) sql.exec("DELETE FROM privacy WHERE name = ?", name);
      else sql.exec("INSERT OR REPLACE INTO privacy VALUES (?, ?)", name, JSON.stringify(words));
    });
  }

  #read<Name extends keyof Words>(name: Name): Words[Name] | null {
    if (!this.#tables.has("privacy")) return null;
    const [row] = this.#tables.sql
      .exec<{ body: string }>("SELECT body FROM privacy WHERE name = ?", name)
      .toArray();
    return row === undefined ? null : (JSON.parse(row.body) as Words[Name]);
  }
}
