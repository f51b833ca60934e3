import {
  comesAfter,
  decide,
  fold,
  type CompiledModel,
  type VisitorState,
} from "../../../shared/core/index.ts";
import type { Decision } from "../../../shared/schema/decision.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";

/** What a decision for a server is made from, besides the visitor. */
export interface AheadContext {
  nowMs: number;
  locale: string | undefined;
  /** Id of the visitor: who is held out is chosen by its hash. Undefined for somebody of whom nothing is known. */
  visitorId: string | undefined;
  /** The page that is about to be shown, as the view of it would be recorded; null when none is told. */
  pageView: TrackedEvent | null;
}

/** A question to a visitor's object. */
export interface DecideRequest extends AheadContext {
  siteId: string;
}

/**
 * Decides as if the page had been viewed already, so that what a server puts into the page is what the
 * script will be told a moment later. The state stays as it is.
 *
 * @example decideAhead(emptyState(model), model, { nowMs, locale: "tr", visitorId: undefined, pageView }).actions
 */
export function decideAhead(
  state: VisitorState,
  model: CompiledModel,
  { nowMs, locale, visitorId, pageView }: AheadContext,
): Decision {
  const isNext = pageView !== null && comesAfter(pageView, state);
  const ahead = isNext ? fold(state, [pageView], model).state : state;
  return decide(ahead, model, {
    nowMs,
    event: pageView,
    locale,
    ...(visitorId !== undefined && { visitorId }),
  });
}
