import { signal } from "@preact/signals";
import type { LeadSummary } from "../../../shared/schema/visitor.ts";
import { openLiveFeed, type Feed, type FeedState } from "../api/live-feed.ts";
import { protocolsOf } from "./session.ts";

/** How the live feed is doing. */
export const liveState = signal<FeedState>("connecting");

/** Whether hand-offs are held, as far as this tab has been told: they came too fast to be believed. */
export const areHandOffsHeld = signal(false);

/** Changes that arrive within this time are shown together. */
const gatherMs = 120;
/** Hidden for longer than this, a page may have missed messages without having noticed. */
const staleAfterMs = 60_000;

interface Follower {
  /** Leads that changed, the oldest change first, each lead once. */
  leads: (leads: LeadSummary[]) => void;
  /** A lead has become part of another. */
  gone?: (id: string) => void;
  /** Something new was seen of how the script is set up. */
  setup?: () => void;
  /** Messages may have been missed. */
  gap: () => void;
}

const followers = new Set<Follower>();
let waiting = new Map<string, LeadSummary>();
let timer: ReturnType<typeof setTimeout> | undefined;
let isPressed = false;
let hiddenAtMs = 0;
let feed: Feed | null = null;

/** Hears of every lead that changes, until the returned function is called. */
export function followLeads(follower: Follower): () => void {
  followers.add(follower);
  return () => followers.delete(follower);
}

function flush(): void {
  timer = undefined;
  // A row must not move away from under a finger.
  if (isPressed || waiting.size === 0) return;
  const leads = [...waiting.values()];
  waiting = new Map();
  for (const follower of followers) follower.leads(leads);
}

function schedule(): void {
  timer ??= setTimeout(flush, gatherMs);
}

function tellGap(): void {
  for (const follower of followers) follower.gap();
}

/** Opens the feed with what the tab is signed in with; closes the one that was open. */
export function startLive(token: string): void {
  stopLive();
  feed = openLiveFeed(protocolsOf(token), {
    lead(lead) {
      waiting.delete(lead.id);
      waiting.set(lead.id, lead);
      schedule();
    },
    gone: (id) => {
      waiting.delete(id);
      for (const follower of followers) follower.gone?.(id);
    },
    setup: () => {
      for (const follower of followers) follower.setup?.();
    },
    held: (count) => {
      areHandOffsHeld.value = count > 0;
    },
    state: (state) => {
      liveState.value = state;
    },
    gap: tellGap,
  });
}

/** Closes the feed. */
export function stopLive(): void {
  feed?.stop();
  feed = null;
  areHandOffsHeld.value = false;
  waiting.clear();
}

/** Listens to the page: presses hold changes back, coming back to the tab or the network hurries the feed. */
export function startLiveListeners(): void {
  addEventListener("pointerdown", () => {
    isPressed = true;
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    addEventListener(end, () => {
      isPressed = false;
      schedule();
    });
  }
  addEventListener("online", () => feed?.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      hiddenAtMs = Date.now();
      return;
    }
    feed?.hurry();
    if (feed !== null && Date.now() - hiddenAtMs > staleAfterMs) tellGap();
  });
}
