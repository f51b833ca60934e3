import type { LeadSummary } from "../../../shared/schema/visitor.ts";

/** How leads may be sorted, and the column behind it; nothing from a query ever becomes SQL. */
const sortColumns = { last_seen: "last_seen_ms", total: "total" } as const;
export type LeadSort = keyof typeof sortColumns;

export interface LeadQuery {
  limit: number;
  cursor?: string | undefined;
  stage?: string | undefined;
  /** Part of a name, e-mail address or company. */
  text?: string | undefined;
  isKnown?: boolean | undefined;
  sort: LeadSort;
}

export interface LeadPage {
  leads: LeadSummary[];
  nextCursor: string | null;
}

interface LeadRow extends Record<string, SqlStorageValue> {
  id: string;
  body: string;
  last_seen_ms: number;
  total: number;
}

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

  /** Columns that came later: stored books get them here. */
  #addColumns(): void {
    const known = new Set(
      this.#sql
        .exec<{ name: string }>("SELECT name FROM pragma_table_info('lead')")
        .toArray()
        .map(({ name }) => name),
    );
    if (!known.has("account")) {
      this.#sql.exec(`
        ALTER TABLE lead ADD COLUMN account TEXT;
        ALTER TABLE lead ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX lead_account ON lead (account) WHERE account IS NOT NULL;
      `);
    }
  }

  /**
   * @param revision How many merges of the lead were undone: after one it has fewer events, and is newer.
   * @returns Whether the line was news; an older one that comes late is not.
   */
  save(lead: LeadSummary, revision = 0): boolean {
    const known = this.#sql
      .exec<{ events: number; revision: number }>("SELECT events, revision FROM lead WHERE id = ?", lead.id)
      .toArray()[0];
    const isOlder =
      known !== undefined &&
      (known.revision > revision || (known.revision === revision && known.events > lead.events));
    if (isOlder) return false;
    const isKnown = lead.email !== null || lead.phone !== null;
    const search = [lead.name, lead.email, lead.phone, lead.company]
      .filter((part) => part !== null)
      .join("\n")
      .toLowerCase();
    // Not a replacement: an index whose columns stay as they are is not written again.
    this.#sql.exec(
      `INSERT INTO lead (id, stage, total, is_known, search, events, last_seen_ms, body, account, revision)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, total = excluded.total, is_known = excluded.is_known,
         search = excluded.search, events = excluded.events, last_seen_ms = excluded.last_seen_ms,
         body = excluded.body, account = excluded.account, revision = excluded.revision`,
      lead.id,
      lead.stage,
      lead.total,
      isKnown ? 1 : 0,
      search,
      lead.events,
      lead.lastSeenAtMs,
      JSON.stringify(lead),
      lead.account?.id ?? null,
      revision,
    );
    return true;
  }

  remove(id: string): void {
    this.#sql.exec("DELETE FROM lead WHERE id = ?", id);
  }

  /** A page of leads, the latest or the highest first. */
  page(query: LeadQuery): LeadPage {
    const column = sortColumns[query.sort];
    const conditions: string[] = [];
    const values: SqlStorageValue[] = [];
    const add = (condition: string, ...bound: SqlStorageValue[]) => {
      conditions.push(condition);
      values.push(...bound);
    };
    if (query.stage !== undefined) add("stage = ?", query.stage);
    if (query.isKnown !== undefined) add("is_known = ?", query.isKnown ? 1 : 0);
    if (query.text !== undefined && query.text !== "") add("instr(search, ?) > 0", query.text.toLowerCase());
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
    if (after !== undefined) {
      add(`(${column} < ? OR (${column} = ? AND id < ?))`, after.value, after.value, after.id);
    }
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
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

/** A cursor is the sort value and the id of the last lead shown; undefined when it is neither. */
function readCursor(cursor: string): { value: number; id: string } | undefined {
  const [, value, id] = /^(-?\d{1,16})\.([A-Za-z0-9_-]{22})$/.exec(cursor) ?? [];
  return value === undefined || id === undefined ? undefined : { value: Number(value), id };
}
