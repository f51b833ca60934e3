import { signal } from "@preact/signals";
import type { Delivery, Destination } from "../../../shared/schema/destination.ts";
import { ApiError } from "../api/client.ts";
import { getDeliveries, getDestinations, replayDelivery } from "../api/destinations.ts";
import { followLeads } from "./live.ts";
import { makeResource } from "./resource.ts";

/** A destination with its delivery log; `problem` when the log could not be read. */
export interface DestinationLog {
  destination: Destination;
  deliveries: Delivery[];
  problem: string | null;
}

/** All destinations with their logs. */
export const destinations = makeResource<DestinationLog[]>();

/** Ids of the deliveries that are being replayed. */
export const replaying = signal<ReadonlySet<string>>(new Set());

/** Why the last replay failed, by delivery. */
export const replayProblems = signal<ReadonlyMap<string, string>>(new Map());

const pollMs = 5_000;

async function fetchLogs(): Promise<DestinationLog[]> {
  const all = await getDestinations();
  return Promise.all(
    all.map(async (destination) => {
      try {
        return { destination, deliveries: await getDeliveries(destination.id), problem: null };
      } catch (cause) {
        return {
          destination,
          deliveries: [],
          problem: cause instanceof Error ? cause.message : String(cause),
        };
      }
    }),
  );
}

/** Fetches destinations and logs. */
export function loadDestinations(): Promise<void> {
  return destinations.load(fetchLogs);
}

/** Keeps the screen fresh while it is open: on hand-offs in the live feed, and by the clock for tries and retries. */
export function followDestinations(): () => void {
  const refresh = () => {
    if (document.visibilityState === "visible" && !destinations.isLoading.peek()) void loadDestinations();
  };
  void loadDestinations();
  const timer = setInterval(refresh, pollMs);
  const unfollow = followLeads({ leads: () => undefined, gap: refresh });
  return () => {
    clearInterval(timer);
    unfollow();
  };
}

/** Puts a dead delivery back into the queue. */
export async function replay(destinationId: string, deliveryId: string): Promise<void> {
  if (replaying.peek().has(deliveryId)) return;
  replaying.value = new Set([...replaying.peek(), deliveryId]);
  const problems = new Map(replayProblems.peek());
  problems.delete(deliveryId);
  try {
    const delivery = await replayDelivery(destinationId, deliveryId);
    const logs = destinations.value.peek() ?? [];
    destinations.value.value = logs.map((log) =>
      log.destination.id === destinationId
        ? { ...log, deliveries: log.deliveries.map((old) => (old.id === deliveryId ? delivery : old)) }
        : log,
    );
  } catch (cause) {
    problems.set(deliveryId, cause instanceof ApiError ? cause.message : String(cause));
  }
  replayProblems.value = problems;
  replaying.value = new Set([...replaying.peek()].filter((id) => id !== deliveryId));
}
