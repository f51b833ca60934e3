import * as v from "valibot";
import {
  DeliverySchema,
  deliveryStates,
  DestinationKindSchema,
  DestinationSchema,
  DestinationTestSchema,
  ExchangeSchema,
  type Destination,
} from "../../shared/schema/destination.ts";
import {
  DestinationChangeSchema,
  destinationKinds,
  kindOf,
  NewDestinationSchema,
} from "../destinations/index.ts";
import { describeKind, requireSettings } from "../destinations/settings.ts";
import { isLocal } from "../environment.ts";
import type { DestinationObject, Refusal } from "../objects/destination/destination.ts";
import { Problem } from "../problem.ts";
import { adminBody } from "./admin-body.ts";
import type { AppContext, Route } from "./route.ts";
import { siteObject } from "./site-object.ts";

/** How long the secret before a rotation signs too when nothing was said: a day to bring the new one to the receiver. */
const overlapHours = 24;
const longestOverlapHours = 24 * 30;

const RotateSchema = v.strictObject({
  overlapHours: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(longestOverlapHours),
      v.description(`How long the old secret signs too; ${overlapHours} hours when left out.`),
    ),
  ),
});

const DestinationWithSecretSchema = v.strictObject({
  ...DestinationSchema.entries,
  secret: v.optional(
    v.pipe(v.string(), v.description("To verify signatures with; of kinds that sign. Shown now only.")),
  ),
});

/** The id of the request's destination. Another site's is answered like one that does not exist. */
async function destinationId(context: AppContext): Promise<string> {
  const id = context.req.param("id") ?? "";
  if (!(await siteObject(context).hasDestination(id))) {
    throw new Problem(404, "not_found", "there is no destination of this id");
  }
  return id;
}

async function destinationObject(context: AppContext): Promise<DurableObjectStub<DestinationObject>> {
  return context.env.DESTINATION.get(context.env.DESTINATION.idFromName(await destinationId(context)));
}

function problemOfRefusal({ code, message, field }: Refusal, status: 409 | 422 = 422): Problem {
  return new Problem(status, code, message, field === undefined ? {} : { field });
}

/** The body of a request that may come without one. */
async function optionalBody<Schema extends v.GenericSchema>(
  context: AppContext,
  schema: Schema,
): Promise<v.InferOutput<Schema> | undefined> {
  const { body, headers } = context.req.raw;
  return body === null || headers.get("content-length") === "0" ? undefined : adminBody(context, schema);
}

async function create(context: AppContext): Promise<Response> {
  const input = await adminBody(context, NewDestinationSchema);
  const { kind, name: _name, purposes: _purposes, isShare: _isShare, ...settings } = input;
  requireSettings(kindOf(kind), settings, isLocal(context.env));
  const { destination, secret } = await siteObject(context).addDestination(input);
  context.set("change", { after: destination });
  return context.json({ ...destination, ...(secret !== null && { secret }) }, 201);
}

async function change(context: AppContext): Promise<Response> {
  const id = await destinationId(context);
  const input = await adminBody(context, DestinationChangeSchema);
  const destination = context.env.DESTINATION.get(context.env.DESTINATION.idFromName(id));
  const before: Destination = await destination.describe();
  const changed = await siteObject(context).changeDestination(id, input);
  if ("refusal" in changed) throw problemOfRefusal(changed.refusal);
  context.set("change", { before, after: changed.destination });
  return context.json(changed.destination);
}

async function remove(context: AppContext): Promise<Response> {
  const id = await destinationId(context);
  const destination = context.env.DESTINATION.get(context.env.DESTINATION.idFromName(id));
  context.set("change", { before: await destination.describe() });
  await siteObject(context).removeDestination(id);
  return context.json({ removed: true });
}

async function test(context: AppContext): Promise<Response> {
  const destination = await destinationObject(context);
  const settings = (await optionalBody(context, v.looseObject({}))) ?? {};
  const tested = await destination.sendTest(settings);
  if ("refusal" in tested) throw problemOfRefusal(tested.refusal);
  return context.json(tested);
}

