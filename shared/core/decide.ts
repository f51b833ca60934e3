import type { Action } from "../schema/action.ts";
import type { ActionPayload, ActionVerdict, Decision, VerdictReason } from "../schema/decision.ts";
import type { TrackedEvent } from "../schema/event.ts";
import { isWindowFull } from "./cap.ts";
import type { CompiledAction, CompiledCap, CompiledModel } from "./compile.ts";
import { testsOf } from "./condition/compile.ts";
import { bucketOf } from "./hash.ts";
import { chooseLanguage, textIn } from "./language.ts";
import { normalPath } from "./path.ts";
import { placeOf } from "./place.ts";
import { disqualifiedBy, scoresById, segmentIds, viewAt } from "./read.ts";
import type { PromotionMemory, VisitorState } from "./state.ts";
import type { View } from "./view.ts";

/** What a decision depends on besides the visitor. */
export interface DecisionContext {
  /** Now, milliseconds since 1970. */
  nowMs: number;
  /** The last event of the request, if there was one. */
  event: TrackedEvent | null;
  /** Language of the page or the browser. */
  locale: string | undefined;
  /** Id of the visitor: who is held out is chosen by its hash, and nobody is who has none. */
  visitorId?: string;
}

/**
 * Decides what to show now. Every action of the model gets a verdict; of those that are eligible the
 * highest priority takes each place (the edge of the window, its middle, each slot), the model's
 * order breaking ties.
 */
export function decide(state: VisitorState, model: CompiledModel, context: DecisionContext): Decision {
  const view = viewAt(state, model, context.nowMs);
  view.event = context.event;
  view.page = context.event?.page ?? state.lastPage;
  const judge = new Judge(view, context.visitorId);
  const candidates = model.actions
    .map((action, ordinal) => ({ action, verdict: judge.verdict(action, state.promotions[ordinal]) }))
    .sort((a, b) => (b.action.source.priority ?? 0) - (a.action.source.priority ?? 0));

  const taken = new Set<string>();
  const actions: ActionPayload[] = [];
  const verdicts: ActionVerdict[] = [];
  const withheld: string[] = [];
  for (const { action, verdict } of candidates) {
    const { source } = action;
    const place = placeOf(source);
    const reason = verdict === "chosen" && taken.has(place) ? "place_taken" : verdict;
    verdicts.push({ id: source.id, eligible: reason === "chosen" || reason === "place_taken", reason });
    // What a higher priority would have kept from the others too is no difference between them.
    if (reason === "holdout" && !taken.has(place)) withheld.push(source.id);
    if (reason !== "chosen") continue;
    taken.add(place);
    actions.push(payloadOf(source, context.locale, view.page?.path));
  }
  const reading = view.read();
  return {
    stage: model.stages[view.stage()]?.source.id ?? "",
    scores: scoresById(reading, model),
    total: reading.total,
    segments: segmentIds(view),
    disqualified: disqualifiedBy(view),
    actions,
    verdicts,
    withheld,
  };
}

/** Says of each action what stands in its way, the most telling reason first. */
class Judge {
  readonly #view: View;
  readonly #visitorId: string | undefined;

  constructor(view: View, visitorId: string | undefined) {
    this.#view = view;
    this.#visitorId = visitorId;
  }

