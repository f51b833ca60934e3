import { canonicalJson } from "../../../shared/core/index.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { PublishedModel } from "../../../shared/schema/site.ts";
import { sha256Hex } from "../../security/digest.ts";

interface ModelRow extends Record<string, SqlStorageValue> {
  version: number;
  id: string;
  body: string;
  published_ms: number;
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
    return row === undefined
      ? null
      : {
          version: row.version,
          id: row.id,
          model: JSON.parse(row.body) as Model,
          publishedAtMs: row.published_ms,
        };
  }

  /** Publishes a model that was checked; publishing what is published already changes nothing. */
  async publish(model: Model, nowMs: number): Promise<PublishedModel> {
    const body = canonicalJson(model);
    const id = (await sha256Hex(body)).slice(0, 16);
    const latest = this.latest();
    if (latest?.id === id) return latest;
    const version = (latest?.version ?? 0) + 1;
    this.#sql.exec("INSERT INTO model VALUES (?, ?, ?, ?)", version, id, body, nowMs);
    return { version, id, model, publishedAtMs: nowMs };
  }
}
