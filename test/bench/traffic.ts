import { randomBytes } from "node:crypto";

/** What a subject is sent. */
export interface Traffic {
  /**
   * `pages`: page views of visitors who walk through the site, five requests each. `two`: two requests
   * each. `one`: the same visitor always. `lead`: a new visitor fills a form in. `hand-off`: and looks
   * the way up, which qualifies them.
   */
  kind: "pages" | "two" | "one" | "lead" | "hand-off";
  /** Page views in one request. */
  events: number;
  writeKey: string;
  /** Whether the answer is Scoreline's, so that it has to say what was accepted. */
  isScored: boolean;
}

/** Somebody who looks at the site over one connection. */
interface Visitor {
  anonymousId: string;
  /** Signed id of an earlier answer. */
  token: string | undefined;
  requests: number;
}

/** Requests that one visitor makes before the next one comes. */
const requestsPerVisitor: Readonly<Record<Traffic["kind"], number>> = {
  pages: 5,
  two: 2,
  one: Infinity,
  lead: 1,
  "hand-off": 1,
};

/** What is accepted of a request, and the stage after it. */
const expected: Readonly<Record<Traffic["kind"], { events?: number; stage: string }>> = {
  pages: { stage: "visitor" },
  two: { stage: "visitor" },
  one: { stage: "visitor" },
  lead: { events: 2, stage: "lead" },
  "hand-off": { events: 3, stage: "mql" },
};

/** The one visitor of all connections. */
const oneId = randomId();

const origin = "https://www.meridian.example";

interface Place {
  path: string;
  title: string;
  /** A product's, when it is not said. */
  kind?: string;
}

const wayPage: Place = { path: "/directions/", title: "How to find us", kind: "directions" };

const pages = [
  { path: "/", title: "Meridian Motors: new and used cars" },
  { path: "/models/", title: "Our models | Meridian Motors" },
  { path: "/models/aurora/", title: "Aurora, the electric estate | Meridian Motors" },
  { path: "/models/aurora/equipment/", title: "Aurora: equipment and colours | Meridian Motors" },
  { path: "/models/comet/", title: "Comet, the small one | Meridian Motors" },
] as const;

/** Headers of a person's browser. */
export const headers = {
  accept: "*/*",
  "accept-language": "en-GB,en;q=0.9",
  "content-type": "text/plain;charset=UTF-8",
  origin,
  referer: `${origin}/`,
  "sec-ch-ua-mobile": "?0",
  "sec-ch-ua-platform": '"Windows"',
  "user-agent":
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
} as const;

/** The origins of the site that the benchmark sets up. */
export const siteOrigins = [origin];

function randomId(): string {
  return randomBytes(16).toString("base64url");
}

/** Visitors of one connection, one after the other, and what they send. */
export class Walk {
  readonly #traffic: Traffic;
  #visitor: Visitor;

  constructor(traffic: Traffic) {
    this.#traffic = traffic;
    this.#visitor = this.#newcomer();
  }

  #newcomer(): Visitor {
    const anonymousId = this.#traffic.kind === "one" ? oneId : randomId();
    return { anonymousId, token: undefined, requests: 0 };
  }

  /** The next request's body, and whose it is. */
  next(): { body: string; visitor: string } {
    const { kind } = this.#traffic;
    if (this.#visitor.requests >= requestsPerVisitor[kind]) this.#visitor = this.#newcomer();
    const visitor = this.#visitor;
    const isLead = kind === "lead" || kind === "hand-off";
    const batch = isLead ? this.#lead(visitor) : this.#pageViews(visitor);
    visitor.requests += 1;
    const body = JSON.stringify({
      writeKey: this.#traffic.writeKey,
      sentAt: new Date().toISOString(),
      ...(visitor.token !== undefined && { visitor: visitor.token }),
      context: { locale: "en-GB", timezoneOffset: -60 },
      batch,
    });
    return { body, visitor: visitor.anonymousId };
  }

  /**
   * Takes the answer to the latest request.
   *
   * @throws {Error} When not everything was accepted: a benchmark of errors is worth nothing.
   */
  take(status: number, text: string): void {
    const fail = () => new Error(`the answer was ${status} ${text.slice(0, 500)}`);
    if (status !== 200) throw fail();
    if (!this.#traffic.isScored) return;
    const { accepted, visitor, stage } = JSON.parse(text) as {
      accepted?: number;
      visitor?: string;
      stage?: string;
    };
    const due = expected[this.#traffic.kind];
    if (accepted !== (due.events ?? this.#traffic.events) || stage !== due.stage) throw fail();
    this.#visitor.token = visitor;
  }

  #pageViews(visitor: Visitor): object[] {
    return Array.from({ length: this.#traffic.events }, (_, index) => {
      const place = visitor.requests * this.#traffic.events + index;
      const page = pages[place % pages.length] ?? pages[0];
      const before =
        place === 0
          ? "https://www.google.com/"
          : origin + (pages[(place - 1) % pages.length] ?? pages[0]).path;
      return this.#event(visitor, "page", page, before);
    });
  }

  #lead(visitor: Visitor): object[] {
    const page = pages[2];
    const email = `${visitor.anonymousId.toLowerCase()}@example.com`;
    return [
      {
        ...this.#event(visitor, "identify", page, origin),
        traits: { email, firstName: "Ada", lastName: "Nowak" },
      },
      {
        ...this.#event(visitor, "track", page, origin),
        event: "generate_lead",
        properties: { form_id: "ask", form_name: "Ask about this car", model: "Aurora" },
      },
      ...(this.#traffic.kind === "hand-off" ? [this.#event(visitor, "page", wayPage, origin)] : []),
    ];
  }

  #event(visitor: Visitor, type: string, page: Place, referrer: string): Record<string, unknown> {
    const { path, title } = page;
    const place = { url: origin + path, path, title, referrer };
    return {
      type,
      messageId: randomId(),
      timestamp: new Date().toISOString(),
      anonymousId: visitor.anonymousId,
      ...(type === "page" && { properties: { page_kind: page.kind } }),
      context: { page: place },
    };
  }
}
