/**
 * `npm run bench:residence`: for how long a visitor's object stays in memory after a request, and what
 * wakes it again. Takes two minutes, nearly all of it waiting.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startScoreline } from "./subjects.ts";
import { headers, Walk } from "./traffic.ts";

interface Seen {
  name: string;
  what: "made" | "alarm";
  atMs: number;
}

/** Seconds between two requests of a visitor. */
const gaps = [5, 8, 9, 10, 11, 12, 15];
const watchedMs = 100_000;

async function run(folder: string) {
  const entry = join(import.meta.dirname, "subjects", "counted-visitors.js");
  const { server, traffic } = await startScoreline(
    "residence",
    folder,
    { kind: "two", events: 5 },
    undefined,
    entry,
  );
  const seen: Seen[] = [];
  const look = async () => {
    seen.push(...((await (await fetch(`${server.url}seen`)).json()) as Seen[]));
  };
  try {
    const times: number[] = [];
    /** Sends a visitor's next request. @returns The name of the visitor's object. */
    const send = async (walk: Walk) => {
      const { body } = walk.next();
      const startedAt = performance.now();
      const response = await fetch(`${server.url}v1/batch`, { method: "POST", headers, body });
      const text = await response.text();
      times.push(performance.now() - startedAt);
      walk.take(response.status, text);
      const { visitor } = JSON.parse(text) as { visitor: string };
      return `bench:${visitor.split(".")[0] ?? ""}`;
    };
    // Until the isolate has heard that nobody watches, it hurries.
    await send(new Walk(traffic));
    await wait(2_000);
    await look();
    seen.length = 0;
    times.length = 0;
    const startMs = Date.now();
    const visits = gaps.map(async (gap, index) => {
      const walk = new Walk(traffic);
      await wait(index * 200);
      const name = await send(walk);
      await wait(gap * 1_000);
      await send(walk);
      return { gap, name };
    });
    const walked = await Promise.all(visits);
    await wait(Math.max(0, startMs + watchedMs - Date.now()));
    await look();
    return {
      medianMilliseconds: Number((times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0).toFixed(1)),
      visits: walked.map(({ gap, name }) => ({
        secondsBetween: gap,
        seen: seen
          .filter((item) => item.name === name)
          .map(({ what, atMs }) => `${what} at ${((atMs - startMs) / 1000).toFixed(1)} s`),
      })),
    };
  } finally {
    await server.stop();
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "scoreline-residence-")));
try {
  console.log(JSON.stringify(await run(folder), null, 2));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
