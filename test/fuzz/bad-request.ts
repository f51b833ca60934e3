import fc from "fast-check";
import type { DocumentedRoute } from "../../scripts/generate/read-routes.ts";

/** A request as it goes over the wire. */
export interface BadRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** What the attacked site is called with. */
export interface Credentials {
  writeKey: string;
  secretKey: string;
  adminToken: string;
  origin: string;
  /** Addresses of its sources, below /v1/sources. */
  sources: readonly string[];
  /** Signed ids and device ids of visitors of its own. */
  visitors: readonly string[];
  devices: readonly string[];
}

/** The parts of a valibot schema that are read here. */
interface SchemaNode {
  type: string;
  entries?: Record<string, SchemaNode>;
  item?: SchemaNode;
  wrapped?: SchemaNode;
  options?: readonly unknown[];
  value?: SchemaNode;
  literal?: unknown;
}

const headerNames = [
  "user-agent",
  "referer",
  "accept-language",
  "cookie",
  "content-type",
  "x-forwarded-for",
  "cf-connecting-ip",
  "sec-ch-ua",
  "sec-ch-ua-platform",
  "x-retry-count",
  "anonymousid",
  "if-none-match",
  "x-scoreline-strict",
] as const;

const hostileNumbers = ["1e400", "-1e400", "9007199254740993", "-0", "1e-400", "5e-324", "1e21", "0.1"];

/** Makes requests that are nearly right and wrong somewhere, for every route of the table. */
export class BadRequests {
  readonly #texts: fc.Arbitrary<string>;
  readonly #hostile: fc.Arbitrary<unknown>;
  readonly #corpus: readonly Buffer[];
  readonly #credentials: Credentials;

