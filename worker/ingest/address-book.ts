import { isLifeless, isVoid } from "../../shared/core/index.ts";
import type { EventSource, IncomingEvent, TrackedEvent } from "../../shared/schema/event.ts";
import type { Environment } from "../environment.ts";
import { identityKey, standInFor } from "../security/identity-key.ts";
import { mintVisitor, readVisitorToken, signVisitor, visitorOfDevice } from "../security/visitor-token.ts";
import { identitiesOf } from "./identity-value.ts";

interface AddressBookOptions {
  environment: Environment;
  secret: string;
  siteId: string;
  source: EventSource;
  /** Signed visitor id of the request. */
  token: string | undefined;
  /** A mail tool speaks, which may have written to anybody: what is no sign of a person makes nobody known. */
  isSource?: boolean;
}

/** Whose an event is that tells nothing of a person, under an address that nobody is known by. */
export const nobodyKnown = Symbol("nobody known");

/** An identity's visitor; null when its person was erased. */
type Found = string | null | typeof nobodyKnown;

/**
 * Finds whose an event is.
 *
 * A browser speaks for one visitor: the one its signed id names, else the one its device id leads to,
 * else a new one; what it says of e-mail addresses leads nowhere. A server is believed: an e-mail
 * address or user id leads to the visitor who first gave it.
 */
export class AddressBook {
  readonly #options: AddressBookOptions;
  #deviceIds: readonly (string | null | undefined)[] = [];
  #request: Promise<string> | null = null;
  #signed: Promise<string | undefined> | null = null;
  readonly #byIdentity = new Map<string, Promise<Found>>();
  /** Visitors who only stand in for somebody. */
  readonly #standIns = new Set<string>();
  /** By visitor, what was told of them a moment ago, before they were known. */
  readonly recalled = new Map<string, TrackedEvent[]>();

  constructor(options: AddressBookOptions) {
    this.#options = options;
  }

  /** Tells the device ids of the request's events; the first that is long enough counts. */
  learnDevice(anonymousIds: readonly (string | null | undefined)[]): void {
    this.#deviceIds = anonymousIds;
  }

