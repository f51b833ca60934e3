import {
  canonicalOrder,
  comesAfter,
  fold,
  foldLog,
  type CompiledModel,
  type FoldResult,
  type VisitorState,
} from "../../../shared/core/index.ts";
import type { TrackedEvent } from "../../../shared/schema/event.ts";
import type { LoadedSite } from "../../snapshots.ts";
import { groupOf, type Group } from "./account.ts";
import { optedOutAtMs } from "./bars.ts";
import { isTrapped } from "./doubts.ts";
import { calledBack, keyOfHandOff, underFreeId } from "./hand-off-ids.ts";
import { buildHandOff, handOffKey, type HandOffEffect } from "./hand-off-payload.ts";
import { countryOf } from "./lead.ts";
import type { Merges, Released } from "./merges.ts";
import type { PrivacyStorage } from "./privacy.ts";
import { quietModel } from "./quiet-model.ts";
import type { StoredHandOff, VisitorStorage } from "./storage.ts";

/** What is in memory: all of it can be made again from the tables. */
export interface Memory {
  state: VisitorState;
  model: CompiledModel;
  messageIds: Set<string>;
  /** Hand-offs that left, or were found by a re-score and are not to leave, by key. */
  handOffKeys: Set<string>;
  country: string | null;
  /** The group that the latest group call told. */
  group: Group | null;
  /** A form came with what people do not fill in. */
  isTrapped: boolean;
  /** See `optedOutAtMs`. */
  optedOutMs: number | null;
}

/**
 * The visitor's log, folded: read from the tables when the object wakes, and kept up to date with what
 * is new. There is nothing in it that could not be thrown away.
 */
export class FoldedLog {
  readonly #tables: VisitorStorage;
  readonly #merges: Merges;
  readonly #privacy: PrivacyStorage;
  #memory: Memory | null = null;

  constructor(tables: VisitorStorage, merges: Merges, privacy: PrivacyStorage) {
    this.#tables = tables;
    this.#merges = merges;
    this.#privacy = privacy;
  }

  /** What was folded last, under whichever model; null when the object has just woken. */
  get latest(): Memory | null {
    return this.#memory;
  }

  /** Something was changed that only the whole log can tell. */
  forget(): void {
    this.#memory = null;
  }

  /** Takes down what was written. */
  remember(fresh: readonly TrackedEvent[], folded: FoldResult, memory: Memory): void {
    memory.state = folded.state;
    for (const event of fresh) memory.messageIds.add(event.messageId);
    memory.group = groupOf(fresh, memory.group);
    memory.isTrapped ||= isTrapped(fresh);
    memory.optedOutMs = optedOutAtMs(fresh, memory.optedOutMs);
    for (const effect of folded.effects) {
      if (effect.type === "hand_off") memory.handOffKeys.add(handOffKey(memory.model, effect));
    }
  }

  /** The model that this visitor is read under. */
  heeding(model: CompiledModel): CompiledModel {
    return this.#privacy.objection === null ? model : quietModel(model);
  }

  /** The state under this model: from memory, or folded from the log. */
  under(published: CompiledModel): Memory {
    const model = this.heeding(published);
    const known = this.#memory;
    if (known?.model.id === model.id && known.model.version === model.version) return known;
    const events = this.events();
    const { state, effects } = foldLog(events, model);
    const handOffKeys = new Set(
      this.#tables
        .handOffs()
        .filter(({ isRetired }) => isRetired !== true)
        .map(keyOfHandOff),
    );
    for (const effect of effects) {
      // What another version would have handed off is not handed off now: nothing happened today.
      if (effect.type === "hand_off") handOffKeys.add(handOffKey(model, effect));
    }
    const messageIds = new Set(events.map((event) => event.messageId));
    const [country, group] = [countryOf(events), groupOf(events)];
    const optedOutMs = optedOutAtMs(events);
    this.#memory = {
      state,
      model,
      messageIds,
      handOffKeys,
      country,
      group,
      optedOutMs,
      isTrapped: isTrapped(events),
    };
    return this.#memory;
  }

  /** All events that count for this visitor: its own first, then those of its devices. */
  events(): TrackedEvent[] {
    return [...this.#tables.events(), ...this.#merges.kin.events()];
  }

  /** Those that the log does not have, each once. */
  unseen(events: readonly TrackedEvent[], memory: Memory): TrackedEvent[] {
    const inBatch = new Set<string>();
    return events.filter(({ messageId }) => {
      if (memory.messageIds.has(messageId) || inBatch.has(messageId)) return false;
      inBatch.add(messageId);
      return true;
    });
  }

  /** Folds what is new on top; when some of it is late, the whole log again. */
  fold(fresh: readonly TrackedEvent[], memory: Memory): FoldResult {
    const ordered = canonicalOrder(fresh);
    const [first] = ordered;
    if (first === undefined) return { state: memory.state, effects: [] };
    return comesAfter(first, memory.state)
      ? fold(memory.state, ordered, memory.model)
      : foldLog([...this.events(), ...fresh], memory.model);
  }

  /** What is to be handed off now, built as it stands. */
  newHandOffs(
    { effects, state }: FoldResult,
    fresh: readonly TrackedEvent[],
    memory: Memory,
    site: LoadedSite,
    visitorId: string,
  ): StoredHandOff[] {
    const due = effects.filter(
      (effect): effect is HandOffEffect =>
        effect.type === "hand_off" && !memory.handOffKeys.has(handOffKey(memory.model, effect)),
    );
    // What a device does is handed off for its lead, under the lead's name.
    if (due.length === 0 || this.#merges.isDevice) return [];
    // What a no keeps from leaving does not leave after a later yes: nothing happened then.
    if (state.consent === "denied") return [];
    return this.#build(due, [...this.events(), ...fresh], memory.model, site, visitorId);
  }

  /** What this visitor has triggered by itself of the hand-offs that a lead has called back, when it was parted. */
  calledBack(released: Released, site: LoadedSite, visitorId: string): StoredHandOff[] {
    const { model } = this.under(site.model);
    const events = this.events();
    const { effects, state } = foldLog(events, model);
    if (this.#merges.isDevice || state.consent === "denied") return [];
    const known = new Set(this.#tables.handOffs().map(keyOfHandOff));
    const own = effects.filter(
      (effect): effect is HandOffEffect =>
        effect.type === "hand_off" && !known.has(handOffKey(model, effect)),
    );
    return this.#build(calledBack(own, released, model), events, model, site, visitorId);
  }

  #build(
    due: readonly HandOffEffect[],
    events: readonly TrackedEvent[],
    model: CompiledModel,
    site: LoadedSite,
    visitorId: string,
  ): StoredHandOff[] {
    const taken = new Set(this.#tables.handOffs().map(({ id }) => id));
    return due.map((effect) => underFreeId(buildHandOff(effect, events, model, site.site, visitorId), taken));
  }
}
