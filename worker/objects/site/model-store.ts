import { canonicalJson } from "../../../shared/core/index.ts";
import type { Actor } from "../../../shared/schema/admin.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { DraftFacts, ModelVersion } from "../../../shared/schema/model-version.ts";
import type { PublishedModel } from "../../../shared/schema/site.ts";
import { sha256Hex } from "../../security/digest.ts";

interface ModelRow extends Record<string, SqlStorageValue> {
  version: number;
  id: string;
  body: string;
  published_ms: number;
}

/** The id of a model: the beginning of the SHA-256 of its canonical JSON. The same model has the same id everywhere. */
export async function modelId(model: Model): Promise<string> {
  return (await sha256Hex(canonicalJson(model))).slice(0, 16);
}

function publishedOf({ version, id, body, published_ms }: ModelRow): PublishedModel {
  return { version, id, model: JSON.parse(body) as Model, publishedAtMs: published_ms };
}

/** Published models, each immutable, numbered from 1. */
export class ModelStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      "CREATE TABLE IF NOT EXISTS model (version INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL, published_ms INTEGER NOT NULL)",
    );
  }

  latest(): PublishedModel | null {
    const [row] = this.#sql.exec<ModelRow>("SELECT * FROM model ORDER BY version DESC LIMIT 1").toArray();
    return row === undefined ? null : publishedOf(row);
  }

  /** A version as it was published; null when there is none of this number. */
  version(version: number): PublishedModel | null {
    const [row] = this.#sql.exec<ModelRow>("SELECT * FROM model WHERE version = ?", version).toArray();
    return row === undefined ? null : publishedOf(row);
  }

  /** The versions below a number, the newest first. */
  versions(limit: number, below = Number.MAX_SAFE_INTEGER): ModelVersion[] {
    this.#makePublisherTable();
    return this.#sql
      .exec<
        Record<"name" | "id", string> & Record<"version" | "published_ms", number> & { actor: string | null }
      >(
        "SELECT version, id, json_extract(body, '$.name') AS name, published_ms, actor FROM model LEFT JOIN model_publisher USING (version) WHERE version < ? ORDER BY version DESC LIMIT ?",
        below,
        limit,
      )
      .toArray()
      .map(({ version, id, name, published_ms, actor }) => ({
        version,
        id,
        name,
        publishedAtMs: published_ms,
        publishedBy: actor === null ? null : (JSON.parse(actor) as Actor),
      }));
  }

  /** The model that is being worked on, with what is known of it, as JSON; null when there is none. */
  draft(): string | null {
    this.#makeDraftTable();
    return this.#sql.exec<{ body: string }>("SELECT body FROM model_draft").toArray()[0]?.body ?? null;
  }

  /** Who saved the draft and when, without the model, which may be large; null when there is none. */
  draftFacts(): DraftFacts | null {
    this.#makeDraftTable();
    const [row] = this.#sql
      .exec<{ facts: string }>("SELECT json_remove(body, '$.model') AS facts FROM model_draft")
      .toArray();
    return row === undefined ? null : (JSON.parse(row.facts) as DraftFacts);
  }

  saveDraft(body: string): void {
    this.#makeDraftTable();
    this.#sql.exec("INSERT OR REPLACE INTO model_draft VALUES (1, ?)", body);
  }

  /** @returns Whether there was one. */
  dropDraft(): boolean {
    this.#makeDraftTable();
    return this.#sql.exec("DELETE FROM model_draft").rowsWritten > 0;
  }

  /** Many sites never have a draft, nor its table. */
  #makeDraftTable(): void {
    this.#sql.exec("CREATE TABLE IF NOT EXISTS model_draft (one INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  }

  /** Sites from before it was kept who published a version have none, and nor has one with its first model. */
  #makePublisherTable(): void {
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS model_publisher (version INTEGER PRIMARY KEY, actor TEXT NOT NULL)",
    );
  }

  /** Publishes a model that was checked; publishing what is published already changes nothing. */
  async publish(model: Model, nowMs: number, by: Actor | null): Promise<PublishedModel> {
    const id = await modelId(model);
    const latest = this.latest();
    if (latest?.id === id) return latest;
    const version = (latest?.version ?? 0) + 1;
    this.#sql.exec("INSERT INTO model VALUES (?, ?, ?, ?)", version, id, canonicalJson(model), nowMs);
    if (by !== null) {
      this.#makePublisherTable();
      this.#sql.exec("INSERT INTO model_publisher VALUES (?, ?)", version, JSON.stringify(by));
    }
    return { version, id, model, publishedAtMs: nowMs };
  }
}
