/**
 * A slow model of the scoring core, to compare the fast one with: sort, and for every event and every
 * question look through the whole history again. It has no index, no buckets and no memory of answers,
 * and shares nothing with the core but the schema's types.
 */
import type { Condition, Test } from "../../../shared/schema/condition.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { HandOff } from "../../../shared/schema/hand-off.ts";
import type { Model } from "../../../shared/schema/model.ts";
import type { Decay, EventRule, Rule } from "../../../shared/schema/rule.ts";

const dayMs = 86_400_000;
const present = (value: unknown) => value !== undefined && value !== null && value !== "";
const clamp = (value: number, min: number, max: number) => (value < min ? min : value > max ? max : value);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
const isVoid = (one: TrackedEvent) => one.visit?.bot !== undefined || one.properties["honeypot"] === true;
const isHourly = (decay: Decay | undefined) => decay?.curve === "half_life" && decay.halfLifeDays < 3;
const isRecent = (days = Infinity, atMs: number, nowMs: number) => atMs > nowMs - days * dayMs;

type TestOf<Kind extends Test["test"]> = Extract<Test, { test: Kind }>;
type Limits = Pick<TestOf<"trait">, "exists" | "equals" | "atLeast" | "atMost">;

const fits = (value: unknown, { exists = present(value), equals, atLeast, atMost }: Limits) =>
  present(value) === exists &&
  (equals === undefined || value === equals) &&
  (atLeast === undefined || (typeof value === "number" && value >= atLeast)) &&
  (atMost === undefined || (typeof value === "number" && value <= atMost));

const rank = ({ type }: TrackedEvent) => (type === "identify" ? 0 : 1);
const inOrder = (a: TrackedEvent, b: TrackedEvent) =>
  a.atMs - b.atMs || rank(a) - rank(b) || (a.messageId < b.messageId ? -1 : 1);

/** What points are worth at a moment, in 2^-20. */
function weight(decay: Decay | undefined, atMs: number, nowMs: number): number {
  const unitMs = isHourly(decay) ? dayMs / 24 : dayMs;
  const age = Math.floor(nowMs / unitMs) - Math.floor(atMs / unitMs);
  if (decay === undefined || age <= 0) return 2 ** 20;
  if (decay.curve === "half_life")
    return Math.round(2 ** 20 * 2 ** (-age / (decay.halfLifeDays * (dayMs / unitMs))));
  if (age >= decay.days) return 0;
  return decay.curve === "step" ? 2 ** 20 : Math.round(2 ** 20 * (1 - age / decay.days));
}

/** Points that were paid for an event. */
type Grant = { rule: EventRule; points: number; decay: Decay | undefined; source: string; atMs: number };

