import { limits } from "../../../shared/limits.ts";
import type { SourceDelivery } from "../../../shared/schema/source.ts";
import type { Environment } from "../../environment.ts";
import { log } from "../../log.ts";
import type { Settings } from "../../sources/settings.ts";
import { isNaming } from "./is-naming.ts";
import { publishSource, unpublishSource, type SourceSnapshot } from "../../sources/snapshot.ts";

/** A source as it is stored: nothing secret in clear. */
export interface StoredSource {
  id: string;
  kind: string;
  name: string;
  createdAtMs: number;
  settings: Settings;
  /** The secrets as JSON, sealed. */
  sealed: string;
  /** The token of the address, sealed, so that the address can be shown again. */
  sealedToken: string;
  tokenHash: string;
  /** Addresses on their way out, and until when they work. */
  retired: { tokenHash: string; untilMs: number }[];
}

/** How long the address of before works after a new one was made: a day to change it at the provider. Seconds. */
const overlapSeconds = 86_400;

/** The sources of a site and the log of their deliveries. Tables are made with their first row. */
export class SourceBook {
  readonly #sql: SqlStorage;
  readonly #env: Environment;
  readonly #made: Set<string>;

  constructor(sql: SqlStorage, env: Environment) {
    this.#sql = sql;
    this.#env = env;
    this.#made = new Set(
      sql
        .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name IN ('source', 'source_delivery')")
        .toArray()
        .map(({ name }) => name),
    );
  }

  all(): StoredSource[] {
    if (!this.#made.has("source")) return [];
    return this.#sql
      .exec<{ body: string }>("SELECT body FROM source")
      .toArray()
      .flatMap(({ body }) => readable<StoredSource>(body))
      .sort((a, b) => a.createdAtMs - b.createdAtMs);
  }

  find(id: string): StoredSource | null {
    return this.all().find((source) => source.id === id) ?? null;
  }

  /**
   * Writes a source down and publishes it. One whose address has changed keeps the old one for a day,
   * with the secrets of before.
   *
   * @returns false when the site has as many as it may have.
   */
  async save(siteId: string, source: StoredSource): Promise<boolean> {
    const before = this.find(source.id);
    if (before === null && this.all().length >= limits.sourcesPerSite) return false;
    const nowMs = Date.now();
    const retired = (before?.retired ?? []).filter(({ untilMs }) => untilMs > nowMs);
    if (before !== null && before.tokenHash !== source.tokenHash) {
      retired.push({ tokenHash: before.tokenHash, untilMs: nowMs + overlapSeconds * 1000 });
      await publishSource(this.#env, before.tokenHash, snapshotOf(siteId, before), overlapSeconds);
    }
    await publishSource(this.#env, source.tokenHash, snapshotOf(siteId, source));
    if (!this.#made.has("source")) {
      this.#sql.exec(
        "CREATE TABLE IF NOT EXISTS source (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID",
      );
      this.#made.add("source");
    }
    this.#sql.exec(
      "INSERT OR REPLACE INTO source VALUES (?, ?)",
      source.id,
      JSON.stringify({ ...source, retired }),
    );
    return true;
  }

  /** Takes a source away, and every address that leads to it. */
  async remove(id: string): Promise<void> {
    const source = this.find(id);
    if (source === null) return;
    for (const tokenHash of [source.tokenHash, ...source.retired.map((old) => old.tokenHash)])
      await unpublishSource(this.#env, tokenHash);
    this.#sql.exec("DELETE FROM source WHERE id = ?", id);
    if (this.#made.has("source_delivery"))
      this.#sql.exec("DELETE FROM source_delivery WHERE source_id = ?", id);
  }

  /** Writes a line of the log down; of a source that is no longer there, nothing. */
  note(sourceId: string, delivery: SourceDelivery): void {
    if (this.find(sourceId) === null) return;
    if (!this.#made.has("source_delivery")) {
      this.#sql.exec(
        "CREATE TABLE IF NOT EXISTS source_delivery (seq INTEGER PRIMARY KEY, source_id TEXT NOT NULL, body TEXT NOT NULL)",
      );
      this.#made.add("source_delivery");
    }
    this.#sql.exec(
      "INSERT INTO source_delivery (source_id, body) VALUES (?, ?)",
      sourceId,
      JSON.stringify(delivery),
    );
    this.#sql.exec(
      "DELETE FROM source_delivery WHERE source_id = ?1 AND seq <= (SELECT seq FROM source_delivery WHERE source_id = ?1 ORDER BY seq DESC LIMIT 1 OFFSET ?2)",
      sourceId,
      limits.sourceDeliveriesKept,
    );
  }

  /** Lines of the log that name somebody, by what the person is called in clear. */
  naming(names: readonly string[]): { sourceId: string; delivery: SourceDelivery }[] {
    return this.#linesNaming(names).map(({ source_id, body }) => ({
      sourceId: source_id,
      delivery: JSON.parse(body) as SourceDelivery,
    }));
  }

  /** Takes out of the log why something was refused, where that names somebody. */
  forget(names: readonly string[]): void {
    for (const { seq, body } of this.#linesNaming(names)) {
      const delivery: SourceDelivery = { ...(JSON.parse(body) as SourceDelivery), problems: [] };
      this.#sql.exec("UPDATE source_delivery SET body = ? WHERE seq = ?", JSON.stringify(delivery), seq);
    }
  }

  #linesNaming(names: readonly string[]): { seq: number; source_id: string; body: string }[] {
    if (!this.#made.has("source_delivery") || names.length === 0) return [];
    return this.#sql
      .exec<{ seq: number; source_id: string; body: string }>(
        "SELECT seq, source_id, body FROM source_delivery",
      )
      .toArray()
      .filter(({ body }) => isNaming(body, names));
  }

  /** The log of a source, the newest first. */
  deliveries(sourceId: string): SourceDelivery[] {
    if (!this.#made.has("source_delivery")) return [];
    return (
      this.#sql
        .exec<{ body: string }>(
          "SELECT body FROM source_delivery WHERE source_id = ? ORDER BY seq DESC",
          sourceId,
        )
        .toArray()
        .flatMap(({ body }) => readable<SourceDelivery>(body))
        // Lines of before there were such do not say.
        .map((line) => ({ ...line, unknown: line.unknown ?? 0 }))
    );
  }
}

/** A row as it was written; none for one that is broken, which shall not hide the others. */
function readable<Row>(body: string): Row[] {
  try {
    return [JSON.parse(body) as Row];
  } catch {
    // Without the error: it quotes what it could not read.
    log("source_row_broken", { characters: body.length });
    return [];
  }
}

function snapshotOf(siteId: string, { id, kind, settings, sealed }: StoredSource): SourceSnapshot {
  return { siteId, sourceId: id, kind, settings, sealed };
}