async function rotate(context: AppContext): Promise<Response> {
  const destination = await destinationObject(context);
  const { overlapHours: hours = overlapHours } = (await optionalBody(context, RotateSchema)) ?? {};
  const rotated = await destination.rotateSecret(Date.now() + hours * 3_600_000);
  if (rotated === null) {
    throw new Problem(
      409,
      "not_signed",
      "this kind of destination does not sign, so it has no secret of ours",
    );
  }
  context.set("change", { after: rotated.destination });
  return context.json({ ...rotated.destination, secret: rotated.secret });
}

async function deliveries(context: AppContext): Promise<Response> {
  const destination = await destinationObject(context);
  const given = context.req.query("state");
  const state = deliveryStates.find((known) => known === given);
  if (given !== undefined && state === undefined) {
    throw new Problem(422, "invalid_field", `state must be one of ${deliveryStates.join(", ")}`, {
      field: "state",
    });
  }
  return context.json({ deliveries: await destination.deliveries(state) });
}

async function delivery(context: AppContext): Promise<Response> {
  const found = await (await destinationObject(context)).delivery(context.req.param("deliveryId") ?? "");
  if (found === null) throw new Problem(404, "not_found", "there is no delivery of this id");
  return context.json(found);
}

async function replay(context: AppContext): Promise<Response> {
  const destination = await destinationObject(context);
  const replayed = await destination.replay(context.req.param("deliveryId") ?? "");
  if (replayed === null) throw new Problem(404, "not_found", "there is no delivery of this id");
  if ("refusal" in replayed) throw problemOfRefusal(replayed.refusal, 409);
  return context.json(replayed);
}

