import { startClient, type Client, type ClientOptions } from "./client.ts";
import { sayOnce } from "./lib/say-once.ts";

export type { ActionPayload, Answer } from "../shared/wire.ts";
export type { Commerce, Events } from "./events.ts";
export type { Client, ClientEvents, ClientOptions, Properties } from "./client.ts";

const chunks = {
  actions: () => import("./actions/index.ts"),
  capture: () => import("./capture/index.ts"),
  compat: () => import("./compat/index.ts"),
  debug: () => import("./debug/index.ts"),
  external: () => import("./external/index.ts"),
  preview: () => import("./preview/index.ts"),
};

/**
 * Starts Scoreline on the page: reports what the visitor does, and shows what the answers say.
 *
 * @example
 * const scoreline = createClient({ site: "pub_1", endpoint: "https://score.example.com" });
 * scoreline.track("view_item", { model: "Aurora" });
 */
export function createClient(options: ClientOptions): Client {
  return startClient(options, {
    _load: (name, use) => (chunks[name]() as Promise<never>).then(use).catch(sayOnce),
    _firstViewAtMs: Date.now(),
  })._client;
}
