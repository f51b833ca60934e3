import type {
  Delivery,
  Destination,
  DestinationKindDescription,
  DestinationTest,
  Exchange,
} from "../../../shared/schema/destination.ts";
import { ask } from "./client.ts";

/** The destinations of the site, and how many hand-offs none of them took or are held, by purpose. */
export interface DestinationList {
  destinations: Destination[];
  untaken: Record<string, number>;
  held: Record<string, number>;
}

const pathOf = (id: string) => `/destinations/${encodeURIComponent(id)}`;
const deliveryPath = (id: string, deliveryId: string) =>
  `${pathOf(id)}/deliveries/${encodeURIComponent(deliveryId)}`;

/** All destinations of the site. */
export async function getDestinations(): Promise<DestinationList> {
  return ask<DestinationList>("/destinations");
}

/** What kinds there are, and what each has to be told. */
export async function getDestinationKinds(): Promise<DestinationKindDescription[]> {
  return (await ask<{ kinds: DestinationKindDescription[] }>("/destination-kinds")).kinds;
}

/** Sets a destination up; the answer holds the secret that it signs with, if it does. */
export async function createDestination(body: unknown): Promise<Destination & { secret?: string }> {
  return ask<Destination & { secret?: string }>("/destinations", { method: "POST", body });
}

/** Changes what is given, and leaves the rest. */
export async function changeDestination(id: string, body: unknown): Promise<Destination> {
  return ask<Destination>(pathOf(id), { method: "PATCH", body });
}

/** Makes a new secret to sign with; the old one signs too for a day. */
export async function rotateSecret(id: string): Promise<string> {
  return (await ask<{ secret: string }>(`${pathOf(id)}/rotate`, { method: "POST" })).secret;
}

/** Takes a destination away, with its log. */
export async function removeDestination(id: string): Promise<void> {
  await ask(pathOf(id), { method: "DELETE" });
}

/** Delivers a made-up lead once. */
export async function testDestination(id: string): Promise<DestinationTest> {
  return ask<DestinationTest>(`${pathOf(id)}/test`, { method: "POST" });
}

/** The delivery log of a destination. */
export async function getDeliveries(destinationId: string): Promise<Delivery[]> {
  return (await ask<{ deliveries: Delivery[] }>(`${pathOf(destinationId)}/deliveries`)).deliveries;
}

/** The requests of a delivery's last try. */
export async function getExchanges(destinationId: string, deliveryId: string): Promise<Exchange[]> {
  return (await ask<{ exchanges: Exchange[] }>(deliveryPath(destinationId, deliveryId))).exchanges;
}

/** Puts a dead delivery back into the queue; the answer is the delivery as it now stands. */
export async function replayDelivery(destinationId: string, deliveryId: string): Promise<Delivery> {
  const path = `${deliveryPath(destinationId, deliveryId)}/replay`;
  return (await ask<{ delivery: Delivery }>(path, { method: "POST" })).delivery;
}

/** Puts the dead deliveries back into the queue. */
export async function replayDead(destinationId: string): Promise<void> {
  await ask(`${pathOf(destinationId)}/replay-dead`, { method: "POST" });
}

/** Lets held hand-offs go. */
export async function releaseHeld(): Promise<void> {
  await ask("/hand-offs/release", { method: "POST" });
}

/** Sends the hand-offs that no destination took. */
export async function sendUntaken(): Promise<void> {
  await ask("/hand-offs/send-untaken", { method: "POST" });
}
