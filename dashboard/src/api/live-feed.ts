import type { LiveMessage } from "../../../shared/schema/live-message.ts";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";

/** How the feed is doing. */
export type FeedState = "connecting" | "live" | "reconnecting";

/** What a feed tells its owner. */
export interface FeedListener {
  /** A lead changed. */
  lead: (lead: LeadSummary) => void;
  /** A lead has become part of another. */
  gone: (id: string) => void;
  /** Something new was seen of how the script is set up. */
  setup: () => void;
  /** So many hand-offs are held: the first one just now, or those that are left. */
  held: (count: number) => void;
  state: (state: FeedState) => void;
  /** A try failed, or a connection that worked before is back: something may have been missed. */
  gap: () => void;
}

/** A running feed. */
export interface Feed {
  /** Tries at once instead of waiting for the next try. */
  hurry: () => void;
  stop: () => void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** A connection that lives this long counts as healthy, so that the next wait is short again. */
const healthyAfterMs = 5_000;

/** Wait before try number `tries` (from 0): doubling, and between half and all of it so that tabs do not march in step. */
function waitMs(tries: number): number {
  const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(tries, 10));
  return wait / 2 + (Math.random() * wait) / 2;
}

/** Reads a message of the worker; null for a text that is none. */
function parseMessage(text: string): Partial<LiveMessage> | null {
  try {
    return JSON.parse(text) as Partial<LiveMessage> | null;
  } catch {
    return null;
  }
}

/** Tells the listener what a message says; one of a type that is not known comes from a newer worker. */
function readMessage(data: unknown, listener: FeedListener): void {
  const message = typeof data === "string" ? parseMessage(data) : null;
  switch (message?.type) {
    case "setup":
      return listener.setup();
    case "held":
      return message.held === undefined ? undefined : listener.held(message.held);
    case "gone":
      return message.id === undefined ? undefined : listener.gone(message.id);
    case "lead":
      return message.lead === undefined ? undefined : listener.lead(message.lead);
    default:
  }
}

/**
 * Opens the live feed and keeps it open until it is stopped.
 *
 * @param credentials Subprotocols that say who asks.
 */
export function openLiveFeed(credentials: readonly string[], listener: FeedListener): Feed {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let healthy: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let wasLive = false;
  let isStopped = false;

  function retryLater(): void {
    clearTimeout(timer);
    timer = setTimeout(connect, waitMs(tries));
    tries += 1;
  }

  function lost(): void {
    if (isStopped) return;
    clearTimeout(healthy);
    socket = null;
    listener.state("reconnecting");
    listener.gap();
    retryLater();
  }

  function connect(): void {
    clearTimeout(timer);
    if (isStopped || socket !== null) return;
    const url = new URL("/admin/v1/live", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    let opened: WebSocket;
    try {
      opened = new WebSocket(url, ["scoreline.v1", ...credentials]);
    } catch {
      // A credential holds a character that cannot stand in a header; the list itself says so.
      listener.state("reconnecting");
      return;
    }
    socket = opened;
    opened.addEventListener("open", () => {
      healthy = setTimeout(() => {
        tries = 0;
      }, healthyAfterMs);
      listener.state("live");
      if (wasLive) listener.gap();
      wasLive = true;
    });
    opened.addEventListener("message", (message) => {
      readMessage(message.data, listener);
    });
    opened.addEventListener("close", lost);
  }

  listener.state("connecting");
  connect();
  return {
    hurry: connect,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(healthy);
      socket?.removeEventListener("close", lost);
      socket?.close(1000);
    },
  };
}
