import type { Batch, EventProblem } from "../../shared/schema/batch.ts";
import type { IncomingEvent, TrackedEvent } from "../../shared/schema/event.ts";
import type { Site } from "../../shared/schema/site.ts";
import { isRecord, textOf } from "../json-value.ts";
import type { Proof } from "../objects/visitor/storage.ts";
import { identityKey } from "../security/identity-key.ts";
import { firstVersion, readIdentityProof } from "../security/identity-proof.ts";
import { readMailLink } from "../security/mail-link.ts";
import { readVisitorToken } from "../security/visitor-token.ts";
import { normaliseIdentity } from "./identity-value.ts";
import { isVoid } from "../../shared/core/index.ts";
import { linkTokenOf } from "./link-parameter.ts";
import { rotatedVisitor } from "./rotation.ts";

/** Something that a request proves: an identity, and how. */
export type OfferedProof = Pick<Proof, "key" | "by">;

/** What the proofs of a request are checked against. */
export interface ProofContext {
  secret: string;
  site: Site;
  nowMs: number;
  /** The batch's own context, under each event's. */
  batchContext: Batch["context"];
  /** The visitor that the request speaks for. */
  visitorId: string;
}

/** An event's part in proving: what it proves, or why it is refused. */
export type ProofReading =
  | { proofs: OfferedProof[]; event: TrackedEvent }
  | { problem: Omit<EventProblem, "index"> };

const nothing = (event: TrackedEvent): ProofReading => ({ proofs: [], event });

/**
 * What an event of a browser proves: an identify call by the JWT in its `context.proof`, a page view
 * by the token in its address. A proof that is not good costs the event, since whoever sends one
 * means to be believed; a link that is not good is a link like any other.
 */
export async function readProofs(
  event: TrackedEvent,
  incoming: IncomingEvent,
  context: ProofContext,
): Promise<ProofReading> {
  // A machine that opens links or replays a page proves nothing.
  if (isVoid(event)) return nothing(event);
  switch (event.type) {
    case "identify":
      return readToken(event, incoming, context);
    case "page":
      return readLink(event, incoming, context);
    default:
      return nothing(event);
  }
}

async function readToken(
  event: TrackedEvent,
  incoming: IncomingEvent,
  context: ProofContext,
): Promise<ProofReading> {
  const token = incoming.context?.["proof"] ?? context.batchContext?.["proof"];
  if (token === undefined || token === null) return nothing(event);
  const { secret, site, nowMs } = context;
  const bad = (reason: string): ProofReading => ({
    problem: {
      code: "bad_proof",
      message: `context.proof ${reason}; the event was not taken, send it again with a new proof or without`,
    },
  });
  const read = await readIdentityProof(secret, site.id, site.proof ?? firstVersion, token, nowMs);
  if ("reason" in read) return bad(read.reason);
  const userId = normaliseIdentity("user_id", read.userId);
  const email = normaliseIdentity("email", read.email);
  if (userId === undefined && email === undefined) return bad("names nobody: sub or email is needed");
  if (event.userId !== undefined && userId !== undefined && event.userId.trim() !== userId)
    return bad("is of another user than userId");
  const toldEmail = normaliseIdentity("email", event.traits?.["email"]);
  if (toldEmail !== undefined && email !== undefined && toldEmail !== email)
    return bad("is of another address than traits.email");

  const keys: OfferedProof[] = [];
  for (const [kind, value] of [["user_id", userId] as const, ["email", email] as const]) {
    const key = await identityKey(secret, site.id, kind, value);
    if (key !== undefined) keys.push({ key, by: { by: "token" } });
  }
  if (!(await isBound(read, incoming, keys, context)))
    return bad("was made for another visitor: anonymousId or visitor must be this browser's");
  return {
    proofs: keys,
    event: {
      ...event,
      ...(userId !== undefined && { userId }),
      ...(email !== undefined && { traits: { ...event.traits, email: toldEmail ?? read.email } }),
    },
  };
}

/** Whether a proof was made for this browser: by the device's own id, or by the signed id that it has, or had before it proved who uses it. */
async function isBound(
  { anonymousId, visitor }: { anonymousId: string | undefined; visitor: string | undefined },
  incoming: IncomingEvent,
  proofs: readonly OfferedProof[],
  { secret, site, visitorId }: ProofContext,
): Promise<boolean> {
  if (anonymousId !== undefined) return anonymousId === incoming.anonymousId;
  if (visitor === undefined) return false;
  const bound = await readVisitorToken(secret, site.id, visitor);
  if (bound === undefined) return false;
  if (bound === visitorId) return true;
  const rotated = await Promise.all(proofs.map(({ key }) => rotatedVisitor(secret, site.id, bound, key)));
  return rotated.includes(visitorId);
}

async function readLink(
  event: TrackedEvent,
  incoming: IncomingEvent,
  { secret, site, nowMs, batchContext }: ProofContext,
): Promise<ProofReading> {
  const page = incoming.context?.["page"] ?? batchContext?.["page"];
  const token =
    linkTokenOf(textOf(incoming.properties?.["url"])) ??
    linkTokenOf(isRecord(page) ? textOf(page["url"]) : undefined);
  if (token === undefined) return nothing(event);
  const link = await readMailLink(secret, site.id, token, nowMs);
  if (link === undefined) return nothing(event);
  return { event, proofs: [{ key: link.identityKey, by: { by: "link", link: link.id } }] };
}
