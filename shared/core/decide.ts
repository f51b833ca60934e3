import type { Action } from "../schema/action.ts";
import type { ActionPayload, ActionVerdict, Decision } from "../schema/decision.ts";
import type { TrackedEvent } from "../schema/event.ts";
import type { CompiledAction, CompiledModel } from "./compile.ts";
import type { Environment } from "./condition/environment.ts";
import { isCapReached } from "./fold.ts";
import { chooseLanguage } from "./language.ts";
import { readScores, scoreOf, scoresById, stageId, stageOf } from "./read.ts";
import type { PromotionMemory, VisitorState } from "./state.ts";

/** What a decision depends on besides the visitor. */
export interface DecisionContext {
  /** Now, milliseconds since 1970. */
  nowMs: number;
  /** The last event of the request, if there was one. */
  event: TrackedEvent | null;
  /** Language of the page or the browser. */
  locale: string | undefined;
}

/**
 * Decides what to show now. Every action of the model gets a verdict; of those that are eligible the
 * highest priority takes each place (one banner, one modal, one action per slot), the model's order
 * breaking ties.
 */
export function decide(state: VisitorState, model: CompiledModel, context: DecisionContext): Decision {
  const reading = readScores(state, model);
  const environment: Environment = {
    state,
    event: context.event,
    page: context.event?.page ?? state.lastPage,
    score: (ordinal) => scoreOf(reading, ordinal),
    stage: () => stageOf(state, model),
  };
  const candidates = model.actions
    .map((action, ordinal) => ({
      action,
      verdict: judge(action, state.promotions[ordinal], environment, context.nowMs),
    }))
    .sort((a, b) => (b.action.source.priority ?? 0) - (a.action.source.priority ?? 0));

  const taken = new Set<string>();
  const actions: ActionPayload[] = [];
  const verdicts: ActionVerdict[] = [];
  for (const { action, verdict } of candidates) {
    const { source } = action;
    const place = `${source.kind}:${source.slot ?? ""}`;
    const reason = verdict === "chosen" && taken.has(place) ? "place_taken" : verdict;
    verdicts.push({ id: source.id, eligible: reason === "chosen" || reason === "place_taken", reason });
    if (reason !== "chosen") continue;
    taken.add(place);
    actions.push(payloadOf(source, context.locale));
  }
  return {
    stage: stageId(state, model),
    scores: scoresById(reading, model),
    total: reading.total,
    actions,
    verdicts,
  };
}

function judge(
  action: CompiledAction,
  memory: PromotionMemory | undefined,
  environment: Environment,
  nowMs: number,
): ActionVerdict["reason"] {
  if (!action.when(environment)) return "condition";
  if (memory === undefined) return "chosen";
  const { dismissedAtMs } = memory;
  if (dismissedAtMs !== undefined && nowMs - dismissedAtMs < action.afterDismissMs) return "dismissed";
  if (action.cap !== null && isCapReached(action.cap, memory.viewedAtMs, nowMs)) return "cap";
  return "chosen";
}

function payloadOf(source: Action, locale: string | undefined): ActionPayload {
  const language = chooseLanguage(Object.keys(source.texts), locale);
  const { id, kind, slot, link, image, promoCode } = source;
  return {
    id,
    kind,
    language,
    title: "",
    ...(link !== undefined && { link }),
    ...source.texts[language],
    ...(slot !== undefined && { slot }),
    ...(image !== undefined && { image }),
    ...(promoCode !== undefined && { promoCode }),
  };
}
