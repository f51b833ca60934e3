import { isVoid } from "../../shared/core/index.ts";
import type { TrackedEvent } from "../../shared/schema/event.ts";
import { identitiesOf, normaliseIdentity } from "../../worker/ingest/identity-value.ts";
import { toKeyText } from "../visitors/key-text.ts";
import { LineSorter } from "../visitors/line-sorter.ts";

/** An event, whose it is, and the how-manieth of the input it was, from 1. */
export interface OwnedEvent {
  visitor: string;
  event: TrackedEvent;
  arrival: number;
}

/** What is looked at in the order of time, after all was read: who claims an identity, and events that only an identity places. */
interface Waiting {
  identities: string[];
  /** Whose the identities are, if nobody had them before. */
  candidate: string;
  /** Left out for a mere claim. */
  event?: TrackedEvent;
}

/**
 * Finds whose an event is, as the edge does: a browser's device id names its visitor; a server's
 * e-mail address, user id or phone number leads to the visitor who first gave it. First means first
 * in time, so that the order of the input does not matter.
 *
 * Remembers whose each identity is: its memory grows with the people who said who they are, not with
 * events or visitors.
 */
export class Owners {
  readonly #byIdentity = new Map<string, string>();
  readonly #waiting = new LineSorter();

  /**
   * Places an event.
   *
   * @returns Its visitor; `later` when that comes out in `resolve`; `nobody` when it names none.
   */
  place(
    event: TrackedEvent,
    anonymousId: unknown,
    arrival: number,
  ): { visitor: string } | "later" | "nobody" {
    const device = normaliseIdentity("user_id", anonymousId)?.toWellFormed();
    const identities = namesOf(event);
    const [first] = identities;
    if (device !== undefined && (event.source === "browser" || first === undefined)) {
      const tellsWho = event.traits !== undefined || event.userId !== undefined;
      if (first !== undefined && tellsWho && !isVoid(event)) {
        this.#wait(event, arrival, { identities, candidate: device });
      }
      return { visitor: device };
    }
    if (first === undefined) return "nobody";
    this.#wait(event, arrival, { identities, candidate: device ?? first, event });
    return "later";
  }

  /** The events that had to wait, now with their visitors. To be called once, after all events were placed. */
  *resolve(): Generator<OwnedEvent> {
    for (const line of this.#waiting.sorted()) {
      const at = line.indexOf("\u0000") + 1;
      const { identities, candidate, event } = JSON.parse(line.slice(at + 12)) as Waiting;
      const owner =
        event === undefined ? candidate : (this.#byIdentity.get(identities[0] ?? "") ?? candidate);
      for (const identity of identities) {
        if (!this.#byIdentity.has(identity)) this.#byIdentity.set(identity, owner);
      }
      if (event !== undefined) yield { visitor: owner, event, arrival: Number(line.slice(at, at + 12)) };
    }
  }

  /** The visitor whom an e-mail address, user id or phone number leads to, after `resolve`. */
  find(text: string): string | undefined {
    for (const kind of ["email", "user_id", "phone"] as const) {
      const value = normaliseIdentity(kind, text);
      const owner = value === undefined ? undefined : this.#byIdentity.get(`${kind}:${value}`);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  /** Takes its files away. */
  close(): void {
    this.#waiting.close();
  }

  #wait({ atMs, type, messageId }: TrackedEvent, arrival: number, waiting: Waiting): void {
    const rank = type === "identify" ? "0" : "1";
    const key = `${String(atMs).padStart(16, "0")}${rank}${toKeyText(messageId)}`;
    this.#waiting.add(`${key}\u0000${String(arrival).padStart(12, "0")}${JSON.stringify(waiting)}`);
  }
}

/** The names under which an event's person is known, the one that leads first. */
function namesOf(event: TrackedEvent): string[] {
  return identitiesOf(event).flatMap(([kind, value]) => {
    const normal = normaliseIdentity(kind, value);
    return normal === undefined ? [] : [`${kind}:${normal.toWellFormed()}`];
  });
}
