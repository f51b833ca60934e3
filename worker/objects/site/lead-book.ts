import { isKnown } from "../../../shared/core/condition/tests.ts";
import { foldText } from "../../../shared/core/text.ts";
import type { LeadPage, LeadSort } from "../../../shared/schema/lead-page.ts";
import type { Segment } from "../../../shared/schema/sweep.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";

/** How leads may be sorted, and the column behind it; nothing from a query ever becomes SQL. */
const sortColumns = { last_seen: "last_seen_ms", total: "total" } as const satisfies Record<LeadSort, string>;

export interface LeadQuery {
  limit: number;
  cursor?: string | undefined;
  stage?: string | undefined;
  /** Part of a name, e-mail address, phone number, user id or company. */
  text?: string | undefined;
  isKnown?: boolean | undefined;
  sort: LeadSort;
}

interface LeadRow extends Record<string, SqlStorageValue> {
  id: string;
  body: string;
  last_seen_ms: number;
  total: number;
}

/** Lines of an earlier build that are folded between two looks at the book. */
const foldedAtOnce = 500;

/** The visitors of a site, a row each: sortable and searchable. Fed by the visitors' outboxes. */
export class LeadBook {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS lead (
        id TEXT PRIMARY KEY, stage TEXT NOT NULL, total INTEGER NOT NULL, is_known INTEGER NOT NULL,
        search TEXT NOT NULL, events INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL, body TEXT NOT NULL
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS lead_last_seen ON lead (last_seen_ms);
    `);
    this.#addColumns();
  }

  /** Columns that came later: stored books get them here. Each is looked at for itself, since a start can be cut off between any two statements. */
  #addColumns(): void {
    const known = new Set(
      this.#sql
        .exec<{ name: string }>("SELECT name FROM pragma_table_info('lead')")
        .toArray()
        .map(({ name }) => name),
    );
    if (!known.has("account")) this.#sql.exec("ALTER TABLE lead ADD COLUMN account TEXT");
    if (!known.has("revision"))
      this.#sql.exec("ALTER TABLE lead ADD COLUMN revision INTEGER NOT NULL DEFAULT 0");
    this.#sql.exec("CREATE INDEX IF NOT EXISTS lead_account ON lead (account) WHERE account IS NOT NULL");
    if (known.has("is_folded")) return;
    this.#foldSearch();
    // After the folding: a book that has this column has no line left that is not folded.
    this.#sql.exec("ALTER TABLE lead ADD COLUMN is_folded INTEGER NOT NULL DEFAULT 1");
  }

  /** Folds what earlier builds had only lower-cased. Of ASCII alone, as nearly all of it is, nothing is written. */
  #foldSearch(): void {
    for (let after: string | undefined = ""; after !== undefined;) {
      const lines: { id: string; search: string }[] = this.#sql
        .exec<{ id: string; search: string }>(
          `SELECT id, search FROM lead WHERE id > ? AND length(search) < length(CAST(search AS BLOB))
           ORDER BY id LIMIT ?`,
          after,
          foldedAtOnce,
        )
        .toArray();
      for (const { id, search } of lines)
        this.#sql.exec("UPDATE lead SET search = ? WHERE id = ?", foldText(search), id);
      after = lines.at(-1)?.id;
    }
  }

  /**
   * @param revision How many merges of the lead were undone: after one it has fewer events, and is newer.
   * @returns Whether the line was news; an older one that comes late is not.
   */
  save(lead: LeadSummary, revision = 0): boolean {
    const known = this.#sql
      .exec<{ events: number; revision: number; last_seen_ms: number; account: string | null }>(
        "SELECT events, revision, last_seen_ms, account FROM lead WHERE id = ?",
        lead.id,
      )
      .toArray()[0];
    const isOlder =
      known !== undefined &&
      (known.revision > revision || (known.revision === revision && known.events > lead.events));
    if (isOlder) return false;
    const { email, phone, userId = null } = lead;
    const search = [lead.name, email, phone, userId, lead.company]
      .filter((part) => part !== null)
      .map(foldText)
      .join("\n");
    const account = lead.account?.id ?? null;
    // An index is written again, and is on the bill, whenever its column is named, also with the value that is there.
    const indexed = [
      ...(known?.last_seen_ms === lead.lastSeenAtMs ? [] : ["last_seen_ms"]),
      ...(known?.account === account ? [] : ["account"]),
    ];
    this.#sql.exec(
      `INSERT INTO lead (id, stage, total, is_known, search, events, last_seen_ms, body, account, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, total = excluded.total, is_known = excluded.is_known,
         search = excluded.search, events = excluded.events, body = excluded.body, revision = excluded.revision
         ${indexed.map((column) => `, ${column} = excluded.${column}`).join("")}`,
      lead.id,
      lead.stage,
      lead.total,
      isKnown({ traits: { email, phone }, userId }) ? 1 : 0,
      search,
      lead.events,
      lead.lastSeenAtMs,
      JSON.stringify(lead),
      account,
      revision,
    );
    return true;
  }

  /** The line of a visitor; undefined without one. */
  find(id: string): LeadSummary | undefined {
    const [row] = this.#sql.exec<{ body: string }>("SELECT body FROM lead WHERE id = ?", id).toArray();
    return row === undefined ? undefined : (JSON.parse(row.body) as LeadSummary);
  }

  /** How many leads a segment has. */
  count(segment: Segment): number {
    const { where, values } = conditionOf(segment);
    return this.#sql.exec<{ count: number }>(`SELECT count(*) AS count FROM lead ${where}`, ...values).one()
      .count;
  }

  /** Ids of a segment's leads after one, in their order. */
  ids(segment: Segment, after: string, limit: number): string[] {
    const { where, values } = conditionOf(segment, [["id > ?", after]]);
    return this.#sql
      .exec<{ id: string }>(`SELECT id FROM lead ${where} ORDER BY id LIMIT ?`, ...values, limit)
      .toArray()
      .map(({ id }) => id);
  }

  remove(id: string): void {
    this.#sql.exec("DELETE FROM lead WHERE id = ?", id);
  }

  /** A page of leads, the latest or the highest first. */
  page(query: LeadQuery): LeadPage {
    const column = sortColumns[query.sort];
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
    const { where, values } = conditionOf(
      { stage: query.stage, known: query.isKnown, q: query.text },
      after === undefined
        ? []
        : [[`(${column} < ? OR (${column} = ? AND id < ?))`, after.value, after.value, after.id]],
    );
    const rows = this.#sql
      .exec<LeadRow>(
        `SELECT id, body, last_seen_ms, total FROM lead ${where} ORDER BY ${column} DESC, id DESC LIMIT ?`,
        ...values,
        query.limit + 1,
      )
      .toArray();
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      leads: shown.map(({ body }) => JSON.parse(body) as LeadSummary),
      nextCursor: rows.length > query.limit && last !== undefined ? `${last[column]}.${last.id}` : null,
    };
  }
}

type Condition = [text: string, ...bound: SqlStorageValue[]];

/** What a segment asks of a line. */
function conditionOf(
  { stage, known, q, seenBeforeMs }: { [name in keyof Segment]: Segment[name] | undefined },
  more: readonly Condition[] = [],
): { where: string; values: SqlStorageValue[] } {
  const conditions: Condition[] = [
    ...(stage === undefined ? [] : [["stage = ?", stage] satisfies Condition]),
    ...(known === undefined ? [] : [["is_known = ?", known ? 1 : 0] satisfies Condition]),
    ...(q === undefined || q === "" ? [] : [["instr(search, ?) > 0", foldText(q)] satisfies Condition]),
    ...(seenBeforeMs === undefined ? [] : [["last_seen_ms < ?", seenBeforeMs] satisfies Condition]),
    ...more,
  ];
  return {
    where: conditions.length === 0 ? "" : `WHERE ${conditions.map(([text]) => text).join(" AND ")}`,
    values: conditions.flatMap(([, ...bound]) => bound),
  };
}

/** A cursor is the sort value and the id of the last lead shown; undefined when it is neither. */
function readCursor(cursor: string): { value: number; id: string } | undefined {
  const [, value, id] = /^(-?\d{1,16})\.([A-Za-z0-9_-]{22})$/.exec(cursor) ?? [];
  return value === undefined || id === undefined ? undefined : { value: Number(value), id };
}
