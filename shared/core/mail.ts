import type { TrackedEvent } from "../schema/event.ts";
import type { Predicate } from "./condition/environment.ts";
import type { Waiting } from "./state.ts";

/** A link that is followed, or a message that is opened, this soon after delivery was not read before. Milliseconds. */
const afterDeliveryMs = 10_000;
/** Nobody follows two links of a message within this time. Milliseconds. */
export const betweenLinksMs = 2_000;
/** Messages of which something is remembered, the latest ones. */
const messagesKept = 10;

/** What is remembered of one message that was sent to the visitor. */
export interface MailMemory {
  id: string;
  /** When it was delivered first; null while that is not known. */
  deliveredAtMs: number | null;
  /** The last link that was followed. */
  click: {
    atMs: number;
    link: unknown;
    isMachine: boolean;
    /** What it was paid: taken back if the next event shows that it was a machine's. */
    paid: readonly Waiting[];
    /** What was released because of it: waits again then. */
    released: readonly Waiting[];
  } | null;
}

/** What the time of a mail event says of it. */
export interface MailSight {
  event: TrackedEvent;
  /** The message before this event. */
  before: MailMemory;
  /** Whether this event shows that the click before it was a machine's too. */
  unmasks: boolean;
}

/** Things that happen to the visitor, not things they do: they are no visit, and say nothing of when they were last here. */
const passiveEvents: ReadonlySet<string> = new Set([
  "email_sent",
  "email_delivered",
  "email_bounced",
  "email_dropped",
]);

/** Whether an event is something that the visitor did, as against something that was done to them. */
export function isActive(event: TrackedEvent): boolean {
  return event.source === "browser" || !passiveEvents.has(event.name);
}

function isSaidToBeMachine(event: TrackedEvent): boolean {
  return event.source === "server" && event.properties["machine"] === true;
}

/** Whether a machine opened an e-mail: a proxy that fetches pictures, a privacy service, a scanner. Its points wait. */
export function isMachineOpen(event: TrackedEvent): boolean {
  return event.name === "email_opened" && isSaidToBeMachine(event);
}

/** Whether a machine followed a link of an e-mail. It earns nothing, ever: who follows all links is no reader. */
export function isMachineClick(event: TrackedEvent): boolean {
  return event.name === "email_link_clicked" && isSaidToBeMachine(event);
}

/**
 * Whether an event is no sign of a person: what befell a message on its way, or a scanner that tried
 * its links. Of somebody who is not known it is not worth keeping; an open is, even by a machine,
 * since its points are paid with the first sign of the reader.
 */
export function isLifeless(event: TrackedEvent): boolean {
  return !isActive(event) || isMachineClick(event);
}

/**
 * Looks at a mail event by its time. A link that is followed before the message is delivered, within
 * ten seconds after, or within two seconds of another link of the same message was followed by a
 * scanner; a message opened within ten seconds was opened by one.
 *
 * @returns Undefined for what is no mail event, or names no message by `email_id`.
 */
export function lookAtMail(mails: readonly MailMemory[], event: TrackedEvent): MailSight | undefined {
  const { name, properties, source } = event;
  const isDelivery = name === "email_delivered";
  const isOpen = name === "email_opened";
  const isClick = name === "email_link_clicked";
  if (!(isDelivery || isOpen || isClick) || source !== "server") return undefined;
  const id = properties["email_id"];
  if (typeof id !== "string" || id === "") return undefined;
  const before = mails.find((mail) => mail.id === id) ?? { id, deliveredAtMs: null, click: null };
  const { click, deliveredAtMs } = before;
  if (isDelivery) return { event, before, unmasks: deliveredAtMs === null && click?.isMachine === false };
  const isTooSoon = deliveredAtMs !== null && event.atMs - deliveredAtMs <= afterDeliveryMs;
  const isInBurst =
    isClick &&
    click !== null &&
    event.atMs - click.atMs <= betweenLinksMs &&
    (click.isMachine || click.link !== properties["link_url"]);
  const isMachine = isSaidToBeMachine(event) || isTooSoon || isInBurst;
  return {
    event: isMachine ? { ...event, properties: { ...properties, machine: true } } : event,
    before,
    unmasks: isInBurst && !click.isMachine,
  };
}

/** The messages after a mail event, the latest first. */
export function rememberMail(
  mails: readonly MailMemory[],
  { event, before, unmasks }: MailSight,
  paid: readonly Waiting[],
  released: readonly Waiting[],
): readonly MailMemory[] {
  const { id, deliveredAtMs, click } = before;
  const known = unmasks && click !== null ? { ...click, isMachine: true, paid: [], released: [] } : click;
  const memory: MailMemory = {
    id,
    deliveredAtMs: event.name === "email_delivered" ? (deliveredAtMs ?? event.atMs) : deliveredAtMs,
    click:
      event.name === "email_link_clicked"
        ? {
            atMs: event.atMs,
            link: event.properties["link_url"],
            isMachine: isMachineClick(event),
            paid,
            released,
          }
        : known,
  };
  return [memory, ...mails.filter((mail) => mail.id !== id)].slice(0, messagesKept);
}

/** Answers that only a reader gives. */
const readersEvents: ReadonlySet<string> = new Set([
  "email_link_clicked",
  "email_replied",
  "generate_lead",
  "meeting_booked",
]);

/** A page that was reached from a message: by its campaign, or from a mailbox in the browser. */
function isFromMail({ visit }: TrackedEvent): boolean {
  return visit?.campaign?.["medium"]?.toLowerCase() === "email" || visit?.referrer?.class === "email";
}

const releasesOpens: Predicate = ({ event }) =>
  event !== null && (readersEvents.has(event.name) || (event.name === "page_view" && isFromMail(event)));

/**
 * What holds where a model says nothing of its own: the points of an e-mail that a machine opened
 * wait until the person follows a link, comes to a page from a message, answers, fills in a form or
 * books a meeting. That a machine followed a link is no such sign: it is void before it gets here.
 */
export const mailQuarantine = {
  when: (({ event }) => event !== null && isMachineOpen(event)) satisfies Predicate,
  release: releasesOpens,
  void: null,
};
