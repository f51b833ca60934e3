import {
  canonicalOrder,
  compareEvents,
  explain,
  foldLog,
  hashOf,
  readScores,
  receiptsOf,
  scoresById,
  stageId,
  textIn,
  type CompiledModel,
  type Effect,
  type VisitorState,
} from "../../../shared/core/index.ts";
import type { HandOffPayload } from "../../../shared/schema/destination.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { Site } from "../../../shared/schema/site.ts";
import { textOf } from "../../json-value.ts";
import type { StoredHandOff } from "./storage.ts";

export type HandOffEffect = Extract<Effect, { type: "hand_off" }>;

/** How many of the latest paths a hand-off carries. */
const pagesCarried = 50;

/** Properties of a form's event that are not its fields. */
const formMetadata = new Set(["form_id", "form_name", "page_kind"]);

/**
 * Key of a hand-off: the same however often the log is folded, whatever came late in between, so that
 * it leaves once. One that an event triggers is named by the event; one that a stage triggers by the
 * how-manieth time the stage was entered, since a late event may move the moment but not the fact.
 */
export function handOffKey(model: CompiledModel, effect: HandOffEffect): string {
  const source = model.handOffs[effect.handOff]?.source;
  const occasion = source?.trigger.on === "event" ? hashOf(effect.eventId) : effect.ordinal;
  return `${source?.id ?? ""}.${occasion}`;
}

/** A text that says something, or null. */
export function textOrNull(value: unknown): string | null {
  return textOf(value) ?? null;
}

/** The name to address somebody by: as told, else put together. */
export function nameOf(traits: Readonly<Record<string, unknown>>): string | null {
  const parts = [textOrNull(traits["firstName"]), textOrNull(traits["lastName"])].filter(
    (part) => part !== null,
  );
  return textOrNull(traits["name"]) ?? (parts.length > 0 ? parts.join(" ") : null);
}

/**
 * Builds a hand-off as it stood when it was triggered: who, why, what and where.
 *
 * @param log The visitor's whole log.
 */
export function buildHandOff(
  effect: HandOffEffect,
  log: readonly TrackedEvent[],
  model: CompiledModel,
  site: Site,
  visitorId: string,
): StoredHandOff {
  const source = model.handOffs[effect.handOff]?.source;
  if (source === undefined) throw new RangeError(`the model has no hand-off ${effect.handOff}`);
  const trigger = log.find((event) => event.messageId === effect.eventId);
  const until =
    trigger === undefined
      ? canonicalOrder(log)
      : canonicalOrder(log).filter((event) => compareEvents(event, trigger) <= 0);
  const { state, effects } = foldLog(until, model);
  const id = `${visitorId}.${handOffKey(model, effect)}`;
  const receipts = receiptsOf(effects, state, model, effect.atMs);
  const payload: HandOffPayload = {
    id,
    type: `lead.${source.purpose}`,
    handOffId: source.id,
    site: site.id,
    atMs: effect.atMs,
    who: whoOf(state, visitorId),
    why: {
      ...whyOf(state, model, effect.atMs),
      receipts,
      summary: explain(receipts, "en"),
    },
    what: whatOf(until),
    where: { lead: site.leadUrl === undefined ? null : `${site.leadUrl}#/leads/${visitorId}` },
  };
  return {
    id,
    state: "pending",
    destinations: [],
    payload,
    label: textIn(source.label, "en"),
    purpose: source.purpose,
    eventId: effect.eventId,
  };
}

/** The parts of a hand-off that say something of a person, saying nothing. */
export function sayingNothing(visitorId: string): Pick<HandOffPayload, "who" | "why" | "what"> {
  return {
    who: { visitorId, channel: "none", email: null, phone: null, name: null, company: null, traits: {} },
    why: { total: 0, scores: {}, stage: "", modelVersion: 0, receipts: [], summary: [] },
    what: { model: null, form: {}, pages: [], campaign: {} },
  };
}

function whoOf(state: VisitorState, visitorId: string): HandOffPayload["who"] {
  const { traits } = state;
  const phone = textOrNull(traits["phone"]);
  const email = textOrNull(traits["email"]);
  return {
    visitorId,
    channel: phone !== null ? "phone" : email !== null ? "email" : "none",
    email,
    phone,
    name: nameOf(traits),
    company: textOrNull(traits["company"]),
    traits,
  };
}

function whyOf(
  state: VisitorState,
  model: CompiledModel,
  atMs: number,
): Omit<HandOffPayload["why"], "receipts" | "summary"> {
  const reading = readScores(state, model, atMs);
  const stage = stageId(state, model, atMs);
  const label = model.stages.find(({ source }) => source.id === stage)?.source.label;
  return {
    total: reading.total,
    scores: scoresById(reading, model),
    stage,
    ...(label !== undefined && { stageLabel: textIn(label, "en") }),
    modelVersion: model.version,
  };
}

function whatOf(events: readonly TrackedEvent[]): HandOffPayload["what"] {
  const pages = new Set<string>();
  let model: string | null = null;
  let form: Record<string, unknown> = {};
  let campaign: Record<string, string> = {};
  for (const event of events) {
    if (event.name === "page_view" && event.page !== undefined) {
      // Seen again means newest again.
      pages.delete(event.page.path);
      pages.add(event.page.path);
    }
    if (event.name === "generate_lead") {
      model = textOrNull(event.properties["model"]) ?? model;
      form = Object.fromEntries(Object.entries(event.properties).filter(([key]) => !formMetadata.has(key)));
    }
    campaign = event.visit?.campaign ?? campaign;
  }
  return { model, form, pages: [...pages].slice(-pagesCarried), campaign };
}
