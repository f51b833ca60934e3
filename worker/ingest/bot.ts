import { isbot } from "isbot";

/** Programs and automated browsers, as against crawlers: what a developer uses on purpose. */
const toolPattern =
  /headless|playwright|puppeteer|selenium|cypress|webdriver|curl|wget|httpie|postman|insomnia|python|node|undici|axios|go-http|okhttp|java\/|\bruby|perl\/|php\/|deno|bun\//i;

/**
 * Whether a request came from a program: `crawler` for one that names itself, `tool` for curl,
 * scripts and automated browsers, undefined for a person's browser as far as can be told.
 *
 * @param userAgent At most 512 characters of it.
 */
export function botVerdict(userAgent: string): "crawler" | "tool" | undefined {
  if (userAgent === "") return "tool";
  if (!isbot(userAgent)) return undefined;
  return toolPattern.test(userAgent) ? "tool" : "crawler";
}
