import { env } from "cloudflare:workers";
import { runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, beforeEach, vi } from "vitest";
import type { Environment } from "../../../worker/environment.ts";
import { FakeHubSpot } from "../../fakes/hubspot.ts";
import { FakeWebhookReceiver } from "../../fakes/webhook-receiver.ts";
import { admin, call, type Json } from "./api.ts";

const environment = env as unknown as Environment;

/** The demo site's object of each kind, by its id. */
export const destinationObject = (id: string) =>
  environment.DESTINATION.get(environment.DESTINATION.idFromName(id));
export const visitorObject = (id: string) =>
  environment.VISITOR.get(environment.VISITOR.idFromName(`demo-dealer:${id}`));
export const siteObject = () => environment.SITE.get(environment.SITE.idFromName("demo-dealer"));
export const sweepObject = () => environment.SWEEP.get(environment.SWEEP.idFromName("demo-dealer"));

/** Calls the administration with any method. */
export async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Json }> {
  return call(`/admin/v1${path}`, {
    method,
    headers: { authorization: "Bearer adm_demo_local", "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Receivers in the place of the network: webhooks at /well answer, those at /ill do not. */
class Network {
  webhook = new FakeWebhookReceiver();
  hubspot = new FakeHubSpot();
  /** What happens before an answer of /well; it is not one when this throws. */
  before: () => Promise<void> = async () => {};
  #made: string[] = [];

  /** Takes the place of the network, with receivers that have seen nothing yet. */
  open(): void {
    this.webhook = new FakeWebhookReceiver();
    this.hubspot = new FakeHubSpot();
    this.before = async () => {};
    this.#made = [];
    vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
      const url = new URL(new Request(input).url);
      if (url.hostname === "api.hubapi.com") return this.hubspot.fetch(url.href, init ?? {});
      if (url.pathname === "/ill") return new Response("no", { status: 400 });
      await this.before();
      return this.webhook.fetch(url.href, init ?? {});
    });
  }

  /** Sets up a destination for all purposes, unless the settings say otherwise. @returns Its id. */
  async destination(settings: Record<string, unknown>): Promise<string> {
    const { body } = await ask("POST", "/destinations", { purposes: ["sales", "marketing"], ...settings });
    if (body.secret !== undefined && String(settings["url"]).endsWith("/well"))
      this.webhook.secret = body.secret;
    this.#made.push(body.id);
    return body.id as string;
  }

  /** A webhook that answers. */
  async well(settings: Record<string, unknown> = {}): Promise<string> {
    return this.destination({ kind: "webhook", url: "http://127.0.0.1:9/well", ...settings });
  }

  /** What the webhook has acted on. */
  get received(): Json[] {
    return [...this.webhook.effects.values()];
  }

  /** Takes away what was set up. */
  async close(): Promise<void> {
    for (const id of this.#made) await ask("DELETE", `/destinations/${id}`);
    vi.unstubAllGlobals();
  }
}

/** When the tests of `useNetwork` begin: ahead of the real clock, so that no alarm goes off by itself. */
export const networkStartMs = Date.UTC(2036, 0, 1);

/** Gives each test of a file receivers of its own, and a clock that stands still. */
export function useNetwork(): Network {
  const network = new Network();
  beforeEach(() => {
    vi.useFakeTimers({ now: networkStartMs, toFake: ["Date"] });
    network.open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await network.close();
    vi.useRealTimers();
  });
  return network;
}

export const deliveriesOf = async (id: string): Promise<Json[]> =>
  (await admin(`/destinations/${id}/deliveries`)).body.deliveries;

/** Lets a destination try what is due. */
export const wakeDestination = (id: string) => runDurableObjectAlarm(destinationObject(id));

/** Lets visitors send what they have to tell. */
export async function wakeVisitors(...ids: string[]): Promise<void> {
  for (const id of ids) await runDurableObjectAlarm(visitorObject(id));
}