/** Where hand-offs go. */
export const destinationRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/admin/v1/destination-kinds",
    access: "admin",
    scope: "read",
    summary: "The kinds of destination there are, and what each has to be told.",
    answer: v.strictObject({ kinds: v.array(DestinationKindSchema) }),
    handle: (context) => context.json({ kinds: destinationKinds.map(describeKind) }),
  },
  {
    method: "POST",
    path: "/admin/v1/destinations",
    access: "admin",
    scope: "edit",
    audit: "destination.create",
    summary: "Set up a destination. The secret is in this answer and nowhere else.",
    details:
      "The settings of the kind stand beside `kind`, `name` and `purposes`; [the destinations](destinations.md) has each kind in full. A destination takes `sales` hand-offs unless `purposes` says otherwise.",
    body: NewDestinationSchema,
    answer: DestinationWithSecretSchema,
    handle: create,
  },
  {
    method: "GET",
    path: "/admin/v1/destinations",
    access: "admin",
    scope: "read",
    summary: "List the destinations.",
    answer: v.strictObject({
      destinations: v.array(DestinationSchema),
      untaken: v.pipe(
        v.record(v.string(), v.number()),
        v.description("Hand-offs that no destination took, by purpose."),
      ),
      held: v.pipe(
        v.record(v.string(), v.number()),
        v.description("Hand-offs that are held since there were too many in an hour, by purpose."),
      ),
    }),
    handle: async (context) => {
      const site = siteObject(context);
      const [destinations, untaken, held] = await Promise.all([
        site.destinations(),
        site.untakenHandOffs(),
        site.heldHandOffs(),
      ]);
      return context.json({ destinations, untaken, held });
    },
  },
  {
    method: "PATCH",
    path: "/admin/v1/destinations/:id",
    access: "admin",
    scope: "edit",
    audit: "destination.change",
    summary: "Change a destination's settings, pause it, or start it again.",
    details:
      "What is left out stays as it is, secrets too; `null` takes an optional setting away. New settings start a destination that was stopped for its old ones. What waits is sent with the new settings.",
    body: DestinationChangeSchema,
    answer: DestinationSchema,
    handle: change,
  },
  {
    method: "DELETE",
    path: "/admin/v1/destinations/:id",
    access: "admin",
    scope: "edit",
    audit: "destination.remove",
    summary: "Take a destination away, with its log and what waits in it.",
    answer: v.strictObject({ removed: v.literal(true) }),
    handle: remove,
  },
  {
    method: "POST",
    path: "/admin/v1/destinations/:id/test",
    access: "admin",
    scope: "edit",
    audit: "destination.test",
    summary: "Deliver a made-up lead once, now, and say what happened.",
    details:
      "The lead is marked as a test. It goes past the queue and leaves no delivery behind. A body with settings tries them without saving them.",
    answer: DestinationTestSchema,
    handle: test,
  },
  {
    method: "POST",
    path: "/admin/v1/destinations/:id/rotate",
    access: "admin",
    scope: "keys",
    audit: "destination.rotate_secret",
    summary: "Make a new secret to sign with; for a while both the old and the new one sign.",
    body: RotateSchema,
    answer: DestinationWithSecretSchema,
    handle: rotate,
  },
  {
    method: "GET",
    path: "/admin/v1/destinations/:id/deliveries",
    access: "admin",
    scope: "read",
    summary: "The latest 200 deliveries of a destination, the newest first.",
    query: { state: "only those that are `pending`, `delivered` or `dead`" },
    answer: v.strictObject({ deliveries: v.array(DeliverySchema) }),
    handle: deliveries,
  },
  {
    method: "GET",
    path: "/admin/v1/destinations/:id/deliveries/:deliveryId",
    access: "admin",
    scope: "read",
    summary: "One delivery with the requests of its last try, secrets hidden.",
    answer: v.strictObject({ delivery: DeliverySchema, exchanges: v.array(ExchangeSchema) }),
    handle: delivery,
  },
  {
    method: "POST",
    path: "/admin/v1/destinations/:id/deliveries/:deliveryId/replay",
    access: "admin",
    scope: "edit",
    audit: "delivery.replay",
    summary: "Try a delivery again from the beginning of the schedule, under the same id.",
    details:
      "409 `called_back`: the person has withdrawn consent or objected since, or may not be shared with this destination. What was handed off before that is not sent again, delivered or not. 409 `forgotten`: it tells of an erasure and was delivered, and what it would take to tell it again is forgotten.",
    answer: v.strictObject({ delivery: DeliverySchema }),
    handle: replay,
  },
  {
    method: "POST",
    path: "/admin/v1/destinations/:id/replay-dead",
    access: "admin",
    scope: "edit",
    audit: "delivery.replay_dead",
    summary: "Try every dead delivery again, at most 1,000 by one call.",
    answer: v.strictObject({ replayed: v.number() }),
    handle: async (context) =>
      context.json({ replayed: await (await destinationObject(context)).replayDead() }),
  },
  {
    method: "POST",
    path: "/admin/v1/hand-offs/send-untaken",
    access: "admin",
    scope: "edit",
    audit: "hand_off.send_untaken",
    summary:
      "Send the hand-offs that were made while no destination took them, at most 200 visitors by one call.",
    answer: v.strictObject({
      visitors: v.number(),
      left: v.pipe(
        v.number(),
        v.description("Hand-offs that still nobody takes, or that the next call sends."),
      ),
    }),
    handle: async (context) => context.json(await siteObject(context).sendUntaken()),
  },
  {
    method: "POST",
    path: "/admin/v1/hand-offs/release",
    access: "admin",
    scope: "edit",
    audit: "hand_off.release",
    summary:
      "Let hand-offs go that are held since there were too many in an hour, those of at most 200 visitors by one call.",
    details: "How many an hour may have is the site's setting `caps.handOffsPerHour`, for each purpose.",
    answer: v.strictObject({
      visitors: v.number(),
      left: v.pipe(v.number(), v.description("Hand-offs that are still held.")),
    }),
    handle: async (context) => context.json(await siteObject(context).releaseHeld()),
  },
];
