/** One policy: its directives by name, each with its source list. */
export type Policy = ReadonlyMap<string, readonly string[]>;

/** What asks to be let in. */
export interface Asker {
  url: URL;
  /** The page it is on. */
  page: URL;
}

/** A script element, as its policy looks at it. */
export interface AskingScript extends Asker {
  nonce: string | null;
  integrity: string | null;
}

/** Which directive speaks for what, the most particular first: https://www.w3.org/TR/CSP3/#directive-fallback-list */
const scriptDirectives = ["script-src-elem", "script-src", "default-src"] as const;
const connectDirectives = ["connect-src", "default-src"] as const;

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };
const hostSource =
  /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\*|(?:\*\.)?[a-z0-9_.-]+|\[[0-9a-f:]+\])(?::(\d+|\*))?(\/.*)?$/i;
const hashSource = /^'(sha(?:256|384|512)-[a-z0-9+/_=-]+)'$/i;

/**
 * Reads the policies of a header or a meta element. A comma separates policies, of which each has to
 * agree; of a directive that is given twice the first counts.
 */
export function parsePolicies(text: string): Policy[] {
  return text
    .split(",")
    .map((serialised) => {
      const policy = new Map<string, readonly string[]>();
      for (const directive of serialised.split(";")) {
        const [name, ...sources] = directive.trim().split(/[\t\n\f\r ]+/);
        const key = name?.toLowerCase() ?? "";
        if (key !== "" && !policy.has(key)) policy.set(key, sources);
      }
      return policy;
    })
    .filter((policy) => policy.size > 0);
}

/** The directive of a policy that speaks for this, with its sources. */
function ruling(
  policy: Policy,
  names: readonly string[],
): { name: string; sources: readonly string[] } | undefined {
  const name = names.find((candidate) => policy.has(candidate));
  return name === undefined ? undefined : { name, sources: policy.get(name) ?? [] };
}

/** https://www.w3.org/TR/CSP3/#match-schemes: a secure address is as good as the plain one that was allowed. */
function isScheme(allowed: string, scheme: string): boolean {
  return allowed === scheme || (allowed === "http:" && scheme === "https:");
}

function isHost(allowed: string, host: string): boolean {
  if (allowed === "*") return true;
  // Of addresses by number only the machine itself can be named.
  if (/^[\d.]+$|^\[/.test(host) && host !== "127.0.0.1") return false;
  return allowed.startsWith("*.")
    ? host.endsWith(allowed.slice(1).toLowerCase())
    : allowed.toLowerCase() === host;
}

/** https://www.w3.org/TR/CSP3/#match-ports */
function isPort(allowed: string | undefined, url: URL): boolean {
  if (allowed === "*") return true;
  // The parser leaves the scheme's own port out.
  if (allowed === undefined) return url.port === "";
  return allowed === (url.port === "" ? defaultPorts[url.protocol] : url.port);
}

function isPath(allowed: string | undefined, path: string): boolean {
  if (allowed === undefined || allowed === "/") return true;
  return allowed.endsWith("/") ? path.startsWith(allowed) : path === allowed;
}

/** Whether one source expression covers an address: https://www.w3.org/TR/CSP3/#match-url-to-source-expression */
function covers(source: string, { url, page }: Asker): boolean {
  if (source === "*") return url.protocol in defaultPorts || url.protocol === page.protocol;
  const [, scheme] = /^([a-z][a-z0-9+.-]*:)$/i.exec(source) ?? [];
  if (scheme !== undefined) return isScheme(scheme.toLowerCase(), url.protocol);
  if (source.toLowerCase() === "'self'") {
    const isUpgraded =
      url.hostname === page.hostname && url.protocol === "https:" && url.port === "" && page.port === "";
    return url.origin === page.origin || isUpgraded;
  }
  const [, hostScheme, host, port, path] = hostSource.exec(source) ?? [];
  if (host === undefined) return false;
  const allowedScheme = hostScheme === undefined ? page.protocol : `${hostScheme.toLowerCase()}:`;
  return (
    isScheme(allowedScheme, url.protocol) &&
    isHost(host, url.hostname) &&
    isPort(port, url) &&
    isPath(path, url.pathname)
  );
}

const hasWord = (sources: readonly string[], word: string): boolean =>
  sources.some((source) => source.toLowerCase() === word);

const hasNonce = (sources: readonly string[], nonce: string | null): boolean =>
  nonce !== null && nonce !== "" && sources.includes(`'nonce-${nonce}'`);

/** Whether every hash of an integrity attribute is one that the policy knows. */
function hasIntegrity(sources: readonly string[], integrity: string | null): boolean {
  const hashes = (integrity ?? "").split(/\s+/).filter((hash) => hash !== "");
  return hashes.length > 0 && hashes.every((hash) => sources.includes(`'${hash}'`));
}

/** The directive of the first policy that refuses, or undefined when all agree. */
function firstRefusal(
  policies: readonly Policy[],
  names: readonly string[],
  isAllowed: (sources: readonly string[]) => boolean,
): string | undefined {
  for (const policy of policies) {
    const rule = ruling(policy, names);
    if (rule !== undefined && !isAllowed(rule.sources)) return rule.name;
  }
  return undefined;
}

/**
 * Which directive refuses a script element of the page, or undefined when it may run. Under
 * `'strict-dynamic'` the hosts of the list mean nothing: only a nonce or a hash lets it in.
 */
export function scriptRefusal(policies: readonly Policy[], script: AskingScript): string | undefined {
  return firstRefusal(
    policies,
    scriptDirectives,
    (sources) =>
      hasNonce(sources, script.nonce) ||
      hasIntegrity(sources, script.integrity) ||
      (!hasWord(sources, "'strict-dynamic'") && sources.some((source) => covers(source, script))),
  );
}

/** Which directive refuses an inline script, or undefined; `hashes` are those of its text. */
export function inlineRefusal(
  policies: readonly Policy[],
  nonce: string | null,
  hashes: readonly string[],
): string | undefined {
  return firstRefusal(policies, scriptDirectives, (sources) => {
    if (hasNonce(sources, nonce) || hashes.some((hash) => sources.includes(`'${hash}'`))) return true;
    // A nonce or a hash in the list takes the force from 'unsafe-inline'.
    const isStrict = sources.some(
      (source) =>
        /^'nonce-/i.test(source) || hashSource.test(source) || source.toLowerCase() === "'strict-dynamic'",
    );
    return !isStrict && hasWord(sources, "'unsafe-inline'");
  });
}

/** Which directive refuses a request of the page's scripts, or undefined when it may leave. */
export function connectRefusal(policies: readonly Policy[], request: Asker): string | undefined {
  return firstRefusal(policies, connectDirectives, (sources) =>
    sources.some((source) => covers(source, request)),
  );
}

/** Whether scripts of the page are let in by nonce or hash alone. */
export function isStrictDynamic(policies: readonly Policy[]): boolean {
  return policies.some((policy) =>
    hasWord(ruling(policy, scriptDirectives)?.sources ?? [], "'strict-dynamic'"),
  );
}
