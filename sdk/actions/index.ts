import type { ActionPayload } from "../../shared/wire.ts";
import type { ActionsClient } from "./renderer.ts";

/** What the lazy chunk gives to the client. */
export interface ActionsModule {
  showActions(actions: readonly ActionPayload[], client: ActionsClient): void;
}

export function showActions(_actions: readonly ActionPayload[], _client: ActionsClient): void {}
