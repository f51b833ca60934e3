import { env } from "cloudflare:workers";
import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import type { Environment } from "../../../worker/environment.ts";

const environment = env as unknown as Environment;
const namespaces = ["VISITOR", "IDENTITY", "SITE", "DESTINATION", "SWEEP"] as const;

/** Every row of every table of an object, and its values by key, as text. */
export async function dumpOfObject(stub: DurableObjectStub): Promise<string> {
  return runInDurableObject(stub, (_, { storage }) => {
    const { sql } = storage;
    const tables = sql
      .exec<{ name: string }>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
      )
      .toArray()
      .map(({ name }) => `${name} ${JSON.stringify(sql.exec(`SELECT * FROM "${name}"`).toArray())}`);
    return [...tables, JSON.stringify([...storage.kv.list()])].join("\n");
  });
}

/** Everything that is stored anywhere, by the place it is in: each object's rows, and what is in KV. */
export async function dumpOfEverything(): Promise<Map<string, string>> {
  const places = new Map<string, string>();
  for (const name of namespaces) {
    const namespace = environment[name] as unknown as DurableObjectNamespace;
    for (const id of await listDurableObjectIds(namespace as never))
      places.set(`${name} ${id.toString()}`, await dumpOfObject(namespace.get(id)));
  }
  const { keys } = await environment.SNAPSHOTS.list();
  for (const { name } of keys) places.set(`KV ${name}`, (await environment.SNAPSHOTS.get(name)) ?? "");
  return places;
}

/** Places where a text is stored, in whatever letters. */
export async function placesOf(...texts: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const [place, dump] of await dumpOfEverything()) {
    const text = dump.toLowerCase();
    if (texts.some((wanted) => text.includes(wanted.toLowerCase()))) found.push(place);
  }
  return found;
}
