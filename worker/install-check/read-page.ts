import { parsePolicies, type Policy } from "./content-security-policy.ts";

/** What is read of a page at most, bytes; where it is longer, the rest goes unread. */
const pageBytes = 2 * 1024 * 1024;
/** What is kept of an inline script to look at, characters. */
const inlineCharacters = 32_768;

/** An element that brings the SDK to the page. */
export interface Copy {
  /** Absolute; null when the attribute is not an address. */
  url: URL | null;
  /** Write key as given; empty when there is none. */
  key: string;
  endpoint: string | null;
  consent: string | null;
  auto: string | null;
  type: string;
  nonce: string | null;
  integrity: string | null;
  isAsync: boolean;
  isInHead: boolean;
  /** Added by an inline script, as in a tag manager, where the browser asks no policy of the element itself. */
  isInjected: boolean;
}

/** The inline stub, which takes calls until the script has arrived. */
export interface Stub {
  /** Where it would send, null when that cannot be read. */
  host: string | null;
  key: string | null;
  nonce: string | null;
  /** Of its text, as a policy names them. */
  hashes: string[];
}

/** What the check needs to know of a page; nothing else of it is kept. */
export interface PageFacts {
  copies: Copy[];
  stubs: Stub[];
  policies: Policy[];
  hasTagManager: boolean;
  isCut: boolean;
}

const sdkPath = /\/s\.js$|\/s\/[0-9a-f]{10}\.js$/;
const keyShape = /^(pub|sec|adm)_|^YOUR-/;
const tagManager = /googletagmanager\.com\/gtm\.js|GTM-[A-Z0-9]{4,}/;

/** Ends a body after so many bytes. */
function cutAfter(limitBytes: number, onCut: () => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(part, controller) {
      const room = limitBytes - bytes;
      bytes += part.byteLength;
      if (bytes <= limitBytes) {
        controller.enqueue(part);
        return;
      }
      if (room > 0) controller.enqueue(part.subarray(0, room));
      onCut();
      controller.terminate();
    },
  });
}

async function hashesOf(text: string): Promise<string[]> {
  const bytes = new TextEncoder().encode(text);
  return Promise.all(
    ["256", "384", "512"].map(async (size) => {
      const digest = new Uint8Array(await crypto.subtle.digest(`SHA-${size}`, bytes));
      return `sha${size}-${btoa(String.fromCharCode(...digest))}`;
    }),
  );
}

/** The stub, if an inline script is one. */
async function stubOf(text: string, nonce: string | null): Promise<Stub | undefined> {
  const [, host] = /["'`]([^"'`]*)\/v1\/batch["'`]/.exec(text) ?? [];
  if (host === undefined || !text.includes("scoreline")) return undefined;
  const [, key] = /writeKey["']?:\s*["'`]([^"'`]*)/.exec(text) ?? [];
  return { host, key: key ?? null, nonce, hashes: await hashesOf(text) };
}

/** The copy that an inline script adds, if it does: the way of tag managers, which drop data attributes. */
function injectedCopy(text: string, base: URL, isInHead: boolean): Copy | undefined {
  const [, source] = /["'`]([^"'`\s]*\/s\.js)["'`]/.exec(text) ?? [];
  const [, key] = /(?:dataset\.site\s*=|data-site["'`]\s*,)\s*["'`]([^"'`]*)/.exec(text) ?? [];
  if (source === undefined || key === undefined) return undefined;
  return {
    url: URL.canParse(source, base.href) ? new URL(source, base) : null,
    key,
    endpoint: null,
    consent: /(?:dataset\.consent\s*=|data-consent["'`]\s*,)\s*["'`]([^"'`]*)/.exec(text)?.[1] ?? null,
    auto: null,
    type: "",
    nonce: null,
    integrity: null,
    isAsync: true,
    isInHead,
    isInjected: true,
  };
}

/** The copy that a script element brings, if it is one of ours. */
function copyOf(element: Element, base: URL, isInHead: boolean): Copy | undefined {
  const source = element.getAttribute("src");
  if (source === null) return undefined;
  const url = URL.canParse(source.trim(), base.href) ? new URL(source.trim(), base) : null;
  const key = element.getAttribute("data-site");
  const isOurs =
    key === null ? url?.pathname === "/s.js" : keyShape.test(key) || sdkPath.test(url?.pathname ?? "");
  if (!isOurs) return undefined;
  return {
    url,
    key: key ?? "",
    endpoint: element.getAttribute("data-endpoint"),
    consent: element.getAttribute("data-consent"),
    auto: element.getAttribute("data-auto"),
    type: (element.getAttribute("type") ?? "").toLowerCase(),
    nonce: element.getAttribute("nonce"),
    integrity: element.getAttribute("integrity"),
    isAsync: element.hasAttribute("async") || element.hasAttribute("defer"),
    isInHead,
    isInjected: false,
  };
}

/** Reads what a page's HTML says of Scoreline, as it streams by. */
export async function readPage({ headers, body }: Response, page: URL): Promise<PageFacts> {
  const facts: PageFacts = {
    copies: [],
    stubs: [],
    policies: parsePolicies(headers.get("content-security-policy") ?? ""),
    hasTagManager: false,
    isCut: false,
  };
  const inlineScripts: { text: string; nonce: string | null; isInHead: boolean }[] = [];
  let base = page;
  let isInHead = true;

  const rewriter = new HTMLRewriter()
    .on("base[href]", {
      element(element) {
        const address = element.getAttribute("href") ?? "";
        if (base === page && URL.canParse(address, page.href)) base = new URL(address, page);
      },
    })
    .on("body", {
      element() {
        isInHead = false;
      },
    })
    .on("meta[http-equiv]", {
      element(element) {
        if (element.getAttribute("http-equiv")?.toLowerCase() !== "content-security-policy") return;
        facts.policies.push(...parsePolicies(element.getAttribute("content") ?? ""));
      },
    })
    .on("script", {
      element(element) {
        if (tagManager.test(element.getAttribute("src") ?? "")) facts.hasTagManager = true;
        const copy = copyOf(element, base, isInHead);
        if (copy !== undefined) facts.copies.push(copy);
        inlineScripts.push({ text: "", nonce: element.getAttribute("nonce"), isInHead });
      },
      text({ text }) {
        const script = inlineScripts.at(-1);
        if (script !== undefined && script.text.length < inlineCharacters) script.text += text;
      },
    });

  const cut = cutAfter(pageBytes, () => {
    facts.isCut = true;
  });
  const limited = (body as ReadableStream<Uint8Array> | null)?.pipeThrough(cut) ?? null;
  const type = headers.get("content-type") ?? "text/html";
  const read = rewriter.transform(new Response(limited, { headers: { "content-type": type } }));
  // What comes out is what went in; only the handlers matter.
  await read.body?.pipeTo(new WritableStream());

  for (const { text, nonce, isInHead: isHeadScript } of inlineScripts) {
    if (tagManager.test(text)) facts.hasTagManager = true;
    const stub = await stubOf(text, nonce);
    if (stub !== undefined) facts.stubs.push(stub);
    const copy = stub === undefined ? injectedCopy(text, base, isHeadScript) : undefined;
    if (copy !== undefined) facts.copies.push(copy);
  }
  return facts;
}
