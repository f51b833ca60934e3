import type { VisitorState } from "../../../shared/core/index.ts";
import type { Decision } from "../../../shared/schema/decision.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";

/**
 * What to write into the log of a visitor who is held out of actions, at the moment at which others are
 * shown them: `promotion_withheld`, to compare with the `view_promotion` of those. Once a visit each: what
 * is not on a page cannot be seen twice.
 *
 * @param event The last event of the request: when it was, and where the visitor is.
 * @example withheldPromotions(decision, state, event)[0]?.properties; // { promotion_id: "spring_offer" }
 */
export function withheldPromotions(
  { withheld }: Pick<Decision, "withheld">,
  { visitStartMs }: Pick<VisitorState, "visitStartMs">,
  { atMs, page }: TrackedEvent,
): TrackedEvent[] {
  return withheld.map((id) => ({
    messageId: `withheld-${id}-${visitStartMs}`,
    type: "track",
    name: "promotion_withheld",
    atMs,
    source: "server",
    properties: { promotion_id: id },
    ...(page !== undefined && { page }),
  }));
}
