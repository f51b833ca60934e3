import { askDecision, reportViews, type ScorelineBinding } from "./decision.ts";
import { SlotFiller } from "./slot-filler.ts";

/** What `wrangler.toml` binds. */
export interface Environment extends ScorelineBinding {
  /** The site behind this worker. Without it the request goes on to the origin of the route. */
  ORIGIN?: Pick<Fetcher, "fetch">;
}

const isNavigation = ({ method, headers }: Request): boolean =>
  method === "GET" && (headers.get("accept") ?? "").includes("text/html");

/** A page that the browser fetches before anybody wants it is not seen. */
const isSeen = ({ headers }: Request): boolean => !(headers.get("sec-purpose") ?? "").includes("prefetch");

/**
 * Stands in front of a site: fills the slots of its pages while they stream by, so that the first thing
 * on the screen is the right one. Everything else, and every page when Scoreline does not answer in
 * time, passes as it is.
 */
export default {
  async fetch(request: Request, environment: Environment, context: ExecutionContext): Promise<Response> {
    const fetchPage = () => environment.ORIGIN?.fetch(request) ?? fetch(request);
    if (!isNavigation(request)) return fetchPage();
    // Side by side: while the site makes its page, the decision is made.
    const [page, decision] = await Promise.all([fetchPage(), askDecision(request, environment)]);
    if (decision === null || !(page.headers.get("content-type") ?? "").startsWith("text/html")) return page;
    const filler = new SlotFiller(decision.slots);
    const rewriter = new HTMLRewriter()
      .on("[data-score-slot]", { element: (element) => filler.enterSlot(element) })
      .on("[data-score-slot] [data-score-part]", { element: (element) => filler.fillPart(element) })
      .onDocument({
        end: () => {
          if (isSeen(request)) context.waitUntil(reportViews(decision, filler.filled, environment));
        },
      });
    const answer = rewriter.transform(new Response(page.body, page));
    // What was decided for one visitor must not be shown to the next.
    if (decision.cache.scope === "visitor") answer.headers.set("cache-control", "private, no-store");
    return answer;
  },
} satisfies ExportedHandler<Environment>;
