import { limits } from "../shared/limits.ts";
import type { ConsentMode } from "../shared/schema/site.ts";
import type { ActionPayload, Answer, WireEvent, WirePage } from "../shared/wire.ts";
import type { LoadChunk } from "./chunks.ts";
import type { Events } from "./events.ts";
import { createIdentity } from "./identity.ts";
import { cleanProperties } from "./lib/clean-properties.ts";
import { cleanUrl } from "./lib/clean-url.ts";
import { currentPage } from "./lib/current-page.ts";
import { createEmitter } from "./lib/emitter.ts";
import { listen } from "./lib/listen.ts";
import { onLeave } from "./lib/on-leave.ts";
import { quietly } from "./lib/quietly.ts";
import { randomId } from "./lib/random-id.ts";
import { sayOnce } from "./lib/say-once.ts";
import { withoutIdentifiers } from "./lib/without-identifiers.ts";
import { startPageViews } from "./trackers/page-view.ts";
import type { TrackerContext } from "./trackers/tracker.ts";
import { createDelivery } from "./transport/delivery.ts";
import { createParcel } from "./transport/parcel.ts";
import { summonCapture } from "./summon-capture.ts";

/** Settings of a client. */
export interface ClientOptions {
  /** The site's public write key. */
  site: string;
  /** Address of the Scoreline worker, without a slash at the end. Events go to `/v1/batch` under it. */
  endpoint: string;
  /** Reports page views by itself, those of a single-page app too; `true` when left out. */
  pageViews?: boolean;
  /**
   * When a visitor may be known again: `opt-in`, only after a yes; `opt-out`, until a no, where the
   * browser's own signals (Global Privacy Control, Do Not Track) are a no; `none`, until a no, and the
   * signals are not asked. `opt-out` when left out.
   */
  consent?: ConsentMode;
  /** Options of the trackers and the actions, as on the script tag: `data-off` on the tag is `off` here. */
  settings?: Readonly<Record<string, string | undefined>>;
}

/** What a visitor says of being known; true and false say the same. */
export type Consent = "granted" | "denied" | boolean;

/** What became of events. */
export interface Delivery {
  /** The events, as JSON. */
  events: readonly string[];
  outcome: "arrived" | "again" | "refused";
  /** What the endpoint answered, where it did. */
  answer?: Answer | undefined;
}

/** What the page can listen to. */
export interface ClientEvents {
  /** Each event, as it is taken down. */
  event: WireEvent;
  /** Each request, when it is known what became of it. */
  delivery: Delivery;
  /** Each answer of the endpoint. */
  decision: Answer;
  /** An action, at the moment it is shown. */
  action: ActionPayload;
}

/** Values of a page's own making; what JSON cannot say is left out. */
export type Properties = Record<string, unknown>;

/** The calls of Segment's specification, and a few of ours. None of them ever throws. */
export interface Client {
  /**
   * Reports a view of the current page; automatic where `pageViews` is on.
   *
   * @example client.page("Prices", { currency: "EUR" });
   */
  page(name?: string | Properties, properties?: Properties): void;
  /**
   * Reports that something happened. Names are GA4's in snake_case; what those of `Events` carry is
   * checked by the compiler.
   *
   * @example client.track("view_item", { model: "Aurora" });
   */
  track<Name extends keyof Events | (string & {})>(
    event: Name,
    properties?: Name extends keyof Events ? Events[Name] : Properties,
  ): void;
  /**
   * Says who the visitor is: the site's id of a user, facts about the user, or both.
   *
   * @example client.identify({ email: "jane@example.com" });
   */
  identify(userId?: string | Properties, traits?: Properties): void;
  /**
   * Says which company or household the visitor belongs to.
   *
   * @example client.group("acme", { industry: "logistics" });
   */
  group(groupId: string, traits?: Properties): void;
  /** Forgets the visitor of this device, after a logout for example. */
  reset(): void;
  /**
   * Says what the visitor answered to the site's question. Until a yes, where one is needed, nothing
   * is kept on the device and events leave without an id; they are told again, with one, after it. A
   * no clears the device, and the endpoint is told.
   *
   * @example client.setConsent("granted");
   */
  setConsent(consent: Consent): void;
  /**
   * Listens to what the client takes down, sends, hears and shows.
   *
   * @returns Stops listening.
   * @example const stop = client.on("decision", (answer) => console.log(answer.stage));
   */
  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): () => void;
  /** Runs the function once the SDK is there: at once, or as soon as the script has arrived. */
  ready(run: () => void): void;
  /** Opens the panel that shows each event, its fate and what was answered; `debug(false)` closes it. */
  debug(isOn?: boolean): void;
}