  verdict(action: CompiledAction, memory: PromotionMemory | undefined): VerdictReason {
    const { nowMs } = this.#view;
    if (nowMs < action.fromMs || nowMs >= action.untilMs) return "schedule";
    if (!action.when(this.#view)) return "condition";
    if (this.#view.disqualification() >= 0 && !asksForDisqualified(action.source)) return "disqualified";
    if (memory !== undefined) {
      const { dismissedAtMs, selectedAtMs, viewedAtMs } = memory;
      if (selectedAtMs !== undefined && nowMs - selectedAtMs < action.afterSelectMs) return "converted";
      if (dismissedAtMs !== undefined && nowMs - dismissedAtMs < action.afterDismissMs) return "dismissed";
      if (this.#isFull(action.cap, viewedAtMs)) return "cap";
    }
    if (
      action.source.products !== undefined &&
      productsFor(action.source, this.#view.page?.path).length === 0
    )
      return "no_product";
    const { global, perKind } = this.#view.model.frequency;
    const kindCap = perKind[action.source.kind];
    if (kindCap !== undefined && this.#isFull(kindCap, this.#views(action.source.kind))) return "kind_cap";
    if (global !== null && this.#isFull(global, this.#views())) return "global_cap";
    return this.#isHeldOut(action.source) ? "holdout" : "chosen";
  }

  #isHeldOut({ id, holdoutPercent = 0 }: Action): boolean {
    // Of those without an id one hash would decide for all: everybody would be held out, or nobody; and
    // of somebody who is not kept there is nothing to compare with.
    if (this.#visitorId === undefined) return false;
    return holdoutPercent > 0 && bucketOf(`${this.#visitorId}|${id}`, 100) < holdoutPercent;
  }

  #isFull(cap: CompiledCap | null, times: readonly number[]): boolean {
    if (cap === null) return false;
    const { zone, state, nowMs } = this.#view;
    switch (cap.per) {
      case "window":
      case "life":
        return isWindowFull(cap, times, nowMs);
      case "session":
        return times.filter((atMs) => atMs >= state.visitStartMs).length >= cap.times;
      case "day":
        return times.filter((atMs) => zone(atMs).day === zone(nowMs).day).length >= cap.times;
    }
  }

  /** When actions of a kind, or of all kinds, were seen, the oldest first. What was withheld takes no other's turn. */
  #views(kind?: Action["kind"]): number[] {
    const { model, state } = this.#view;
    return model.actions
      .flatMap(({ source }, ordinal) =>
        (kind === undefined || source.kind === kind) && !this.#isHeldOut(source)
          ? (state.promotions[ordinal]?.viewedAtMs ?? [])
          : [],
      )
      .sort((a, b) => a - b);
  }
}

/** An action whose condition speaks of disqualified visitors knows what it does. */
function asksForDisqualified(source: Action): boolean {
  for (const { test } of testsOf(source.when)) if (test.test === "disqualified") return true;
  return false;
}

/** The path of an address, as paths are compared: without host, query and a slash at the end. */
function pathOfLink(link: string): string {
  return normalPath(link.replace(/^https:\/\/[^/?#]*/i, "").replace(/[?#].*/, "") || "/");
}

/** Products worth recommending on a page: not the one that the visitor is looking at. */
function productsFor({ products = [] }: Action, path: string | undefined): NonNullable<Action["products"]> {
  if (path === undefined) return products;
  const here = normalPath(path);
  return products.filter(({ link }) => pathOfLink(link) !== here);
}

/**
 * An action as the browser gets it, in one language.
 *
 * @param locale Language of the page or the browser.
 * @param path The page that the visitor is on, if it is known.
 */
export function payloadOf(source: Action, locale: string | undefined, path?: string): ActionPayload {
  const texts = source.texts ?? {};
  const language = chooseLanguage(Object.keys(texts), locale);
  const { id, kind, slot, link, image, promoCode, trait, options, data } = source;
  const products = productsFor(source, path).map((product) => ({
    name: textIn(product.name, language),
    link: product.link,
    ...(product.image !== undefined && { image: product.image }),
    ...(product.price !== undefined && { price: textIn(product.price, language) }),
  }));
  return {
    id,
    kind,
    language,
    ...(link !== undefined && { link }),
    ...texts[language],
    ...(slot !== undefined && { slot }),
    ...(image !== undefined && { image }),
    ...(promoCode !== undefined && { promoCode }),
    ...(trait !== undefined && { trait }),
    ...(options !== undefined && {
      options: options.map(({ value, label }) => ({ value, label: textIn(label ?? value, language) })),
    }),
    ...(products.length > 0 && { products }),
    ...(data !== undefined && { data }),
  };
}
