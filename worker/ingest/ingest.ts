import type { Answer, Batch, EventProblem } from "../../shared/schema/batch.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { EventSource, IncomingEvent, TrackedEvent, VisitContext } from "../../shared/schema/event.ts";
import type { RejectedEvent } from "../../shared/schema/visitor.ts";
import type { Environment } from "../environment.ts";
import type { LoadedSite } from "../snapshots.ts";
import { tooMany, visitorPace } from "../middleware/rate.ts";
import { AddressBook, nobodyKnown } from "./address-book.ts";
import { parseTime } from "./event-time.ts";
import { normaliseEvent, type NormaliseContext } from "./normalise.ts";
import type { Proof } from "../objects/visitor/storage.ts";
import { mintVisitor } from "../security/visitor-token.ts";
import { landingOf } from "./landing.ts";
import { withoutLinkTokens } from "./link-parameter.ts";
import { mayArrive } from "./newcomers.ts";
import { decideInPassing } from "./passing.ts";
import { requireFlawless } from "./strict.ts";
import { readProofs, type OfferedProof } from "./proofs.ts";
import { rotate } from "./rotation.ts";
import { isUnwatched } from "./sightings.ts";
import { localeOf, visitOf } from "./visit.ts";

/** A tracking request whose key, origin and envelope have been checked. */
export interface TrackingRequest {
  environment: Environment;
  secret: string;
  site: LoadedSite;
  source: EventSource;
  request: Request;
  batch: Batch;
  receivedAtMs: number;
  /** Signed visitor id of the body or the cookie. */
  token: string | undefined;
  /** False when nothing of the request may be kept. */
  isKept: boolean;
  /** A developer wants everything said, and nothing stored unless all of it is right. */
  isStrict?: boolean;
  /** The webhook of a source: what is no sign of a person makes nobody known. */
  isSource?: boolean;
}

/** What one visitor gets of a batch. */
interface Share {
  events: TrackedEvent[];
  rejected: RejectedEvent[];
  claims: Set<string>;
  proofs: Proof[];
}

const rejectedBodyCharacters = 4_096;

/** What each event is told that was not kept since its address block has brought too many new visitors. */
const crowded = {
  code: "not_kept",
  message: "too many new visitors came from this network within the hour; the event was not kept",
};

/** What each event is told that says nothing of a person and names somebody who is not known. */
export const unknownPerson = {
  code: "nobody_known",
  message: "nobody is known by this address, and the event is no sign of a person; it was not kept",
};

/**
 * Takes a batch: makes each event canonical, finds whose it is, hands each visitor its share and puts
 * the answer together. With the write key all events are one visitor's; with the secret key each
 * event says whose it is.
 */
