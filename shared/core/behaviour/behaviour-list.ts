import type { Condition } from "../../schema/condition.ts";
import { canonicalJson } from "../canonical-json.ts";
import { compileCondition } from "../condition/compile.ts";
import type { Predicate } from "../condition/environment.ts";
import type { BehaviourTest, Names } from "../condition/tests.ts";
import { valueOr } from "../value-or.ts";
import type { Behaviour } from "./behaviour.ts";
import { compileBehaviour } from "./kinds.ts";

/** A behaviour that the model asks about, and its place in a state. */
export interface CompiledBehaviour extends Behaviour {
  ordinal: number;
}

/** Behaviours by the events that can change them. An event changes each by itself, in any order. */
export interface BehavioursByEvent {
  /** Those that an event of any name can change. */
  forAll: readonly CompiledBehaviour[];
  /** Those besides that an event of this name can change. */
  byName: ReadonlyMap<string, readonly CompiledBehaviour[]>;
}

/** Asks nothing of an event that has no name in it: a stand-in while the real one is being made. */
const noBehaviour: Predicate = () => false;

/** Behaviours that the model asks about; two tests that ask the same share one memory. */
export class BehaviourList {
  readonly #list: CompiledBehaviour[] = [];
  readonly #ordinals = new Map<string, number>();

  /** @returns The question to the visitor's memory. */
  ask(test: BehaviourTest, names: Names): Predicate {
    const key = canonicalJson(test);
    let ordinal = this.#ordinals.get(key);
    if (ordinal === undefined) {
      ordinal = this.#list.length;
      this.#ordinals.set(key, ordinal);
      // Conditions about events hold no behaviour, so nothing asks for this place while it is being filled.
      const compileEvent = (condition: Condition) =>
        compileCondition(condition, { ...names, behaviour: () => noBehaviour });
      this.#list.push({ ordinal, ...compileBehaviour(test, compileEvent) });
    }
    const behaviour = this.#list[ordinal];
    const place = ordinal;
    return ({ state, nowMs }) => behaviour?.holds(state.behaviours[place], nowMs) === true;
  }

  /** All that were asked for, in a time that follows their number. */
  byEvent(): BehavioursByEvent {
    const forAll: CompiledBehaviour[] = [];
    const byName = new Map<string, CompiledBehaviour[]>();
    for (const behaviour of this.#list) {
      if (behaviour.names === null) forAll.push(behaviour);
      else for (const name of behaviour.names) valueOr(byName, name, () => []).push(behaviour);
    }
    return { forAll, byName };
  }
}
