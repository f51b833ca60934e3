import { readFileSync } from "node:fs";
import { batchOfCalls } from "../../../../worker/ingest/queued-calls.ts";
import type { Answer, WireBatch } from "../../../../shared/wire.ts";
import { wireEvents } from "../../../support/wire-events.ts";
import type { Arrival, Subject, Told } from "./subject.ts";

const dist = new URL("../../../../dist/", import.meta.url);

function batchOf({ path, body }: Arrival): WireBatch | undefined {
  if (path !== "/v1/batch" || body.length === 0) return undefined;
  return batchOfCalls(JSON.parse(body.toString()) as Record<string, unknown>) as unknown as WireBatch;
}

const eventsOf = (arrival: Arrival) => {
  const batch = batchOf(arrival);
  return batch ? wireEvents(batch) : [];
};

/** Scoreline as it was built, by the snippet that the build gives. */
export function scoreline(): Subject {
  const built = (path: string) => readFileSync(new URL(path, dist), "utf8");
  const { version } = JSON.parse(
    readFileSync(new URL("../../../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  const manifest = JSON.parse(built("assets/s/manifest.json")) as Record<string, { path: string }>;
  const files = ["/s.js", ...Object.values(manifest).map(({ path }) => path)];
  return {
    name: "scoreline",
    version,
    licence: "MIT",
    install: (host) => ({
      snippet: built("sdk/snippet.html")
        .replaceAll("https://YOUR-HOST", host)
        .replaceAll("YOUR-WRITE-KEY", "pub_bench"),
      files: Object.fromEntries(files.map((path) => [path, built(`assets${path}`)])),
    }),
    answer(arrival) {
      const answer: Answer = {
        accepted: batchOf(arrival)?.batch.length ?? 0,
        duplicates: 0,
        rejected: [],
        visitor: "v1.9kq2u7Zk3vT0b1Qm6xq0iY8rJd2A.b1Qm6xq0iY8rJd2AZk3vT0",
        stage: "first_touch",
        actions: [],
      };
      return { body: JSON.stringify(answer) };
    },
    read: (arrival) =>
      eventsOf(arrival).flatMap(({ type, event, context }): Told[] => {
        if (type === "page") return [{ kind: "view", url: context?.page.url ?? "" }];
        return event === "generate_lead" ? [{ kind: "form" }] : [];
      }),
  };
}