/** What a log comes to under a model at a moment, from scratch. */
export function reference(model: Model, log: readonly TrackedEvent[], endMs: number) {
  const { segments = [], disqualifications = [], groups = [], rules, stages } = model;
  const past: TrackedEvent[] = [];
  const grants: Grant[] = [];
  const held = new Set<string>();
  const outSinceMs = new Map<string, number>();
  const awards: [rule: string, points: number, reason: string, eventId: string][] = [];
  const stageChanges: [stage: string, kind: string, eventId: string | null, atMs: number][] = [];
  const handOffs: string[] = [];
  let nowMs = Number.NaN;

  /** Whether a condition holds for an event, or for the person as such. */
  function holds(test: Condition, event?: TrackedEvent): boolean {
    if ("all" in test) return test.all.every((branch) => holds(branch, event));
    if ("any" in test) return test.any.some((branch) => holds(branch, event));
    if ("not" in test) return !holds(test.not, event);
    const trait = (name: string) => past.findLast(({ traits }) => name in (traits ?? {}))?.traits?.[name];
    if (test.test === "event") return event?.name === test.is;
    if (test.test === "property") return event !== undefined && fits(event.properties[test.name], test);
    if (test.test === "page_kind") return event?.page?.kind === test.is;
    if (test.test === "path") return event?.page?.path === test.equals;
    if (test.test === "trait") return fits(trait(test.name), test);
    if (test.test === "identity") return present(trait("email")) === (test.is === "known");
    if (test.test === "segment") return segments.some(({ id, while: is }) => id === test.is && holds(is));
    if (test.test === "inactive")
      return nowMs - (past.findLast((one) => one !== event)?.atMs ?? Infinity) >= test.days * dayMs;
    if (test.test === "sequence") return past.some((_, place) => stepsMet(test, place) === test.steps.length);
    if (test.test !== "count" && test.test !== "distinct" && test.test !== "sum")
      throw new Error(`the reference does not know the test ${test.test}`);
    const such = past.filter((one) => holds(test.of, one) && isRecent(test.withinDays, one.atMs, nowMs));
    if (test.test === "count") return fits(such.length, test);
    const values = such.map(({ properties }) => properties[test.property ?? ""]).filter(present);
    return fits(test.test === "sum" ? sumOf(values.map(Number)) : new Set(values).size, test);
  }

  /** Whether a disqualification holds, and has not for so long that it no longer counts. */
  const isOut = ({ id, while: is, expiresAfterDays: days = Infinity }: (typeof disqualifications)[number]) =>
    holds(is) && nowMs - (outSinceMs.get(id) ?? nowMs) < days * dayMs;

  /** Writes down since when each disqualification holds: since an event, or a day that was looked at. */
  function noteOut(): void {
    for (const { id, while: is } of disqualifications)
      if (holds(is)) outSinceMs.set(id, outSinceMs.get(id) ?? nowMs);
      else outSinceMs.delete(id);
  }

  /** How many steps of a sequence were met one after the other, from a place in the past on and in time. */
  function stepsMet({ steps, withinDays }: TestOf<"sequence">, place: number): number {
    const events = past.slice(place);
    return events.reduce((met, event) => {
      const isInTime = isRecent(withinDays, events[0]?.atMs ?? 0, event.atMs);
      return isInTime && steps[met] !== undefined && holds(steps[met], event) ? met + 1 : met;
    }, 0);
  }

  /** Scores inside their bounds, and their total. */
  function read(): { scores: number[]; total: number } {
    const scores = model.scores.map(({ id, min = 0, max = Infinity, browserMax = Infinity }) => {
      const counts = ({ score, segment }: Rule) =>
        score === id && (segment === undefined || holds({ test: "segment", is: segment }));
      const isLimited = ({ source }: Grant) => browserMax < Infinity && source === "browser";
      const counting = grants.filter(({ rule }) => counts(rule));
      const ofBrowsers = worth(counting.filter(isLimited));
      const ofOthers = worth(counting.filter((grant) => !isLimited(grant)));
      const earned = Math.min(ofBrowsers, browserMax) + ofOthers;
      return clamp(earned + sumOf(rules.filter(counts).map(pays)), min, max);
    });
    return { scores, total: clamp(sumOf(scores), model.total?.min ?? 0, model.total?.max ?? 100) };
  }

  /** What is left of grants by now, rounded once for each sheet and decay. */
  function worth(of: readonly Grant[]): number {
    const sheets = Map.groupBy(of, ({ rule, decay }) => JSON.stringify([rule.segment, decay])).values();
    const weighed = ({ points, decay, atMs }: Grant) => points * weight(decay, atMs, nowMs);
    return sumOf([...sheets].map((sheet) => Math.floor(sumOf(sheet.map(weighed)) / 2 ** 20 + 0.5)));
  }

  /** What a rule about the person pays; nothing before anything happened. */
  function pays(rule: Rule): number {
    if (past.length === 0 || rule.type === "event" || rule.type === "bands") return 0;
    if (rule.type === "state") return holds(rule.while) ? rule.points : 0;
    return rule.pointsEach * rule.criteria.filter((one) => holds(one.while)).length;
  }

  /** Lets time pass, and looks each day, or each hour, whether it has closed a stage. */
  function passTime(untilMs: number): void {
    const lookMs = model.scores.some(({ decay }) => isHourly(decay)) ? dayMs / 24 : dayMs;
    for (let ms = (Math.floor(nowMs / lookMs) + 1) * lookMs; ms <= untilMs; ms += lookMs) {
      nowMs = ms;
      if (past.length > 0) noteOut();
      moveStages(null);
    }
    nowMs = untilMs;
  }

  /** Cap, then group, then credit. */
  function award(rule: EventRule, event: TrackedEvent): void {
    const { id, cap, points } = rule;
    const recent = grants.filter((one) => one.rule === rule && isRecent(cap?.withinDays, one.atMs, nowMs));
    const withheld = isVoid(event) ? "bot" : recent.length >= (cap?.times ?? Infinity) ? "capped" : null;
    const group = groups.find((one) => one.id === rule.group);
    const { min = -Infinity, max = Infinity } = group ?? {};
    const taken = sumOf(grants.map((one) => (one.rule.group === rule.group ? one.points : 0)));
    const granted = withheld ? 0 : clamp(points, Math.min(0, min - taken), Math.max(0, max - taken));
    const decay = rule.decay ?? group?.decay ?? model.scores.find((one) => one.id === rule.score)?.decay;
    if (!withheld) grants.push({ rule, points: granted, decay, source: event.source, atMs: nowMs });
    awards.push([id, granted, withheld ?? (granted === points ? "granted" : "group"), event.messageId]);
  }

  /** Time alone, without an event, opens no stage. */
  function moveStages(eventId: string | null): void {
    for (const { id, threshold, entry, exit } of stages.slice(1)) {
      const { total } = read();
      const { atLeast = -Infinity, rearmBelow = atLeast } = threshold ?? {};
      const isOpen = exit === undefined || !holds(exit);
      const mayEnter = isOpen && (entry === undefined || holds(entry));
      const isKept = threshold === undefined ? mayEnter : isOpen && total >= rearmBelow;
      if (held.has(id) ? isKept : eventId === null || !mayEnter || total < atLeast) continue;
      const isLeft = held.delete(id);
      stageChanges.push([id, isLeft ? "left" : "entered", eventId, nowMs]);
      if (isLeft) continue;
      held.add(id);
      handOff(({ trigger }) => trigger.on === "stage" && trigger.stage === id);
    }
  }

  function handOff(isMeant: (handOff: HandOff) => boolean): void {
    if (disqualifications.some(isOut)) return;
    for (const { id } of (model.handOffs ?? []).filter(isMeant))
      handOffs.push(`${id}.${1 + handOffs.filter((key) => key.startsWith(`${id}.`)).length}`);
  }

  for (const event of log.toSorted(inOrder)) {
    passTime(event.atMs);
    if (!isVoid(event)) past.push(event);
    for (const rule of rules) if (rule.type === "event" && holds(rule.when, event)) award(rule, event);
    if (!isVoid(event)) noteOut();
    if (past.length > 0) moveStages(event.messageId);
    if (!isVoid(event)) handOff(({ trigger }) => trigger.on === "event" && holds(trigger.when, event));
  }
  passTime(endMs);
  return {
    ...read(),
    stage: stages.findLast(({ id }) => held.has(id))?.id ?? stages[0]?.id,
    segments: segments.filter((one) => holds(one.while)).map(({ id }) => id),
    disqualified: disqualifications.find(isOut)?.id ?? null,
    awards,
    stageChanges,
    handOffs,
  };
}
