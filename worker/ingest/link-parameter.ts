/** Query parameter of a page's address that carries the token of a signed link in an e-mail. */
export const linkParameter = "scoreline_clid";

/** The token in a page's address; undefined without one. */
export function linkTokenOf(address: string | undefined): string | undefined {
  if (address === undefined || !address.includes(linkParameter) || !URL.canParse(address)) return undefined;
  return new URL(address).searchParams.get(linkParameter) ?? undefined;
}

const inText = new RegExp(`(${linkParameter}=)[^&#\\s"'<>]*`, "g");

/** A text without the tokens of signed links: whoever reads it may not use them. */
export function withoutLinkTokens(text: string): string {
  return text.includes(linkParameter) ? text.replace(inText, "$1") : text;
}
