/**
 * Fills the disk under the worker and gives it room again: nothing may be said to be taken that is not
 * stored, what is there can be read all the while, and it goes on by itself.
 *
 *     sudo npm run soak:full -- --json        # Linux, as root: it mounts a file system of 6 MB
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { demoSites } from "../../worker/demo-sites.ts";
import { deployment } from "../bench/deployment.ts";
import { startEdgeServer } from "../bench/edge-server.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const { keys } = demoSites.dealer;
const [narrow, wide] = ["size=6m", "size=64m"];
/** Requests after the first that found no room. */
const triesWhenFull = 20;
const mostBatches = 2_000;

interface Taken {
  visitor: string;
  messageId: string;
}

async function soak(folder: string): Promise<Record<string, unknown>> {
  const server = await startEdgeServer({
    entry: deployment.main,
    objects: deployment.objects,
    namespaces: deployment.namespaces,
    variables: { SCORELINE_MODE: "local", SCORELINE_SECRET: "a secret for a soak, and for nothing else" },
    folder,
  });
  try {
    const taken: Taken[] = [];
    const statuses: Record<number, number> = {};
    const noHint: number[] = [];
    const send = async (messageId: string, device: string) => {
      const event = {
        type: "page",
        messageId,
        anonymousId: device,
        properties: { path: "/", note: "x".repeat(4_000) },
      };
      const response = await fetch(`${server.url}v1/batch`, {
        method: "POST",
        body: JSON.stringify({ writeKey: keys.write, batch: [event] }),
      });
      const body = (await response.json()) as { accepted?: number; visitor?: string };
      if (response.ok && body.accepted === 1)
        taken.push({ visitor: body.visitor?.split(".")[0] ?? "", messageId });
      if (response.status >= 500 && response.headers.get("retry-after") === null)
        noHint.push(response.status);
      return response.status;
    };
    const device = (index: number) => `device-of-the-soak-${String(index % 7)}`;
    const stored = async () => {
      let count = 0;
      for (const visitor of new Set(taken.map((item) => item.visitor))) {
        const response = await fetch(`${server.url}admin/v1/leads/${visitor}`, {
          headers: { authorization: `Bearer ${keys.admin}` },
        });
        if (!response.ok) return -1;
        const lead = (await response.json()) as { timeline: { eventId: string }[] };
        const known = new Set(lead.timeline.map(({ eventId }) => eventId));
        count += taken.filter((item) => item.visitor === visitor && known.has(item.messageId)).length;
      }
      return count;
    };

    let index = 1;
    await send("batch-0", device(0));
    // An administrator's first call in a while is written down, which a full disk cannot do.
    await stored();
    while (index < mostBatches && (await send(`batch-${index}`, device(index))) === 200) index += 1;
    const firstRefused = index;
    const acceptedBefore = taken.length;
    for (let more = 1; more <= triesWhenFull; more += 1) {
      const status = await send(`batch-${index + more}`, device(index + more)).catch(() => 0);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    const storedWhenFull = await stored();
    const acceptedWhenFull = taken.length;
    execFileSync("mount", ["-o", `remount,${wide}`, folder]);
    const again = await send(`batch-${firstRefused}`, device(firstRefused));
    return {
      acceptedBefore,
      statusesWhenFull: statuses,
      withoutRetryAfter: noHint.length,
      acceptedWhenFull: acceptedWhenFull - acceptedBefore,
      readableWhenFull: storedWhenFull,
      statusWithRoomAgain: again,
      accepted: taken.length,
      stored: await stored(),
    };
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), "scoreline-full-"));
execFileSync("mount", ["-t", "tmpfs", "-o", narrow ?? "", "tmpfs", folder]);
try {
  const found = await soak(folder);
  console.log(values.json ? JSON.stringify(found) : JSON.stringify(found, null, 2));
  const isRight =
    found["accepted"] === found["stored"] &&
    found["readableWhenFull"] === found["acceptedBefore"] &&
    found["acceptedWhenFull"] === 0 &&
    found["withoutRetryAfter"] === 0 &&
    found["statusWithRoomAgain"] === 200;
  if (!isRight) process.exitCode = 1;
} finally {
  execFileSync("umount", ["-l", folder]);
  rmSync(folder, { recursive: true, force: true });
}
