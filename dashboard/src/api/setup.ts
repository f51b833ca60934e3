import type { PageCheck, Setup } from "../../../shared/schema/setup.ts";
import { ask } from "./client.ts";

/** How far the installation has come. */
export function getSetup(signal?: AbortSignal): Promise<Setup> {
  return ask<Setup>("/setup", signal ? { signal } : {});
}

/** Lets the worker read a page and say what is wrong with it. */
export function checkPage(url: string, signal?: AbortSignal): Promise<PageCheck> {
  return ask<PageCheck>("/setup/check", { method: "POST", body: { url }, ...(signal && { signal }) });
}

/** A link that opens the debug panel on a page, for an hour. */
export async function makeDebugLink(page: string): Promise<string> {
  const { token } = await ask<{ token: string }>("/debug-link", { method: "POST" });
  const link = new URL(page);
  link.searchParams.set("scoreline_debug", token);
  return link.href;
}

/** A link that shows one action on a page, for a day. */
export async function makePreviewLink(page: string, action: string): Promise<string> {
  return (await ask<{ link: string }>("/previews", { method: "POST", body: { page, action } })).link;
}
