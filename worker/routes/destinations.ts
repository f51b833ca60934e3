import * as v from "valibot";
import { DeliverySchema, DestinationSchema, NewDestinationSchema } from "../../shared/schema/destination.ts";
import { requireOutbound } from "../destinations/outbound.ts";
import { isLocal } from "../environment.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** The destination object of the request. Another site's is answered like one that does not exist. */
async function destinationObject(context: AppContext) {
  const id = context.req.param("id") ?? "";
  if (!(await siteObject(context).hasDestination(id))) {
    throw new Problem(404, "not_found", "there is no destination of this id");
  }
  return context.env.DESTINATION.get(context.env.DESTINATION.idFromName(id));
}

async function create(context: AppContext): Promise<Response> {
  const input = await adminBody(context, NewDestinationSchema);
  requireOutbound(input.url, isLocal(context.env), "url");
  const { destination, secret } = await siteObject(context).addDestination(input);
  context.set("change", { after: destination });
  return context.json({ ...destination, secret }, 201);
}

async function replay(context: AppContext): Promise<Response> {
  const destination = await destinationObject(context);
  const delivery = await destination.replay(context.req.param("deliveryId") ?? "");
  if (delivery === null) throw new Problem(404, "not_found", "there is no delivery of this id");
  return context.json({ delivery });
}

/** Where hand-offs go. */
export const destinationRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/admin/v1/destinations",
    access: "admin",
    scope: "edit",
    audit: "destination.create",
    summary: "Set up a destination. The secret is in this answer and nowhere else.",
    details:
      "Hand-offs are sent as webhooks signed after [Standard Webhooks](https://www.standardwebhooks.com). A destination takes `sales` hand-offs unless `purposes` says otherwise.",
    body: NewDestinationSchema,
    answer: v.strictObject({ ...DestinationSchema.entries, secret: v.string() }),
    handle: create,
  },
  {
    method: "GET",
    path: "/admin/v1/destinations",
    access: "admin",
    scope: "read",
    summary: "List the destinations.",
    answer: v.strictObject({ destinations: v.array(DestinationSchema) }),
    handle: async (context) => context.json({ destinations: await siteObject(context).destinations() }),
  },
  {
    method: "GET",
    path: "/admin/v1/destinations/:id/deliveries",
    access: "admin",
    scope: "read",
    summary: "The latest 200 deliveries of a destination, the newest first.",
    answer: v.strictObject({ deliveries: v.array(DeliverySchema) }),
    handle: async (context) =>
      context.json({ deliveries: await (await destinationObject(context)).deliveries() }),
  },
  {
    method: "POST",
    path: "/admin/v1/destinations/:id/deliveries/:deliveryId/replay",
    access: "admin",
    scope: "edit",
    audit: "delivery.replay",
    summary: "Try a delivery again from the beginning of the schedule, under the same id.",
    answer: v.strictObject({ delivery: DeliverySchema }),
    handle: replay,
  },
];
