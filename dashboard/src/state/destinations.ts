import { signal } from "@preact/signals";
import type {
  Delivery,
  Destination,
  DestinationKindDescription,
  DestinationTest,
} from "../../../shared/schema/destination.ts";
import { ApiError } from "../api/client.ts";
import {
  changeDestination,
  createDestination,
  getDeliveries,
  getDestinationKinds,
  getDestinations,
  removeDestination,
  replayDead,
  replayDelivery,
  rotateSecret,
  releaseHeld,
  sendUntaken,
  testDestination,
} from "../api/destinations.ts";
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

/** The kinds of destination there are. */
export const destinationKinds = makeResource<DestinationKindDescription[]>();

/** How many hand-offs no destination took, by purpose. */
export const untaken = signal<Readonly<Record<string, number>>>({});

/** Hand-offs that are held since there were too many in an hour, by purpose. */
export const held = signal<Readonly<Record<string, number>>>({});

/** Ids of what something is being done with: destinations and deliveries. */
export const busy = signal<ReadonlySet<string>>(new Set());

/** Why the last thing done with a destination or a delivery failed, by its id. */
export const problems = signal<ReadonlyMap<string, string>>(new Map());

/** How the last test of a destination went. */
export const tests = signal<ReadonlyMap<string, DestinationTest>>(new Map());

/** A secret that was just made: it is shown once. */
export const shownSecret = signal<{ id: string; secret: string } | null>(null);

/** Stands in for an id where something is done with all of them. */
export const everything = "everything";

const pollMs = 5_000;

async function fetchLogs(): Promise<DestinationLog[]> {
  const all = await getDestinations();
  untaken.value = all.untaken;
  held.value = all.held;
  return Promise.all(
    all.destinations.map(async (destination) => {
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
  if (destinationKinds.value.peek() === null) void destinationKinds.load(getDestinationKinds);
  const timer = setInterval(refresh, pollMs);
  const unfollow = followLeads({ leads: () => undefined, gap: refresh });
  return () => {
    clearInterval(timer);
    unfollow();
  };
}

/** Does something with a destination or a delivery, once at a time; what went wrong is kept beside it. */
async function doWith(id: string, act: () => Promise<void>): Promise<void> {
  if (busy.peek().has(id)) return;
  busy.value = new Set([...busy.peek(), id]);
  const left = new Map(problems.peek());
  left.delete(id);
  try {
    await act();
  } catch (cause) {
    left.set(id, cause instanceof ApiError ? cause.message : String(cause));
  }
  problems.value = left;
  busy.value = new Set([...busy.peek()].filter((other) => other !== id));
}

/** Puts a dead delivery back into the queue. */
export async function replay(destinationId: string, deliveryId: string): Promise<void> {
  await doWith(deliveryId, async () => {
    const delivery = await replayDelivery(destinationId, deliveryId);
    const logs = destinations.value.peek() ?? [];
    destinations.value.value = logs.map((log) =>
      log.destination.id === destinationId
        ? { ...log, deliveries: log.deliveries.map((old) => (old.id === deliveryId ? delivery : old)) }
        : log,
    );
  });
}

/** Puts all dead deliveries of a destination back into the queue. */
export async function replayAllDead(id: string): Promise<void> {
  await doWith(id, async () => {
    await replayDead(id);
    await loadDestinations();
  });
}

/** Pauses a destination, or starts it again whatever stopped it. */
export async function setEnabled(id: string, enabled: boolean): Promise<void> {
  await doWith(id, async () => {
    await changeDestination(id, { enabled });
    await loadDestinations();
  });
}

/** Delivers a made-up lead once and keeps what came of it. */
export async function sendTest(id: string): Promise<void> {
  await doWith(id, async () => {
    tests.value = new Map([...tests.peek(), [id, await testDestination(id)]]);
    await loadDestinations();
  });
}

/** Takes what came of the last test off the screen. */
export function closeTest(id: string): void {
  tests.value = new Map([...tests.peek()].filter(([other]) => other !== id));
}

/** Makes a new secret to sign with, and shows it. */
export async function rotate(id: string): Promise<void> {
  await doWith(id, async () => {
    shownSecret.value = { id, secret: await rotateSecret(id) };
    await loadDestinations();
  });
}

/** Takes a destination away. */
export async function remove(id: string): Promise<void> {
  await doWith(id, async () => {
    await removeDestination(id);
    await loadDestinations();
  });
}

/** Lets the hand-offs go that are held. */
export async function releaseAllHeld(): Promise<void> {
  await doWith(everything, async () => {
    await releaseHeld();
    await loadDestinations();
  });
}

/** Sends the hand-offs that nobody took. */
export async function sendAllUntaken(): Promise<void> {
  await doWith(everything, async () => {
    await sendUntaken();
    await loadDestinations();
  });
}

/**
 * Sets a destination up, or changes one.
 *
 * @param id Of the one to change; null for a new one.
 * @throws {ApiError} With the field that is wrong.
 */
export async function saveDestination(id: string | null, body: unknown): Promise<void> {
  if (id === null) {
    const { id: made, secret } = await createDestination(body);
    shownSecret.value = secret === undefined ? null : { id: made, secret };
  } else {
    await changeDestination(id, body);
  }
  await loadDestinations();
}

/** Forgets everything: somebody else signs in. */
export function clearDestinations(): void {
  destinations.clear();
  destinationKinds.clear();
  untaken.value = {};
  held.value = {};
  problems.value = new Map();
  tests.value = new Map();
  shownSecret.value = null;
}
