import type { Delivery, Destination } from "../../../shared/schema/destination.ts";
import { ask } from "./client.ts";

/** All destinations of the site. */
export async function getDestinations(): Promise<Destination[]> {
  return (await ask<{ destinations: Destination[] }>("/destinations")).destinations;
}

/** The delivery log of a destination. */
export async function getDeliveries(destinationId: string): Promise<Delivery[]> {
  const path = `/destinations/${encodeURIComponent(destinationId)}/deliveries`;
  return (await ask<{ deliveries: Delivery[] }>(path)).deliveries;
}

/** Puts a dead delivery back into the queue; the answer is the delivery as it now stands. */
export async function replayDelivery(destinationId: string, deliveryId: string): Promise<Delivery> {
  const path = `/destinations/${encodeURIComponent(destinationId)}/deliveries/${encodeURIComponent(deliveryId)}/replay`;
  return (await ask<{ delivery: Delivery }>(path, { method: "POST" })).delivery;
}
