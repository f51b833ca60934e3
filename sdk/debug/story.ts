import type { Answer, WireEvent } from "../../shared/wire.ts";
import type { Client, ClientEvents, Delivery } from "../client.ts";
import type { Log } from "./index.ts";

/** An event and what became of it. */
export interface Told {
  event: WireEvent;
  fate: "waiting" | "counted" | "known before" | "not kept" | "refused" | "will be sent again";
  /** Why it was refused, or what was mended. */
  note?: string;
}

/** What has happened on this page, as far as the panel tells it. */
export interface Story {
  /** Newest first. */
  events: readonly Told[];
  /** The last answer. */
  answer: Answer | undefined;
  /** Ids of the actions that were shown. */
  shown: readonly string[];
  /** The device's id as the last request told it: where the browser refuses storage, only the page knows it. */
  device: string | undefined;
}

const eventsKept = 30;
const names = ["event", "delivery", "action"] as const;

/** What an answer says of the event at one place of its request. */
function fateOf({ outcome, answer }: Delivery, index: number, count: number): Pick<Told, "fate" | "note"> {
  if (outcome === "again") return { fate: "will be sent again" };
  const problem = answer?.rejected.find((each) => each.index === index);
  if (!answer || problem)
    return { fate: "refused", note: problem?.message ?? "check the write key and the allowed origins" };
  const warning = answer.warnings?.find((each) => each.index === index);
  // The answer counts duplicates but does not name them: it is sure only when they are all or none.
  const fate =
    answer.visitor === undefined || warning?.code === "not_kept"
      ? "not kept"
      : answer.duplicates >= count
        ? "known before"
        : "counted";
  return { fate, ...(warning && { note: warning.message }) };
}

/**
 * Follows a client from what its log holds on, and tells the story again after each change.
 *
 * @returns Stops following.
 * @example const stop = listenTo(client, log, (story) => console.log(story.events[0]?.fate));
 */
export function listenTo(client: Client, log: Log, tell: (story: Story) => void): () => void {
  const events: Told[] = [];
  const shown: string[] = [];
  let answer: Answer | undefined;
  let device: string | undefined;

  const note: { [Name in (typeof names)[number]]: (value: ClientEvents[Name]) => void } = {
    event(event) {
      events.unshift({ event, fate: "waiting" });
      events.splice(eventsKept);
    },
    delivery(delivery) {
      answer = delivery.answer ?? answer;
      const sent = delivery.events.map((json) => JSON.parse(json) as WireEvent);
      for (const [index, { messageId, anonymousId }] of sent.entries()) {
        device = anonymousId;
        const told = events.find(({ event }) => event.messageId === messageId);
        if (told) Object.assign(told, fateOf(delivery, index, sent.length));
      }
    },
    action: ({ id }) => shown.push(id),
  };
  const take = (name: keyof ClientEvents, value: unknown, isOld: boolean) => {
    if (name === "decision") return;
    console.debug("scoreline:", name, value);
    note[name](value as never);
    if (!isOld) tell({ events, answer, shown, device });
  };
  for (const [name, value] of log) take(name, value, true);
  tell({ events, answer, shown, device });
  const stops = names.map((name) => client.on(name, (value) => take(name, value, false)));
  return () => stops.forEach((stop) => stop());
}