  /** The signed id of a visitor: the request's own when it was signed for this one. */
  async signedId(visitorId: string): Promise<string> {
    const { secret, siteId, token } = this.#options;
    if (token !== undefined && (await this.#signedVisitor()) === visitorId) return token;
    return signVisitor(secret, siteId, visitorId);
  }

  /** Whether the request brings an id that was signed here. */
  async isSigned(): Promise<boolean> {
    return (await this.#signedVisitor()) !== undefined;
  }

  /** The visitor that the request's signed id names, if it was signed here. */
  #signedVisitor(): Promise<string | undefined> {
    const { secret, siteId, token } = this.#options;
    this.#signed ??=
      token === undefined ? Promise.resolve(undefined) : readVisitorToken(secret, siteId, token);
    return this.#signed;
  }

  /** The visitor that the request as a whole speaks for. */
  requestVisitor(): Promise<string> {
    this.#request ??= this.#findRequestVisitor();
    return this.#request;
  }

  /**
   * Finds whose a server's events are, all at once: a batch may speak of hundreds of people. Names that
   * one event gives together belong together for the whole batch, so that an identify with an address
   * and a page view with the user id alone, sent in one request, reach one visitor.
   */
  async meet(events: readonly { event: TrackedEvent; incoming: IncomingEvent }[]): Promise<void> {
    const { source } = this.#options;
    if (source === "browser" || (await this.#signedVisitor()) !== undefined) return;
    const named = await Promise.all(
      events.map(async ({ event, incoming }) => ({ ...(await this.#namesOf(event, incoming)), event })),
    );
    for (const { keys, device, events: told } of connected(named)) {
      const [first, ...others] = keys;
      if (first === undefined) continue;
      if (this.#options.isSource === true && told.every(isLifeless)) {
        const owner = this.#mention([...keys], told);
        for (const key of keys) this.#byIdentity.set(key, owner);
        continue;
      }
      const owner = this.#owner(first, device);
      for (const key of others)
        this.#byIdentity.set(
          key,
          owner.then(async (id) => (typeof id === "string" ? await this.#claim(key, id) : id)),
        );
    }
    await Promise.all(this.#byIdentity.values());
  }

  /** The browser has proved who uses it, and has this id from now on. */
  speakFor(visitorId: string): void {
    this.#request = Promise.resolve(visitorId);
  }

  /** Whose this event is; undefined when a server names nobody, null when it names somebody who was erased. */
  async visitorOf(event: TrackedEvent, incoming: IncomingEvent): Promise<Found | undefined> {
    if (this.#options.source === "browser") return this.requestVisitor();
    const signed = await this.#signedVisitor();
    if (signed !== undefined) return signed;
    const {
      keys: [key],
      device,
    } = await this.#namesOf(event, incoming);
    return key === undefined ? device : this.#owner(key, device);
  }

  /** Identity keys that an event gives its visitor: the first visitor to claim one keeps it. */
  async claimsOf(event: TrackedEvent): Promise<string[]> {
    const tellsWho = event.traits !== undefined || event.userId !== undefined;
    return tellsWho && !isVoid(event) ? this.#identityKeys(event) : [];
  }

  async #findRequestVisitor(): Promise<string> {
    const { secret, siteId } = this.#options;
    const signed = await this.#signedVisitor();
    if (signed !== undefined) return signed;
    for (const anonymousId of this.#deviceIds) {
      const device = await visitorOfDevice(secret, siteId, anonymousId);
      if (device !== undefined) return device;
    }
    return mintVisitor();
  }

  /** The visitor that an identity belongs to; it is bound to the device's visitor, or to one of its own, when it is new. */
  #owner(key: string, device: string | undefined): Promise<Found> {
    let owner = this.#byIdentity.get(key);
    if (owner === undefined) {
      owner = this.#claim(key, device);
      this.#byIdentity.set(key, owner);
    }
    return owner;
  }

  async #claim(key: string, known: string | undefined): Promise<string | null> {
    // Of somebody who was never here a server may speak all the same: until they come, somebody stands in.
    // Nobody else does: a device's visitor is somebody, and not to be had for a word.
    const isStandIn = known === undefined || this.#standIns.has(known);
    const owner = await this.#identity(key).find(
      known ?? (await standInFor(this.#options.secret, key)),
      isStandIn,
    );
    if ("isErased" in owner) return null;
    const { visitorId, recalled = [] } = owner;
    if (owner.isStandIn) this.#standIns.add(visitorId);
    if (recalled.length > 0) {
      const events = recalled.map((body) => JSON.parse(body) as TrackedEvent);
      this.recalled.set(visitorId, [...(this.recalled.get(visitorId) ?? []), ...events]);
    }
    return visitorId;
  }

  /** The first visitor who is known by one of the keys. */
  async #mention(keys: readonly string[], told: readonly TrackedEvent[]): Promise<Found> {
    const events = told.map((event) => JSON.stringify(event));
    for (const key of keys) {
      const visitorId = await this.#identity(key).mention(events);
      if (visitorId !== null) return visitorId;
    }
    return nobodyKnown;
  }

  #identity(key: string) {
    const { IDENTITY } = this.#options.environment;
    return IDENTITY.get(IDENTITY.idFromName(key));
  }

  /**
   * The names that a server's event gives. An alias says that who was called by the previous id, which may
   * be a user's or a device's, is called by another one from now on: so the previous one leads.
   */
  async #namesOf(event: TrackedEvent, incoming: IncomingEvent): Promise<Named> {
    const { secret, siteId } = this.#options;
    const keys = await this.#identityKeys(event);
    const device = await visitorOfDevice(secret, siteId, incoming.anonymousId);
    if (incoming.type !== "alias") return { keys, device };
    const previous = await identityKey(secret, siteId, "user_id", incoming.previousId);
    return {
      keys: previous === undefined ? keys : [previous, ...keys],
      device: (await visitorOfDevice(secret, siteId, incoming.previousId)) ?? device,
    };
  }

  async #identityKeys(event: TrackedEvent): Promise<string[]> {
    const { secret, siteId } = this.#options;
    const keys = await Promise.all(
      identitiesOf(event).map(([kind, value]) => identityKey(secret, siteId, kind, value)),
    );
    return keys.filter((key) => key !== undefined);
  }
}

interface Named {
  keys: readonly string[];
  device: string | undefined;
}

/** Somebody that events speak of. */
interface Person {
  keys: Set<string>;
  device: string | undefined;
  events: TrackedEvent[];
}

/** Puts together what has a key in common, in order of appearance. */
function connected(named: readonly (Named & { event: TrackedEvent })[]): Person[] {
  const groups = new Set<Person>();
  const groupOf = new Map<string, Person>();
  for (const { keys, device, event } of named) {
    const [group = { keys: new Set<string>(), device: undefined, events: [] }, ...joined] = new Set(
      keys.map((key) => groupOf.get(key)).filter((known) => known !== undefined),
    );
    group.device ??= device;
    group.events.push(event);
    for (const other of joined) {
      for (const key of other.keys) group.keys.add(key);
      group.device ??= other.device;
      group.events.push(...other.events);
      groups.delete(other);
    }
    for (const key of keys) group.keys.add(key);
    for (const key of group.keys) groupOf.set(key, group);
    groups.add(group);
  }
  return [...groups];
}
