/**
 * Deploys new builds while visitors are about: the worker is put in its own place again and again,
 * over the objects that are there, and nothing may be lost.
 *
 *     npm run soak:deploy -- --deploys 4 --json
 *
 * The worker runs in workerd through Miniflare, whose `setOptions` ends what is under way, as the
 * platform does with an object of an older build. Ends with 1 when anything is lost or wrong.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { demoSites } from "../../worker/demo-sites.ts";
import { randomNumbers } from "../support/random-numbers.ts";
import { deployment } from "../bench/deployment.ts";
import { startEdgeServer, type EdgeServer } from "../bench/edge-server.ts";
import type { Json } from "../system/support/house.ts";
import { Receiver } from "../system/support/receiver.ts";
import { Crowd } from "./reckoning/crowd.ts";
import { conclude, connect, drained, reckon, type Found, type SoakedHouse } from "./reckoning/soaked.ts";

const { values } = parseArgs({
  options: {
    deploys: { type: "string", default: "4" },
    clients: { type: "string", default: "6" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const betweenMs = 1_500;

/** The deployed worker, as far as a soak needs it. */
class Deployed implements SoakedHouse {
  readonly #server: EdgeServer;

  constructor(server: EdgeServer) {
    this.#server = server;
  }

  get url(): string {
    return this.#server.url.replace(/\/$/, "");
  }

  async admin(path: string, body?: unknown): Promise<Json> {
    const response = await fetch(`${this.url}/admin/v1${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${demoSites.dealer.keys.admin}`,
        "content-type": "application/json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return response.json();
  }
}

async function soak(folder: string): Promise<Found> {
  const receiver = new Receiver();
  await receiver.open();
  const server = await startEdgeServer({
    entry: deployment.main,
    objects: deployment.objects,
    namespaces: deployment.namespaces,
    variables: {
      SCORELINE_MODE: "local",
      SCORELINE_SECRET: "a secret for a soak, and for nothing else",
      SCORELINE_LOCAL_RETRY_SCALE: "0.01",
    },
    folder,
  });
  const house = new Deployed(server);
  try {
    const destination = await connect(house, receiver);
    const { secret } = await house.admin("/proof-secret");
    const crowd = new Crowd(house, randomNumbers(Number(values.seed)).next, secret);
    crowd.begin(Number(values.clients));
    for (let deploy = 1; deploy <= Number(values.deploys); deploy += 1) {
      await wait(betweenMs);
      await server.redeploy();
      console.error(`build ${deploy + 1} is there, ${crowd.browsers.length} visitors so far`);
    }
    await wait(betweenMs);
    await crowd.end();
    await drained(house, destination);
    return await reckon(house, crowd, receiver, destination);
  } finally {
    await server.stop();
    await receiver.close();
  }
}

const folder = mkdtempSync(join(tmpdir(), "scoreline-soak-"));
try {
  conclude({ deploys: Number(values.deploys), ...(await soak(folder)) }, values.json);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
