import type { Receipt } from "../../shared/schema/receipt.ts";
import type { Effect } from "../scoring.ts";

type Award = Extract<Effect, { type: "award" | "adjustment" }>;

/**
 * Awards of one visitor, those of the same rule, account and reason as one: what they sum to is the
 * same, and their number follows the model, however many events there are.
 */
export class MergedAwards {
  readonly #byKey = new Map<string, { award: Award; count: number }>();

  add(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== "award" && effect.type !== "adjustment") continue;
      const kind = effect.type === "award" ? `${effect.rule} ${effect.reason}` : `by hand ${effect.score}`;
      const key = `${kind} ${effect.account} ${effect.points === 0}`;
      const known = this.#byKey.get(key);
      if (known === undefined) this.#byKey.set(key, { award: { ...effect, eventId: key }, count: 1 });
      else {
        known.award.points += effect.points;
        known.count += 1;
      }
    }
  }

  effects(): Award[] {
    return [...this.#byKey.values()].map(({ award }) => award);
  }

  /** For how many awards a receipt of these effects stands. */
  count({ eventId }: Receipt): number {
    return this.#byKey.get(eventId ?? "")?.count ?? 1;
  }
}
