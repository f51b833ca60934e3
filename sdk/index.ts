import type { LoadChunk } from "./chunks.ts";
import { startClient, type Client, type ClientOptions } from "./client.ts";
import { sayOnce } from "./lib/say-once.ts";
import { silence } from "./preview/silence.ts";

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
  const load: LoadChunk = (name, use) => (chunks[name]() as Promise<never>).then(use).catch(sayOnce);
  const [, tool] = /[?&]scoreline_(debug|preview)\b/.exec(location.search) ?? [];
  if (tool === "preview") {
    const silent = silence();
    void load(tool, (module) => module.showPreview(options.endpoint, options.site, load, silent));
    return (window as unknown as { scoreline: Client }).scoreline;
  }
  const { _client } = startClient(options, { _load: load, _firstViewAtMs: Date.now() });
  if (tool) _client.debug();
  return _client;
}
