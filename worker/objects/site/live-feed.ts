import type { Actor } from "../../../shared/schema/admin.ts";
import type { LiveMessage } from "../../../shared/schema/live-message.ts";

/** The subprotocol of the feed; the token travels beside it, since a browser cannot set headers on a WebSocket. */
export const liveProtocol = "scoreline.v1";

/** Whom a socket belongs to, and when their credential ends: from the route to the object. */
const actorHeader = "x-scoreline-actor";
const expiryHeader = "x-scoreline-expires-at-ms";

/** Close code for "policy violation", RFC 6455 section 7.4.1. */
const refusedCode = 1008;

/** Name of somebody among the listeners; a socket's tag has at most 256 characters. */
function tagOf(actor: Actor): string {
  switch (actor.kind) {
    case "token":
      return `token:${actor.id}`;
    case "member":
      return `member:${actor.email}`.slice(0, 256);
    case "root":
    case "retention":
      return actor.kind;
  }
}

/** Headers that tell the object who is going to listen; what a client sent under these names is overwritten. */
export function listenerHeaders(given: Headers, actor: Actor, expiresAtMs: number | null): Headers {
  const headers = new Headers(given);
  headers.set(actorHeader, tagOf(actor));
  headers.delete(expiryHeader);
  if (expiresAtMs !== null) headers.set(expiryHeader, String(expiresAtMs));
  return headers;
}

function hasExpired(socket: WebSocket, nowMs: number): boolean {
  const { expiresAtMs = null } = (socket.deserializeAttachment() ?? {}) as { expiresAtMs?: number | null };
  return expiresAtMs !== null && nowMs >= expiresAtMs;
}

/**
 * Sends every change of the lead book and of the setup to the dashboards that listen. The sockets hibernate: the
 * object sleeps while nothing happens.
 */
export class LiveFeed {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** Answers an upgrade. Who may listen was checked before, and is in the headers that `listenerHeaders` made. */
  accept(headers: Headers): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server, [headers.get(actorHeader) ?? ""]);
    const expiresAtMs = headers.get(expiryHeader);
    server.serializeAttachment({ expiresAtMs: expiresAtMs === null ? null : Number(expiresAtMs) });
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { "sec-websocket-protocol": liveProtocol },
    });
  }

  /** Closes what an actor listens with: they may not any more. */
  shut(actorTag: string): void {
    for (const socket of this.#ctx.getWebSockets(actorTag)) socket.close(refusedCode, "not allowed any more");
  }

  /** Whether anybody listens. */
  get isWatched(): boolean {
    return this.#ctx.getWebSockets().length > 0;
  }

  send(change: LiveMessage): void {
    const sockets = this.#ctx.getWebSockets();
    if (sockets.length === 0) return;
    const message = JSON.stringify(change);
    for (const socket of sockets) {
      try {
        if (hasExpired(socket, Date.now())) socket.close(refusedCode, "the credential has ended");
        else socket.send(message);
      } catch {
        // A listener that went away is no reason to fail the others.
      }
    }
  }
}
