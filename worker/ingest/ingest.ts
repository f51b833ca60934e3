import type { Answer, EventProblem } from "../../shared/schema/batch.ts";
import type { Decision } from "../../shared/schema/decision.ts";
import type { VisitContext } from "../../shared/schema/event.ts";
import { AddressBook } from "./address-book.ts";
import { deliver } from "./deliver.ts";
import { parseTime } from "./event-time.ts";
import { landingOf } from "./landing.ts";
import { mayArrive } from "./newcomers.ts";
import type { NormaliseContext } from "./normalise.ts";
import { decideInPassing } from "./passing.ts";
import { prove } from "./prove.ts";
import { readEvents, type TakenEvent } from "./read-events.ts";
import { rejectedEvent } from "./refused-event.ts";
import { shareOf, shareOut, type Shares } from "./share-out.ts";
import { requireFlawless } from "./strict.ts";
import type { TrackingRequest } from "./tracking-request.ts";
import { localeOf, visitOf } from "./visit.ts";

/** What each event is told that was not kept since its address block has brought too many new visitors. */
const crowded = {
  code: "not_kept",
  message: "too many new visitors came from this network within the hour; the event was not kept",
};

/**
 * Takes a batch: makes each event canonical, finds whose it is, hands each visitor its share and puts
 * the answer together. With the write key all events are one visitor's; with the secret key each
 * event says whose it is.
 */
export async function ingestBatch(tracking: TrackingRequest): Promise<Answer> {
  const { environment, secret, site, source, request, batch, receivedAtMs, token } = tracking;
  const locale = localeOf(batch.context?.["locale"], request.headers);
  const visit = source === "browser" ? visitOfRequest(tracking, locale) : undefined;
  const context = contextOf(tracking, visit);
  if (tracking.isStrict === true) requireFlawless(batch.batch, context, site.published.model);
  const { taken, refused, warnings } = readEvents(batch, context, site.site.origins);

  const pageKind = taken.findLast(({ event }) => event.name === "page_view")?.event.page?.kind;
  /** The answer, with what was refused and warned of until now. */
  const answer = (told: Partial<Answer>, decision?: Decision): Answer => ({
    accepted: 0,
    duplicates: 0,
    rejected: refused
      .map(({ index, problem }): EventProblem => ({ index, ...problem }))
      .sort((a, b) => a.index - b.index),
    ...(warnings.length > 0 && { warnings }),
    ...(pageKind !== undefined && { pageKind }),
    actions: [],
    ...told,
    ...(decision !== undefined && shown(decision, tracking)),
  });
  const inPassing = () => {
    const events = taken.map(({ event }) => event);
    return decideInPassing(events, site.model, receivedAtMs, locale);
  };
  if (!tracking.isKept) return answer({ accepted: taken.length }, inPassing());

  const addresses = new AddressBook({
    environment,
    secret,
    siteId: site.site.id,
    source,
    token,
    ...(tracking.isSource === true && { isSource: true }),
  });
  addresses.learnDevice(taken.map(({ incoming }) => incoming.anonymousId));
  const shares: Shares = new Map();
  let believed: readonly TakenEvent[] = taken;
  if (source === "browser") {
    const visitorId = await addresses.requestVisitor();
    const isExpected =
      (await addresses.isSigned()) ||
      (await mayArrive(environment, site.site, request, visitorId, receivedAtMs));
    if (!isExpected) {
      warnings.push(...taken.map(({ index }) => ({ index, ...crowded })));
      return answer({ warnings }, inPassing());
    }
    const proved = await prove(taken, tracking, visitorId);
    believed = proved.believed;
    refused.push(...proved.refused);
    if (proved.rotation !== null) {
      addresses.speakFor(proved.rotation.visitorId);
      shareOf(shares, proved.rotation.visitorId).proofs = proved.rotation.proofs;
    }
  }
  const sharedOut = await shareOut(believed, addresses, shares);
  refused.push(...sharedOut.refused);
  warnings.push(...sharedOut.warnings);

  const [only] = shares.keys();
  const mainId =
    source === "browser" ? await addresses.requestVisitor() : shares.size === 1 ? only : undefined;
  // What was refused among events of many people is nobody's to keep; the answer names it.
  if (refused.length > 0 && mainId !== undefined) {
    const rejected = refused.map((each) => rejectedEvent(each, receivedAtMs));
    shareOf(shares, mainId).rejected.push(...rejected);
  }
  const { accepted, duplicates, visitor, decision } = await deliver(shares, {
    tracking,
    addresses,
    mainId,
    locale,
    visit,
  });
  return answer(
    {
      // What is of the erased is answered like any other, so that nobody learns from it who was erased.
      accepted: accepted + sharedOut.erased,
      duplicates,
      ...(visitor !== undefined && { visitor }),
    },
    decision,
  );
}

/** What is true of all events of a browser's request. */
function visitOfRequest({ site, request, batch }: TrackingRequest, locale: string | undefined): VisitContext {
  const landing = landingOf(batch, site.site.origins);
  const cf = request.cf as IncomingRequestCfProperties | undefined;
  return visitOf(request.headers, site.site, landing, locale, cf);
}

/** What the events of a request are made canonical with. */
function contextOf(
  { source, receivedAtMs, batch, site }: TrackingRequest,
  visit: VisitContext | undefined,
): NormaliseContext {
  return {
    source,
    receivedAtMs,
    sentAtMs: parseTime(batch.sentAt ?? undefined),
    batchContext: batch.context ?? undefined,
    anonymousId: batch.anonymousId ?? undefined,
    visit,
    pageKinds: site.model.pageKinds,
  };
}

/** What the sender hears of a decision: a server all of it, a page the scores only where the site shows them. */
function shown(
  { stage, scores, total, actions }: Decision,
  { source, site }: TrackingRequest,
): Partial<Answer> {
  const showsScores = source === "server" || site.site.showScores === true;
  return { stage, ...(showsScores && { scores, total }), actions };
}
