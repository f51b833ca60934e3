import type { Receipt, StageChange } from "../schema/receipt.ts";
import type { Texts } from "../schema/texts.ts";
import type { CompiledModel } from "./compile.ts";
import type { Effect } from "./fold.ts";
import { clamp, View } from "./view.ts";
import type { VisitorState } from "./state.ts";

/** Words of the lines that no rule wrote. */
const labels = {
  age: { en: "Lost with age", tr: "Zamanla azaldı", pl: "Utracone z czasem", ro: "Pierdute cu timpul" },
  browser: {
    en: "More than a browser alone may earn",
    tr: "Yalnızca tarayıcının kazanabileceğinden fazlası",
    pl: "Więcej, niż może zarobić sama przeglądarka",
    ro: "Mai mult decât poate câștiga doar browserul",
  },
  minimum: {
    en: "Held at the minimum",
    tr: "En düşük değerde tutuldu",
    pl: "Zatrzymano na minimum",
    ro: "Menținut la minim",
  },
  maximum: {
    en: "Held at the maximum",
    tr: "En yüksek değerde tutuldu",
    pl: "Zatrzymano na maksimum",
    ro: "Menținut la maxim",
  },
  adjusted: {
    en: "Adjusted by hand",
    tr: "Elle düzeltildi",
    pl: "Skorygowano ręcznie",
    ro: "Ajustat manual",
  },
} satisfies Record<string, Texts>;

/**
 * The whole account of a score at a moment: a line for every award, every rule about the person that
 * pays, what age took, and every limit that took or gave. The lines sum to the total, always.
 *
 * @param effects All effects of folding the whole log; see `foldLog`.
 * @param state The state after it.
 */
export function receiptsOf(
  effects: readonly Effect[],
  state: VisitorState,
  model: CompiledModel,
  nowMs: number,
): Receipt[] {
  const writer = new ReceiptWriter(new View(state, model, nowMs));
  writer.events(effects);
  writer.person();
  writer.age();
  writer.bounds();
  return writer.receipts;
}

class ReceiptWriter {
  readonly receipts: Receipt[] = [];
  readonly #view: View;
  readonly #model: CompiledModel;
  /** By account: what the lines so far say. */
  readonly #written: number[];

  constructor(view: View) {
    this.#view = view;
    this.#model = view.model;
    this.#written = view.model.accounts.map(() => 0);
  }

  events(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type !== "award" && effect.type !== "adjustment") continue;
      const account = this.#model.accounts[effect.account];
      if (account === undefined) continue;
      const segment = this.#model.segments[account.segment];
      const isOff = segment !== undefined && !this.#view.isInSegment(account.segment);
      const points = isOff ? 0 : effect.points;
      this.#written[effect.account] = (this.#written[effect.account] ?? 0) + points;
      const common = {
        points,
        score: this.#model.scores[account.score]?.id ?? null,
        eventId: effect.eventId,
        atMs: effect.atMs,
        modelVersion: this.#model.version,
        ...(segment !== undefined && { segment: segment.id }),
      };
      if (effect.type === "adjustment") {
        const detail = [effect.by, effect.why].filter((text) => text !== "");
        this.receipts.push({
          ...common,
          kind: "manual",
          nominal: effect.points,
          ruleId: null,
          label: labels.adjusted,
          detail,
          reason: "granted",
        });
        continue;
      }
      const rule = this.#model.rules[effect.rule];
      if (rule?.type !== "event") continue;
      const reason = isOff && effect.points !== 0 ? "segment" : effect.reason;
      this.receipts.push({
        ...common,
        kind: "event",
        nominal: rule.points,
        ruleId: rule.id,
        label: rule.label,
        reason,
      });
    }
  }

  person(): void {
    for (const [ordinal, person] of this.#model.personRules.entries()) {
      const rule = this.#model.rules[person.ordinal];
      const points = this.#view.paysNow(ordinal);
      if (rule === undefined || points === 0) continue;
      const holding = this.#view.state.holding[person.ordinal];
      const segment = this.#model.segments[person.segment];
      const detail = person.details(this.#view).flatMap((index) => {
        if (rule.type === "criteria") return [rule.criteria[index]?.label ?? ""];
        if (rule.type === "bands") return [rule.bands[index]?.label ?? ""];
        return [];
      });
      this.receipts.push({
        kind: "state",
        points,
        nominal: points,
        score: rule.score,
        ruleId: rule.id,
        label: rule.label,
        eventId: holding?.eventId ?? null,
        atMs: holding?.atMs ?? this.#view.state.last?.atMs ?? 0,
        modelVersion: this.#model.version,
        reason: "granted",
        ...(segment !== undefined && { segment: segment.id }),
        ...(detail.some((text) => text !== "") && { detail: detail.filter((text) => text !== "") }),
      });
    }
  }

  /** What each account weighs now, against what its lines say. */
  age(): void {
    for (const [ordinal, value] of this.#view.read().accounts.entries()) {
      const account = this.#model.accounts[ordinal];
      const segment = this.#model.segments[account?.segment ?? -1];
      this.#line(
        "decay",
        value - (this.#written[ordinal] ?? 0),
        "age",
        this.#model.scores[account?.score ?? 0]?.id ?? null,
        segment?.id,
      );
    }
  }

  bounds(): void {
    const reading = this.#view.read();
    for (const [ordinal, score] of this.#model.scores.entries()) {
      this.#line("bound", reading.browserExcess[ordinal] ?? 0, "browser", score.id);
      const raw = reading.raw[ordinal] ?? 0;
      this.#boundLine(clamp(raw, score.min, score.max) - raw, score.id);
    }
    this.#boundLine(reading.total - reading.sum, null);
  }

  #boundLine(points: number, score: string | null): void {
    this.#line("bound", points, points > 0 ? "minimum" : "maximum", score);
  }

  #line(
    kind: "decay" | "bound",
    points: number,
    reason: "age" | "browser" | "minimum" | "maximum",
    score: string | null,
    segment?: string,
  ): void {
    if (points === 0) return;
    this.receipts.push({
      kind,
      points,
      nominal: points,
      score,
      ruleId: null,
      label: labels[reason],
      eventId: null,
      atMs: kind === "decay" ? this.#view.nowMs : (this.#view.state.last?.atMs ?? 0),
      modelVersion: this.#model.version,
      reason,
      ...(segment !== undefined && { segment }),
    });
  }
}

/** The stage history among the effects. */
export function stageChangesOf(effects: readonly Effect[], model: CompiledModel): StageChange[] {
  return effects.flatMap((effect) =>
    effect.type === "stage"
      ? [
          {
            stage: model.stages[effect.stage]?.source.id ?? "",
            kind: effect.kind,
            eventId: effect.eventId,
            atMs: effect.atMs,
            ordinal: effect.ordinal,
            total: effect.total,
          },
        ]
      : [],
  );
}
