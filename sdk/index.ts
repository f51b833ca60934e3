import { startClient, type Client, type ClientOptions } from "./client.ts";

export type { ActionPayload, Answer } from "../shared/wire.ts";
export type { Client, ClientEvents, ClientOptions, Properties } from "./client.ts";

/**
 * Starts Scoreline on the page: reports page views and forms, and shows what the answers say.
 *
 * @example
 * const scoreline = createClient({ site: "pub_1", endpoint: "https://score.example.com" });
 * scoreline.track("view_item", { model: "Aurora" });
 */
export function createClient(options: ClientOptions): Client {
  return startClient(options, {
    _loadActions: () => import("./actions/index.ts"),
    _loadForms: () => import("./forms/index.ts"),
  })._client;
}
