import type { IdentityKind, MergeReason } from "../../../shared/schema/identity.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import { eventsOfRow, type LogRow } from "./log-rows.ts";
import type { VisitorStorage } from "./storage.ts";

/** For which lead this visitor's events count. */
export interface Link {
  /** The lead; null when the visitor stands for itself. */
  owner: string | null;
  /** Counts up with every merge and undo, so that what is late from an older one is known as such. */
  generation: number;
  /** The last row of the own log that the owner has. */
  forwardedSeq: number;
  reason: MergeReason;
  atMs: number;
  /** This visitor proved the identity too: its answers are decided from the whole lead. */
  isProved: boolean;
  /** The id that this browser has now, when this is the one that it had before; else null. */
  newId: string | null;
  /** The line of the lead book is gone. */
  isHidden: boolean;
  /** An owner who has still to give the copies up, after an undo; or has, and the former ids are still to follow. */
  leaving: { owner: string; generation: number; isReleased?: boolean } | null;
}

/**
 * What another visitor is to this one: a `device` that counts for it; `possible`, the same person
 * perhaps; `apart`, somebody said that it is not (or undid a merge); `gone`, it counts for another lead.
 */
export type KinState = "device" | "possible" | "apart" | "gone";

/** Another visitor. */
export interface Kin {
  visitor: string;
  state: KinState;
  atMs: number;
  reason: MergeReason;
  isProved: boolean;
  /** The id that its browser has now, when this is the one that it had before; else null. */
  newId: string | null;
  /** Identities that both of them told. */
  kinds: IdentityKind[];
  /** The latest merge of it that was undone. */
  releasedGeneration: number;
  /** Hand-offs of a device that left under the id of another lead, which it was parted from. */
  left?: string[];
}

const noLink: Link = {
  owner: null,
  generation: 0,
  forwardedSeq: 0,
  reason: "person",
  atMs: 0,
  isProved: false,
  newId: null,
  isHidden: false,
  leaving: null,
};

/** How many possible duplicates a visitor has at most: whoever types a hundred addresses is nobody's double. */
const possibleKept = 20;

/**
 * What is stored of a visitor's belonging together with others. Each visitor keeps its own log for
 * good; the lead that it counts for has copies, by device, so that an undo is to throw them away.
 */
export class KinStorage {
  readonly #tables: VisitorStorage;

  /** @param tables The visitor's tables, to which these belong. */
  constructor(tables: VisitorStorage) {
    this.#tables = tables;
  }

  link(): Link {
    if (!this.#tables.has("link")) return noLink;
    const [row] = this.#tables.sql.exec<{ body: string }>("SELECT body FROM link").toArray();
    return row === undefined ? noLink : (JSON.parse(row.body) as Link);
  }

  setLink(change: Partial<Link>): void {
    const body = JSON.stringify({ ...this.link(), ...change });
    this.#tables.transaction(["link"], () => {
      this.#tables.with("link").exec("INSERT OR REPLACE INTO link VALUES (1, ?)", body);
    });
  }

  /** All others, or those of one state. */
  all(state?: KinState): Kin[] {
    if (!this.#tables.has("kin")) return [];
    const kin = this.#tables.sql
      .exec<{ body: string }>("SELECT body FROM kin")
      .toArray()
      .map(({ body }) => JSON.parse(body) as Kin);
    return state === undefined ? kin : kin.filter((other) => other.state === state);
  }

  of(visitor: string): Kin | undefined {
    return this.all().find((other) => other.visitor === visitor);
  }

  set(visitor: string, change: Partial<Kin> & Pick<Kin, "state">): void {
    const known = this.of(visitor);
    const kin: Kin = {
      atMs: Date.now(),
      reason: "person",
      isProved: false,
      newId: null,
      kinds: [],
      releasedGeneration: 0,
      ...known,
      ...change,
      visitor,
    };
    this.#tables.transaction(["kin"], () => {
      this.#tables.with("kin").exec("INSERT OR REPLACE INTO kin VALUES (?, ?)", visitor, JSON.stringify(kin));
    });
  }

  /** Notes that another may be the same person, unless more is known of them. */
  setPossible(visitor: string, kind: IdentityKind): void {
    const known = this.of(visitor);
    if (known !== undefined && known.state !== "possible" && known.state !== "gone") return;
    if (known?.state === "possible" && known.kinds.includes(kind)) return;
    if (known === undefined && this.all("possible").length >= possibleKept) return;
    const kinds = known?.state === "possible" ? known.kinds : [];
    this.set(visitor, { state: "possible", kinds: [...kinds, kind], atMs: Date.now() });
  }

  /** How many merges were undone here: with each the lead is another one, however few its events. */
  undone(): number {
    return this.all().reduce((sum, { releasedGeneration }) => sum + releasedGeneration, 0);
  }

  /** Rows of a device that are not here yet. */
  newRows(device: string, rows: readonly LogRow[]): LogRow[] {
    if (!this.#tables.has("adopted")) return [...rows];
    const known = new Set(
      this.#tables.sql
        .exec<{ seq: number }>("SELECT seq FROM adopted WHERE device = ?", device)
        .toArray()
        .map(({ seq }) => seq),
    );
    return rows.filter(({ seq }) => !known.has(seq));
  }

  /** Keeps copies of a device's rows. */
  adopt(device: string, rows: readonly LogRow[]): void {
    if (rows.length === 0) return;
    this.#tables.transaction(["adopted"], () => {
      const sql = this.#tables.with("adopted");
      for (const { seq, body } of rows) {
        sql.exec("INSERT OR IGNORE INTO adopted VALUES (?, ?, ?)", device, seq, body);
      }
    });
  }

  /** Throws a device's copies away. */
  drop(device: string): void {
    if (this.#tables.has("adopted")) this.#tables.sql.exec("DELETE FROM adopted WHERE device = ?", device);
  }

  /** Events of all devices that count here. */
  events(): TrackedEvent[] {
    return this.all("device").flatMap((device) => this.eventsOf(device));
  }

  /** Events of one device. */
  eventsOf(device: Kin): TrackedEvent[] {
    if (!this.#tables.has("adopted")) return [];
    return this.#tables.sql
      .exec<{ body: string }>("SELECT body FROM adopted WHERE device = ? ORDER BY seq", device.visitor)
      .toArray()
      .flatMap(({ body }) => namedApart(eventsOfRow(body), device, this.#tables.owner()?.visitorId));
  }
}

/**
 * Events of a device with message ids that no other device has: an id is unique on its device only.
 * Two ids of one browser are one device, so that what was sent under both counts once.
 */
export function namedApart(
  events: readonly TrackedEvent[],
  { visitor, newId }: Pick<Kin, "visitor" | "newId">,
  ownerId: string | undefined,
): TrackedEvent[] {
  const prefix = namePrefix({ visitor, newId }, ownerId);
  return events.map((event) => ({ ...event, messageId: `${prefix}${event.messageId}` }));
}

/** What stands before a device's message ids in the log of a lead; see `namedApart`. */
export function namePrefix(
  { visitor, newId }: Pick<Kin, "visitor" | "newId">,
  ownerId: string | undefined,
): string {
  const device = newId ?? visitor;
  return device === ownerId ? "" : `${device}/`;
}
