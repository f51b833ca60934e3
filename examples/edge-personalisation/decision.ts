/** How this worker reaches Scoreline. */
export interface ScorelineBinding {
  /** The Scoreline worker, bound as a service. */
  SCORELINE: Pick<Fetcher, "fetch">;
  /** A secret: `npx wrangler secret put SCORELINE_SECRET_KEY`. */
  SCORELINE_SECRET_KEY: string;
  /** How long a page waits for its decision; 150 when left out. Milliseconds. */
  SCORELINE_PATIENCE_MS?: number;
}

/** What to put into one slot: words and a link, never HTML. */
export interface SlotContent {
  id: string;
  title?: string;
  body?: string;
  button?: string;
  link?: string;
}

/** The part of the answer of `POST /v1/decide` that a page needs. */
export interface PageDecision {
  visitor?: string;
  slots: Readonly<Record<string, SlotContent>>;
  cache: { scope: "visitor" | "everyone" };
}

const post = (path: string, body: unknown, { SCORELINE_SECRET_KEY }: ScorelineBinding) =>
  // A binding has no host; the address only has to be one.
  new Request(`https://scoreline.internal${path}`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa(`${SCORELINE_SECRET_KEY}:`)}`,
      "content-type": "application/json",
    },
    body: JSON.stringify(body),
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isDecision = (answer: unknown): answer is PageDecision =>
  isRecord(answer) && isRecord(answer["slots"]) && isRecord(answer["cache"]);

async function decide(request: Request, environment: ScorelineBinding): Promise<PageDecision | null> {
  const { headers, url } = request;
  const question = {
    cookie: headers.get("cookie"),
    context: {
      page: { url, referrer: headers.get("referer") ?? "" },
      locale: headers.get("accept-language")?.split(",")[0]?.split(";")[0] ?? "en",
      userAgent: headers.get("user-agent") ?? "",
      // As the visitor's browser asks for.
      ...(headers.get("sec-gpc") === "1" && { consent: false }),
    },
  };
  const answer = await environment.SCORELINE.fetch(post("/v1/decide", question, environment));
  const decision: unknown = answer.ok ? await answer.json() : null;
  return isDecision(decision) ? decision : null;
}

/**
 * Asks what to show on the page that a request is for.
 *
 * @returns Null when Scoreline is late, away or wrong: the page then goes out as it is.
 */
export async function askDecision(
  request: Request,
  environment: ScorelineBinding,
): Promise<PageDecision | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), environment.SCORELINE_PATIENCE_MS ?? 150);
  });
  return Promise.race([decide(request, environment).catch(() => null), late]);
}

/** Tells what the page went out with, so that limits of how often something is shown hold. Only of visitors who are known. */
export async function reportViews(
  { visitor }: PageDecision,
  filled: readonly { slot: string; id: string }[],
  environment: ScorelineBinding,
): Promise<void> {
  if (visitor === undefined || filled.length === 0) return;
  const batch = filled.map(({ slot, id }) => ({
    type: "track",
    event: "view_promotion",
    messageId: crypto.randomUUID(),
    properties: { promotion_id: id, creative_slot: slot },
  }));
  await environment.SCORELINE.fetch(post("/v1/batch", { visitor, batch }, environment)).catch(
    () => undefined,
  );
}