export async function ingestBatch(tracking: TrackingRequest): Promise<Answer> {
  const { environment, secret, site, source, request, batch, receivedAtMs, token } = tracking;
  const siteId = site.site.id;
  const locale = localeOf(batch.context?.["locale"], request.headers);
  const visit: VisitContext | undefined =
    source === "browser"
      ? visitOf(
          request.headers,
          site.site,
          landingOf(batch, site.site.origins),
          locale,
          request.cf as IncomingRequestCfProperties | undefined,
        )
      : undefined;
  const context: NormaliseContext = {
    source,
    receivedAtMs,
    sentAtMs: parseTime(batch.sentAt ?? undefined),
    batchContext: batch.context ?? undefined,
    anonymousId: batch.anonymousId ?? undefined,
    visit,
    pageKinds: site.model.pageKinds,
  };
  if (tracking.isStrict === true) requireFlawless(batch.batch, context, site.published.model);

  const addresses = new AddressBook({
    environment,
    secret,
    siteId,
    source,
    token,
    ...(tracking.isSource === true && { isSource: true }),
  });
  const rejected: EventProblem[] = [];
  const warnings: EventProblem[] = [];
  const shares = new Map<string, Share>();
  const shareOf = (visitorId: string): Share => {
    let share = shares.get(visitorId);
    if (share === undefined)
      shares.set(visitorId, (share = { events: [], rejected: [], claims: new Set(), proofs: [] }));
    return share;
  };
  const refused: { input: unknown; problem: Omit<EventProblem, "index"> }[] = [];
  const refuse = (index: number, input: unknown, problem: Omit<EventProblem, "index">) => {
    rejected.push({ index, ...problem });
    refused.push({ input, problem });
  };

  let taken: { index: number; input: unknown; event: TrackedEvent; incoming: IncomingEvent }[] = [];
  for (const [index, input] of batch.batch.entries()) {
    const normalised = normaliseEvent(input, context);
    if ("problem" in normalised) refuse(index, input, normalised.problem);
    else {
      warnings.push(...normalised.warnings.map((warning) => ({ index, ...warning })));
      taken.push({ index, input, event: normalised.event, incoming: normalised.incoming });
    }
  }

  const pageKind = taken.findLast(({ event }) => event.name === "page_view")?.event.page?.kind;
  const answer: Answer = {
    accepted: 0,
    duplicates: 0,
    rejected,
    ...(warnings.length > 0 && { warnings }),
    ...(pageKind !== undefined && { pageKind }),
    actions: [],
  };
  const show = ({ stage, scores, total, actions }: Decision) => {
    answer.stage = stage;
    if (source === "server" || site.site.showScores === true) Object.assign(answer, { scores, total });
    answer.actions = actions;
  };
  if (!tracking.isKept) {
    const events = taken.map(({ event }) => event);
    answer.accepted = events.length;
    show(decideInPassing(events, site.model, receivedAtMs, locale));
    return answer;
  }

  addresses.learnDevice(taken.map(({ incoming }) => incoming.anonymousId));
  if (source === "browser") {
    const visitorId = await addresses.requestVisitor();
    const isExpected =
      (await addresses.isSigned()) ||
      (await mayArrive(environment, site.site, request, visitorId, receivedAtMs));
    if (!isExpected) {
      show(
        decideInPassing(
          taken.map(({ event }) => event),
          site.model,
          receivedAtMs,
          locale,
        ),
      );
      answer.warnings = [...warnings, ...taken.map(({ index }) => ({ index, ...crowded }))];
      return answer;
    }
    const proofContext = {
      secret,
      site: site.site,
      nowMs: receivedAtMs,
      batchContext: batch.context,
      visitorId,
    };
    const believed: typeof taken = [];
    const offered: OfferedProof[] = [];
    for (const item of taken) {
      const reading = await readProofs(item.event, item.incoming, proofContext);
      if ("problem" in reading) {
        refuse(item.index, item.input, reading.problem);
        continue;
      }
      offered.push(...reading.proofs);
      believed.push({ ...item, event: reading.event });
    }
    taken = believed;
    if (offered.length > 0) {
      const rotation = await rotate(environment, secret, siteId, visitorId, offered);
      addresses.speakFor(rotation.visitorId);
      shareOf(rotation.visitorId).proofs = rotation.proofs;
    }
  }
  await addresses.meet(taken);
  for (const { index, input, event, incoming } of taken) {
    const visitorId = await addresses.visitorOf(event, incoming);
    if (visitorId === nobodyKnown) {
      warnings.push({ index, ...unknownPerson });
      continue;
    }
    if (visitorId === null) {
      // Answered like any other, so that nobody learns from it who was erased.
      answer.accepted += 1;
      continue;
    }
    if (visitorId === undefined) {
      refuse(index, input, {
        code: "no_visitor",
        message:
          "the event names nobody: give visitor, anonymousId (16 characters or more), userId or properties.email",
      });
      continue;
    }
    const share = shareOf(visitorId);
    share.events.push(event);
    for (const claim of await addresses.claimsOf(event)) share.claims.add(claim);
  }
  rejected.sort((a, b) => a.index - b.index);
  if (warnings.length > 0) answer.warnings = warnings;

  const [only] = shares.keys();
  const mainId =
    source === "browser" ? await addresses.requestVisitor() : shares.size === 1 ? only : undefined;
  // What was refused among events of many people is nobody's to keep; the answer names it.
  if (refused.length > 0 && mainId !== undefined) {
    shareOf(mainId).rejected.push(...refused.map(({ input, problem }) => kept(input, problem, receivedAtMs)));
  }

  let isLate = false;
  await Promise.all(
    [...shares].map(async ([visitorId, share]) => {
      const recalled = addresses.recalled.get(visitorId) ?? [];
      const result = await environment.VISITOR.get(
        environment.VISITOR.idFromName(`${siteId}:${visitorId}`),
      ).ingest({
        siteId,
        visitorId,
        receivedAtMs,
        locale,
        visit,
        events: [...recalled, ...share.events],
        rejected: share.rejected,
        claims: [...share.claims],
        proofs: share.proofs,
        ...(source === "browser" && { pace: visitorPace(environment) }),
        isUnwatched: isUnwatched(siteId, receivedAtMs),
        ...(batch.context?.["consent"] === true && { isAgreed: true }),
      });
      if ("waitMs" in result) throw tooMany("of this visitor", result.waitMs);
      answer.accepted += result.accepted - recalled.length;
      answer.duplicates += result.duplicates;
      if (visitorId !== mainId) return;
      // The browser has another id by now: an answer that comes late may not give it the old one back.
      isLate = result.isFormerId;
      if (!isLate) answer.visitor = await addresses.signedId(visitorId);
      else if (result.isErased === true && isFreshAndNameless(share.events, receivedAtMs)) {
        const newId = mintVisitor();
        if (await mayArrive(environment, site.site, request, newId, receivedAtMs))
          answer.visitor = await addresses.signedId(newId);
      }
      show(result.decision);
    }),
  );
  if (mainId !== undefined && answer.visitor === undefined && !isLate)
    answer.visitor = await addresses.signedId(mainId);
  return answer;
}

/** What is older was kept on the device, or in another of its pages. */
const freshMs = 60_000;

/**
 * Whether the browser of somebody who was erased may have a new id with this request. Not while it
 * names a user: it would bring the person back by itself. Not while it brings what happened before:
 * the rest of that would come under the new id.
 */
function isFreshAndNameless(events: readonly TrackedEvent[], nowMs: number): boolean {
  return events.every(({ atMs, userId }) => userId === undefined && nowMs - atMs <= freshMs);
}

/** A refused event as it is kept. Its text is cut; it was refused, so it may be anything. */
function kept(
  input: unknown,
  { code, message }: Omit<EventProblem, "index">,
  receivedAtMs: number,
): RejectedEvent {
  let body: string;
  try {
    body = JSON.stringify(input, withoutSecrets) ?? "";
  } catch {
    // Nested so deeply that it cannot be written down again.
    body = "";
  }
  return { receivedAtMs, code, message, body: body.slice(0, rejectedBodyCharacters).toWellFormed() };
}

/** What proves who somebody is is not kept, not even of a refused event: it may still be good. */
function withoutSecrets(key: string, value: unknown): unknown {
  if (key === "proof") return undefined;
  return typeof value === "string" ? withoutLinkTokens(value) : value;
}