/** What only the SDK's own entries set. */
export interface Loading {
  _load: LoadChunk;
  /** When the view of this document began, milliseconds since 1970; nothing when the page reports it itself. */
  _firstViewAtMs: number | undefined;
}

/** A client, and the way to make up for a call that was made before it was there. */
export interface StartedClient {
  _client: Client;
  /** Calls a method as if it were `atMs`, milliseconds since 1970. */
  _replay(name: keyof Client, given: unknown[], atMs: number): void;
}

/** Events that wait for consent; the page's own memory holds them. */
const heldCount = 100;

const text = (value: unknown, characters = 256): string | undefined =>
  (typeof value === "string" && value) || typeof value === "number"
    ? String(value).slice(0, characters)
    : undefined;

/** Starts a client; the entries `index.ts` and `script.ts` say where its chunks come from. */
export function startClient(options: ClientOptions, { _load, _firstViewAtMs }: Loading): StartedClient {
  const identity = createIdentity(options.site, options.consent);
  const emitter = createEmitter<ClientEvents>();
  const held: WireEvent[] = [];
  const { settings = {} } = options;
  /** Address the visitor came from; a navigation without a load changes it. */
  let referrer = document.referrer;
  /** Set while a queued call is made up for. */
  let replayedAtMs: number | undefined;

  const delivery = createDelivery({
    _url: options.endpoint + "/v1/batch",
    _head: (owner) => ({
      writeKey: options.site,
      sentAt: Date.now(),
      // The signed id belongs to the visitor it was given to, not to the one before a reset.
      visitor: owner === identity._known.anonymousId ? identity._known.visitor : undefined,
      anonymousId: owner,
      context: {
        // What is shown has to fit what is around it. Of a page without a language the browser's counts, which
        // each request tells by itself. What is no HTML does not know the word.
        locale: document.documentElement.lang ?? "",
        consent: owner ? identity._consent : false,
      },
    }),
    _onVerdict(parcels, { _kind, _answer }) {
      emitter.emit("delivery", {
        events: parcels.map(({ _json }) => _json),
        outcome: _kind,
        answer: _answer,
      });
      if (!_answer || parcels[0]?._owner !== identity._known.anonymousId) return;
      if (_answer.visitor) identity._remember("visitor", _answer.visitor);
      emitter.emit("decision", _answer);
      if (_answer.actions?.[0]) {
        const host = {
          report: track,
          identify: client.identify,
          settings,
          onShow: (action: ActionPayload) => emitter.emit("action", action),
        };
        void _load("actions", (module) => module.showActions(_answer.actions, host));
      }
    },
    _store: identity._store,
  });

  /**
   * Sends an event with as much of an id as the visitor allows.
   *
   * @returns Whether it fits into a request.
   */
  const send = (event: WireEvent): boolean => {
    const { anonymousId, userId } = identity._known;
    const parcel = createParcel(anonymousId ? { ...event, anonymousId, userId } : withoutIdentifiers(event));
    if (parcel._bytes > limits.eventCharacters) return false;
    // Without consent, who somebody is does not leave; what is done on the page may.
    if (anonymousId || !(event.type < "p")) delivery._add(parcel);
    if (!anonymousId && identity._consent !== false && held.length < heldCount) held.push(event);
    return true;
  };

  /**
   * The one door through which events leave the client.
   *
   * @param key Where the event keeps the subject of its call.
   */
  const record = (
    type: WireEvent["type"],
    key: "event" | "name" | "userId" | "groupId",
    subject: unknown,
    facts: unknown,
    atMs = replayedAtMs ?? Date.now(),
    page = currentPage(referrer),
  ) => {
    // Texts are cut further and further until the event fits into a request.
    for (let characters: number = limits.textCharacters; characters > 1; characters /= 8) {
      const event = {
        type,
        messageId: randomId(),
        timestamp: atMs,
        // JSON leaves out what is undefined.
        [key]: subject,
        // Facts of an `identify` or a `group` are traits, those of a `page` or a `track` are not.
        [type < "p" ? "traits" : "properties"]: facts ? cleanProperties(facts, characters) : undefined,
        context: { page },
      } as WireEvent;
      if (!send(event)) continue;
      emitter.emit("event", event);
      return;
    }
    // Too large, however its texts are cut.
    sayOnce("refused");
  };

  const track = (event: string, properties?: unknown, page?: WirePage) =>
    record("track", "event", text(event, 128), properties, undefined, page);
  const view = (name?: string, properties?: object, atMs?: number) =>
    record("page", "name", name, properties, atMs);

  const client: Client = {
    page: quietly((name, properties) =>
      typeof name === "object" ? view(undefined, name) : view(text(name), properties),
    ),
    track: quietly((event, properties) => {
      if (text(event, 1)) track(event, properties);
    }),
    identify: quietly((userId, traits) => {
      const isNamed = typeof userId !== "object";
      const id = isNamed && text(userId);
      if (id) identity._remember("userId", id);
      record("identify", "userId", id || undefined, isNamed ? traits : (userId ?? traits));
    }),
    group: quietly((groupId, traits) => {
      const id = text(groupId);
      if (id) record("group", "groupId", id, traits);
    }),
    reset: quietly(() => {
      held.splice(0);
      identity._reset();
    }),
    setConsent: quietly((consent) => {
      const isGranted = consent === true || consent === "granted";
      if (identity._consent === isGranted) return;
      const tell = () => track("consent_updated", { consent: isGranted ? "granted" : "denied" });
      // The last word under the old id, the first under the new one.
      if (!isGranted && identity._known.anonymousId) tell();
      identity._setConsent(isGranted);
      const events = held.splice(0);
      if (isGranted) {
        tell();
        events.forEach(send);
      }
    }),
    on: emitter.on,
    ready: (run) => {
      quietly(run)();
    },
    debug: (isOn = true) => {
      void _load("debug", (module) => module.debug(isOn, client, emitter.log, options));
    },
  };

  // What earlier pages could not deliver goes first, in the request of this page's first event.
  identity._unsent.forEach(
    quietly((json: string) =>
      delivery._add({ ...createParcel(JSON.parse(json) as WireEvent), _json: json, _isStored: true }),
    ),
  );

  const context: TrackerContext = {
    ...client,
    page(atMs, before = referrer) {
      referrer = before;
      view(undefined, undefined, atMs);
    },
    quietly,
    listen,
    track,
    flush: delivery._flush,
    settings,
    touched: new WeakSet(),
    load: _load,
    cleanUrl,
  };
  // One that fails takes neither the other nor the client with it.
  if (options.pageViews !== false) context.navigated = quietly(startPageViews)(context, _firstViewAtMs);
  quietly(summonCapture)(context);
  // After the trackers: what they report on leaving has to be in the queue by then.
  onLeave(delivery._leave);

  return {
    _client: client,
    _replay: quietly((name, given, atMs) => {
      replayedAtMs = atMs;
      try {
        (client[name] as (...given: unknown[]) => void)(...given);
      } finally {
        replayedAtMs = undefined;
      }
    }),
  };
}
