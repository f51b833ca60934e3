/**
 * Addresses that look like a site's own, or like a harmless one, and lead a browser elsewhere or run
 * something: what open-redirect lists hold, multiplied out. `shop.test` is the site, `evil.test` whoever
 * would like its visitors.
 */
const evil = "evil.test";
const site = "shop.test";

function each<Part>(...lists: readonly (readonly Part[])[]): Part[][] {
  return lists.reduce<Part[][]>(
    (begun, list) => begun.flatMap((parts) => list.map((part) => [...parts, part])),
    [[]],
  );
}

const joined = (...lists: readonly (readonly string[])[]): string[] =>
  each(...lists).map((parts) => parts.join(""));

const slashes = ["/", "\\"];
/** A browser takes tabs and line breaks out of an address before it reads it. */
const passedOver = ["\t", "\n", "\r"];

/** `//host`: another host under the page's own scheme; a backslash is a slash to a browser. */
const hostsWithoutScheme = [
  ...joined(slashes, slashes, [evil, `${evil}/${site}`, `${site}@${evil}`]),
  ...joined(slashes, slashes, slashes, [evil, `${evil}/..`]),
  ...joined(slashes, passedOver, slashes, [evil]),
];

/** What a browser strips from the beginning, and what only looks like nothing. */
const hiddenBeginnings = joined(
  [...passedOver, " ", "\u0000", "\u0001", "\u001F", "\u00A0", "\u2028", "\u200B", "\uFEFF", "%09", "%20"],
  [`//${evil}`, `/\\${evil}`, `https://${site}@${evil}`, "javascript:alert(1)"],
);

const otherSchemes = joined(
  [
    "javascript",
    "JaVaScRiPt",
    "java\tscript",
    "java\nscript",
    "\u0001javascript",
    "javascript&colon;",
    "data",
    "vbscript",
    "file",
    "blob",
    "filesystem",
    "view-source",
    "about",
    "intent",
    "ftp",
    "http",
    "HTTP",
    "ws",
    "wss",
    "x-shop",
  ],
  [":", "://", ":/", `:\\\\`],
  [evil],
);

/** https, with something else after it than two slashes: a browser makes two of them, or a path. */
const bentSchemes = joined(
  [
    "https:",
    "https:/",
    "https:///",
    "https:\\\\",
    "https:/\\",
    "https:\\/",
    "https:\t//",
    "ht\ntps://",
    "https;//",
  ],
  [evil, `${evil}/${site}`],
);

/** A user's name before the host, which a reader takes for the host. */
const namesBeforeTheHost = joined(
  ["https://", "HTTPS://"],
  [site, `${site}:443`, `${site}:`, `www.${site}%2f`, `${site}%00`, `${site}&a=b`, "a:b@c", `${site};`, ""],
  ["@"],
  [evil, `${evil}/`, `${evil}:443/${site}`, `${evil}?${site}`, `${evil}#${site}`, "2130706433"],
);

/** Hosts that a person or a filter reads as one thing, and a browser as another, or as none. */
const strangeHosts = [
  `evil%2Etest`,
  `%65vil.test`,
  `${site}%2F.${evil}`,
  `${site}%40${evil}`,
  `${site}%23.${evil}`,
  `${site}%5C.${evil}`,
  `${site}%00.${evil}`,
  // Dots, slashes and the like in full width are the plain ones once the host is normalised.
  "evil。test",
  "evil．test",
  "evil｡test",
  `${site}／.${evil}`,
  `${site}＠${evil}`,
  `${site}＃.${evil}`,
  `${site}？.${evil}`,
  `evil.c℀.${site}`,
  // Not seen, and gone once it is normalised.
  `ev\u00ADil.test`,
  `ev\u200Bil.test`,
  `\u202E${evil}`,
  `${site}:80:${evil}`,
  `${site}:${evil}`,
  `${site}:443x`,
  `${site}<${evil}`,
  `${site}>${evil}`,
  `${site}"${evil}`,
  `${site}^${evil}`,
  `${site}|${evil}`,
  `${site};${evil}`,
  `${site}&${evil}`,
  "[::1]",
  "",
  "/",
  "?",
  "#",
].map((host) => `https://${host}/`);

/** White space and backslashes within: a browser takes them out, or turns them round. */
const bentWithin = [
  ...joined([`https://${site}`], ["\\", "\t", "\n", "\r", " "], [`.${evil}`, `@${evil}`, `/${evil}`]),
  ...joined(["/offer"], ["\\", "\t", "\n", "\r", " ", "\u2028"], [evil, `\\${evil}`]),
];

/** Refused wherever an address is looked at: when a model is saved, and in the browser. */
export const openRedirects: readonly string[] = [
  ...new Set([
    ...hostsWithoutScheme,
    ...hiddenBeginnings,
    ...otherSchemes,
    ...bentSchemes,
    ...namesBeforeTheHost,
    ...bentWithin,
  ]),
];

/** Refused when a model is saved. The SDK leaves them to the browser, to which most are no address at all. */
export const misleadingHosts: readonly string[] = strangeHosts;
