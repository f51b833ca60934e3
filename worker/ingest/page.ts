import { pageKindOf } from "../../shared/core/index.ts";
import { limits } from "../../shared/limits.ts";
import type { PageContext } from "../../shared/schema/event.ts";
import type { PageKindOverride } from "../../shared/schema/model.ts";
import { textOf } from "../json-value.ts";
import { campaignParameters, clickIdParameters } from "./campaign.ts";

const keptParameters = new Set<string>([...campaignParameters, ...clickIdParameters]);

/** Address without fragment, user name, and query parameters that are not campaign data: those are where tokens and e-mail addresses sit. */
function cleanUrl(url: URL): string {
  if (url.search !== "") {
    for (const name of new Set(url.searchParams.keys())) {
      if (!keptParameters.has(name)) url.searchParams.delete(name);
    }
  }
  url.hash = "";
  url.username = "";
  url.password = "";
  return url.href;
}

/**
 * The page on which an event happened, from its properties (a page view) or its context.
 *
 * @returns undefined when neither a path nor an address is told.
 */
export function pageOf(
  properties: Readonly<Record<string, unknown>>,
  contextPage: Readonly<Record<string, unknown>> | undefined,
  overrides: readonly PageKindOverride[],
): PageContext | undefined {
  const address = textOf(properties["url"]) ?? textOf(contextPage?.["url"]);
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  const told = textOf(properties["path"]) ?? textOf(contextPage?.["path"]);
  const path = (told ?? (isWeb ? url?.pathname : undefined))?.split(/[?#]/)[0];
  if (path === undefined || path === "") return undefined;
  const title = textOf(properties["title"]) ?? textOf(contextPage?.["title"]);
  const kind = pageKindOf(path.slice(0, limits.pathCharacters), title, overrides);
  return {
    path,
    ...(title !== undefined && { title }),
    ...(isWeb && url !== undefined && { url: cleanUrl(url) }),
    ...(kind !== undefined && { kind }),
  };
}
