import type { LeadSummary } from "../../../shared/schema/visitor.ts";

/** The subprotocol of the feed; the token travels beside it, since a browser cannot set headers on a WebSocket. */
export const liveProtocol = "scoreline.v1";

/** What the feed says: a lead changed, or something new was seen of how the script is set up. */
export type LiveMessage = { type: "lead"; lead: LeadSummary } | { type: "setup" };

/**
 * Sends every change of the lead book and of the setup to the dashboards that listen. The sockets hibernate: the
 * object sleeps while nothing happens.
 */
export class LiveFeed {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  /** Answers an upgrade. Who may listen was checked before. */
  accept(): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { "sec-websocket-protocol": liveProtocol },
    });
  }

  send(change: LiveMessage): void {
    const sockets = this.#ctx.getWebSockets();
    if (sockets.length === 0) return;
    const message = JSON.stringify(change);
    for (const socket of sockets) {
      try {
        socket.send(message);
      } catch {
        // A listener that went away is no reason to fail the others.
      }
    }
  }
}