  constructor(texts: readonly string[], corpus: readonly Buffer[], credentials: Credentials) {
    this.#corpus = corpus;
    this.#credentials = credentials;
    this.#texts = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...texts) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
    );
    this.#hostile = fc.oneof(
      { weight: 4, arbitrary: this.#texts },
      {
        weight: 1,
        arbitrary: fc.constantFrom(null, true, false, [], {}, "", 0, -1, 2 ** 53, Number.MAX_VALUE),
      },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
      { weight: 1, arbitrary: fc.array(this.#texts, { maxLength: 20 }) },
      { weight: 1, arbitrary: fc.dictionary(this.#texts, this.#texts, { maxKeys: 5 }) },
      { weight: 1, arbitrary: fc.constantFrom(...[5, 9, 200, 1_500].map(nested)) },
    );
  }

  /** One bad request for this route. */
  of(route: DocumentedRoute): fc.Arbitrary<BadRequest> {
    const body =
      route.method === "GET" || route.method === "DELETE" ? fc.constant(undefined) : this.#body(route);
    return fc.record({ path: this.#path(route), headers: this.#headers(route), body }).map((parts) => ({
      method: route.method,
      ...parts,
    }));
  }

  #path(route: DocumentedRoute): fc.Arbitrary<string> {
    const { sources } = this.#credentials;
    const values = (route.path.match(/:[a-zA-Z]+/g) ?? []).map(() => this.#texts);
    const names = Object.keys(route.query ?? {});
    const query = fc.dictionary(fc.oneof(fc.constantFrom("q", ...names), this.#texts), this.#texts, {
      maxKeys: 3,
    });
    const known = route.access === "source" && sources.length > 0 ? fc.constantFrom(...sources) : undefined;
    return fc
      .record({ values: fc.tuple(...values), query, known: known ?? fc.constant(undefined), dice: fc.nat(3) })
      .map(({ values: given, query: asked, known: source, dice }) => {
        let next = 0;
        const path =
          source !== undefined && dice > 0
            ? source
            : route.path.replace(/:[a-zA-Z]+(\{[^}]*\})?/g, () => encoded(given[next++] ?? "") || "x");
        const pairs = Object.entries(asked).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
        return pairs.length === 0 || dice === 0 ? path : `${path}?${pairs.join("&")}`;
      });
  }

  #headers(route: DocumentedRoute): fc.Arbitrary<Record<string, string>> {
    const { writeKey, secretKey, adminToken, origin } = this.#credentials;
    const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString("base64")}`;
    // Reading with a good token reaches the queries; writing is the contract suites' matter.
    const isRead = route.access === "admin" && route.method === "GET";
    const right = isRead
      ? [`Bearer ${adminToken}`]
      : route.access === "secret"
        ? [basic(secretKey)]
        : route.access === "key"
          ? [undefined, undefined, basic(secretKey), basic(writeKey)]
          : [undefined];
    const authorization = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...right) },
      { weight: 1, arbitrary: this.#texts.map((text) => `Bearer ${text}`) },
      { weight: 1, arbitrary: this.#texts },
    );
    const origins = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(origin, undefined) },
      { weight: 1, arbitrary: this.#texts },
    );
    const others = fc.dictionary(fc.constantFrom(...headerNames), this.#texts, { maxKeys: 3 });
    return fc
      .record({ authorization, origins, others })
      .map(({ authorization: auth, origins: from, others: more }) => {
        const headers: Record<string, string> = {};
        const told = {
          ...more,
          ...(auth !== undefined && { authorization: auth }),
          ...(from !== undefined && { origin: from }),
        };
        for (const [name, value] of Object.entries(told)) headers[name] = headerText(value);
        if (route.access === "admin" && headers["content-type"] === undefined)
          headers["content-type"] = "application/json";
        return headers;
      });
  }

  #body(route: DocumentedRoute): fc.Arbitrary<Buffer> {
    const { writeKey, visitors, devices } = this.#credentials;
    const shape = route.body === undefined ? this.#hostile : this.#valueOf(route.body);
    const owned = fc
      .record({
        value: shape,
        visitor: fc.constantFrom(...visitors),
        device: fc.constantFrom(...devices),
        keep: fc.nat(9),
      })
      .map(({ value, visitor, device, keep }) => {
        if (route.access !== "key" || typeof value !== "object" || value === null) return value;
        const named = { ...value } as Record<string, unknown>;
        // Most have the right key and somebody whom they are about: else nothing behind that is reached.
        if (keep > 0) named["writeKey"] = writeKey;
        if (keep > 1 && "visitor" in named) named["visitor"] = visitor;
        if (keep > 1) named["anonymousId"] ??= device;
        if (Array.isArray(named["batch"])) delete named["anonymousId"];
        return named;
      });
    const json = owned.map((value) => withNumbers(JSON.stringify(value) ?? "null"));
    const mutilated = fc.tuple(json, fc.nat(), fc.nat(255)).map(([text, place, byte]) => {
      const bytes = Buffer.from(text);
      if (bytes.length === 0) return bytes;
      bytes[place % bytes.length] = byte;
      return byte % 5 === 0 ? bytes.subarray(0, place % bytes.length) : bytes;
    });
    return fc.oneof(
      { weight: 8, arbitrary: json.map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: mutilated },
      { weight: 1, arbitrary: this.#texts.map((text) => Buffer.from(text)) },
      ...(this.#corpus.length > 0 ? [{ weight: 2, arbitrary: fc.constantFrom(...this.#corpus) }] : []),
    );
  }

  /** What a schema describes, with something hostile in the place of some of its parts. */
  #valueOf(schema: SchemaNode, depth = 0): fc.Arbitrary<unknown> {
    const good = depth > 6 ? this.#hostile : this.#described(schema, depth);
    return fc.oneof({ weight: depth < 2 ? 20 : 5, arbitrary: good }, { weight: 1, arbitrary: this.#hostile });
  }

  #described(schema: SchemaNode, depth: number): fc.Arbitrary<unknown> {
    const inner = (node: SchemaNode) => this.#valueOf(node, depth + 1);
    switch (schema.type) {
      case "object":
      case "strict_object":
      case "loose_object": {
        const entries = Object.entries(schema.entries ?? {}).map(([name, node]) => [
          name,
          this.#field(name, node, depth),
        ]);
        const told = fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>, {
          requiredKeys: Object.entries(schema.entries ?? {})
            .filter(([, node]) => !["optional", "nullish"].includes(node.type))
            .map(([name]) => name),
        });
        return fc
          .tuple(told, fc.option(fc.tuple(this.#texts, this.#hostile), { freq: 12 }))
          .map(([value, extra]) => (extra === null ? value : { ...value, [extra[0]]: extra[1] }));
      }
      case "optional":
      case "nullish":
      case "nullable":
      case "exact_optional":
        return schema.wrapped === undefined ? this.#hostile : inner(schema.wrapped);
      case "array":
        return schema.item === undefined
          ? fc.array(this.#hostile, { maxLength: 6 })
          : fc.array(inner(schema.item), { maxLength: 6 });
      case "record":
        return fc.dictionary(this.#texts, schema.value === undefined ? this.#hostile : inner(schema.value), {
          maxKeys: 8,
        });
      case "picklist":
        return fc.constantFrom(...(schema.options ?? [""]));
      case "literal":
        return fc.constant(schema.literal);
      case "union":
      case "variant":
        return fc.oneof(
          ...((schema.options ?? []) as SchemaNode[]).map((option) => this.#described(option, depth + 1)),
        );
      case "boolean":
        return fc.boolean();
      case "number":
        return fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1));
      case "string":
        return this.#texts;
      default:
        return this.#hostile;
    }
  }

  /** Fields that the schema leaves open and the code behind it does not. */
  #field(name: string, node: SchemaNode, depth: number): fc.Arbitrary<unknown> {
    if (name === "batch") return fc.array(this.#event(), { maxLength: 8 });
    if (name === "messageId") return fc.oneof(fc.uuid(), fc.uuid(), fc.uuid(), this.#texts);
    if (name === "anonymousId") return fc.constantFrom(...this.#credentials.devices);
    return this.#valueOf(node, depth + 1);
  }

  #event(): fc.Arbitrary<unknown> {
    const facts = fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          "url",
          "path",
          "title",
          "referrer",
          "search",
          "email",
          "phone",
          "name",
          "value",
          "model",
        ),
        this.#texts,
      ),
      this.#hostile,
      { maxKeys: 6 },
    );
    const time = fc.oneof(fc.constantFrom("2026-01-01T00:00:00Z", 9e15, -1, "abc"), this.#texts);
    const event = fc.record(
      {
        type: fc.constantFrom("track", "page", "identify", "group", "alias", "screen"),
        messageId: fc.oneof(fc.uuid(), fc.uuid(), fc.uuid(), this.#texts),
        event: fc.oneof(
          fc.constantFrom("generate_lead", "page_view", "add_to_cart", "chat_started", "email_opened"),
          this.#texts,
        ),
        anonymousId: fc.constantFrom(...this.#credentials.devices),
        userId: this.#texts,
        previousId: this.#texts,
        groupId: this.#texts,
        timestamp: time,
        properties: facts,
        traits: facts,
        context: fc.record(
          { page: facts, traits: facts, locale: this.#texts, campaign: facts },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ["type", "messageId", "anonymousId"] },
    );
    return fc.oneof({ weight: 9, arbitrary: event }, { weight: 1, arbitrary: this.#hostile });
  }
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Numbers that JSON.stringify cannot write, in the place of one that it can. */
function withNumbers(text: string): string {
  const index = text.length % (hostileNumbers.length * 4);
  const number = hostileNumbers[index];
  return number === undefined ? text : text.replace(/(:)(-?\d+)([,}])/, `$1${number}$3`);
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .slice(0, 2_000)
    .replace(/%[0-9A-F]?$/, "");
}

/** A header holds bytes, and no line ends; what cannot be sent cannot be an attack. */
function headerText(text: string): string {
  return Buffer.from(text.slice(0, 2_000))
    .toString("latin1")
    .replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, "");
}
