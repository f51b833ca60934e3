import { pageKindOf } from "../../shared/core/index.ts";
import { cleanPath } from "../../shared/clean-path.ts";
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

/** The fragment that is the route of a hash router: `#/prices`, `#!/prices`. */
const hashRoute = /^#!?(\/[^?]*)/;

const isWeb = ({ protocol }: URL) => protocol === "https:" || protocol === "http:";

/** The path of an address, with the route of a hash router. A page inside an app has no origin: it tells `null/index.html`. */
function pathOf(address: string): string | undefined {
  const whole = address.replace(/^null(?=\/)/, "https://app.invalid");
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url === undefined || !isWeb(url)) return undefined;
  const [, route] = hashRoute.exec(url.hash) ?? [];
  return route === undefined ? url.pathname : url.pathname.replace(/\/$/, "") + cleanPath(route);
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
  const told = textOf(properties["path"]) ?? textOf(contextPage?.["path"]);
  const path = told?.split(/[?#]/)[0] ?? (address === undefined ? undefined : pathOf(address));
  if (path === undefined || path === "") return undefined;
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  const title = textOf((textOf(properties["title"]) ?? textOf(contextPage?.["title"]))?.trim());
  const kind = pageKindOf(path.slice(0, limits.pathCharacters), title, overrides);
  return {
    path,
    ...(title !== undefined && { title }),
    ...(url !== undefined && isWeb(url) && { url: cleanUrl(url) }),
    ...(kind !== undefined && { kind }),
  };
}
