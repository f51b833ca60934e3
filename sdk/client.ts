import { limits } from "../shared/limits.ts";
import type { ActionPayload, Answer, WireBatch, WireEvent, WireProperties } from "../shared/wire.ts";
import type { ActionsModule } from "./actions/index.ts";
import { createIdentity } from "./identity.ts";
import { cleanProperties } from "./lib/clean-properties.ts";
import { currentPage } from "./lib/current-page.ts";
import { createEmitter } from "./lib/emitter.ts";
import { quietly } from "./lib/quietly.ts";
import { randomId } from "./lib/random-id.ts";
import { sayOnce } from "./lib/say-once.ts";
import { trackers } from "./trackers/index.ts";
import type { TrackerContext } from "./trackers/tracker.ts";
import { createDelivery } from "./transport/delivery.ts";
import { createParcel, parcelBytes } from "./transport/parcel.ts";

/** Settings of a client. */
export interface ClientOptions {
  /** The site's public write key. */
  site: string;
  /** Address of the Scoreline worker, without a slash at the end. Events go to `/v1/batch` under it. */
  endpoint: string;
  /** Reports page views by itself, those of a single-page app too; `true` when left out. */
  pageViews?: boolean;
}

/** What the page can listen to. */
export interface ClientEvents {
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
   * Reports that something happened. Names are GA4's in snake_case.
   *
   * @example client.track("view_item", { model: "Aurora" });
   */
  track(event: string, properties?: Properties): void;
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
   * Listens to answers (`decision`) or to what is shown (`action`).
   *
   * @returns Stops listening.
   * @example const stop = client.on("decision", (answer) => console.log(answer.stage));
   */
  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): () => void;
  /** Runs the function once the SDK is there: at once, or as soon as the script has arrived. */
  ready(run: () => void): void;
  /** Writes each event and each answer to the console; `debug(false)` ends it. */
  debug(isOn?: boolean): void;
}

/** A call that was made before the SDK arrived: name, arguments, milliseconds since 1970. */
export type QueuedCall = [name: keyof Client, given: unknown[], atMs: number];

/** What only the SDK's own entries set. */
export interface Loading {
  loadActions(): Promise<ActionsModule>;
  /** When the visit of this document began; now when left out. Milliseconds since 1970. */
  startedAtMs?: number;
  /** Calls that were made before. */
  queue?: QueuedCall[];
}

const text = (value: unknown, characters: number): string | undefined =>
  (typeof value === "string" && value) || typeof value === "number" ? String(value).slice(0, characters) : undefined;

/** Starts a client; the entries `index.ts` and `script.ts` say where its actions come from. */
export function startClient(
  options: ClientOptions,
  { loadActions, startedAtMs = Date.now(), queue = [] }: Loading,
): { client: Client; replay(call: QueuedCall): void } {
  const identity = createIdentity(options.site);
  const emitter = createEmitter<ClientEvents>();
  const pageKinds = new Map<string, string>();
  let isDebugging = false;
  /** Address the visitor came from; a navigation without a load changes it. */
  let referrer = document.referrer;
  /** Set while a queued call is made up for. */
  let replayedAtMs: number | undefined;

  const log = (...words: unknown[]) => {
    if (isDebugging) console.debug("scoreline:", ...words);
  };

  const delivery = createDelivery({
    url: options.endpoint + "/v1/batch",
    head(owner) {
      const head: Omit<WireBatch, "batch"> = {
        writeKey: options.site,
        sentAt: new Date().toISOString(),
        context: {
          // The page's language first: what is shown has to fit what is around it.
          locale: (document.documentElement.lang || navigator.language).slice(0, 35),
          timezoneOffset: new Date().getTimezoneOffset(),
        },
      };
      // The signed id belongs to the visitor it was given to, not to the one before a reset.
      if (identity.visitor && owner === identity.anonymousId) head.visitor = identity.visitor;
      return head;
    },
    onAnswer(answer, owner, path) {
      log("answer", answer);
      if (owner !== identity.anonymousId) return;
      if (typeof answer.visitor === "string") identity.remember({ visitor: answer.visitor });
      if (path && answer.pageKind) pageKinds.set(path, answer.pageKind);
      emitter.emit("decision", answer);
      if (Array.isArray(answer.actions) && answer.actions.length > 0) {
        loadActions().then(
          quietly((actions) =>
            actions.showActions(answer.actions, {
              report,
              onShow: (action) => emitter.emit("action", action),
            }),
          ),
          () => sayOnce("the actions could not be loaded"),
        );
      }
    },
    store: identity.store,
  });

  /** The one door through which events leave the client. */
  const record = (
    fields: Omit<WireEvent, "messageId" | "timestamp" | "properties" | "traits"> & { properties?: unknown; traits?: unknown },
    atMs = replayedAtMs ?? Date.now(),
  ) => {
    const event: WireEvent = {
      type: fields.type,
      messageId: randomId(),
      timestamp: new Date(atMs).toISOString(),
      anonymousId: identity.anonymousId,
    };
    if (fields.event) event.event = fields.event;
    if (fields.name) event.name = fields.name;
    if (fields.groupId) event.groupId = fields.groupId;
    if (identity.userId) event.userId = identity.userId;
    const page = currentPage(referrer);
    event.context = { page };
    // Texts are cut further and further until the event fits into a request.
    for (let characters: number = limits.textCharacters; characters > 0; characters = Math.floor(characters / 4)) {
      if (fields.properties) event.properties = cleanProperties(fields.properties, characters);
      if (fields.traits) event.traits = cleanProperties(fields.traits, characters);
      const parcel = createParcel(event);
      if (parcel._bytes > parcelBytes) continue;
      log(event);
      delivery.add(parcel);
      return;
    }
    sayOnce("an event is too big to be sent");
  };

  const report = (event: string, properties: WireProperties) => record({ type: "track", event, properties });

  const client: Client = {
    page: quietly((name, properties) => {
      const isNamed = typeof name !== "object";
      const title = isNamed ? text(name, 256) : undefined;
      record({
        type: "page",
        ...(title && { name: title }),
        properties: { ...currentPage(referrer), ...(isNamed ? properties : name) },
      });
    }),
    track: quietly((event, properties) => {
      const name = text(event, 128);
      if (name) record({ type: "track", event: name, properties: properties ?? {} });
    }),
    identify: quietly((userId, traits) => {
      const isNamed = typeof userId !== "object";
      const id = isNamed ? text(userId, 256) : undefined;
      if (id) identity.remember({ userId: id });
      record({ type: "identify", traits: (isNamed ? traits : userId) ?? {} });
    }),
    group: quietly((groupId, traits) => {
      const id = text(groupId, 256);
      if (id) record({ type: "group", groupId: id, traits: traits ?? {} });
    }),
    reset: quietly(() => {
      identity.reset();
      pageKinds.clear();
    }),
    on: (name, listener) => emitter.on(name, listener),
    ready: (run) => void quietly(run)(),
    debug: (isOn = true) => {
      isDebugging = isOn;
    },
  };

  // What earlier pages could not deliver goes first, in the request of this page's first event.
  for (const json of identity.unsent()) {
    quietly(() => {
      const parcel = createParcel(JSON.parse(json) as WireEvent);
      delivery.add({ ...parcel, _json: json, _isStored: true });
    })();
  }

  const context: TrackerContext = {
    page({ atMs, referrer: before } = {}) {
      if (before) referrer = before;
      record({ type: "page", properties: currentPage(referrer) }, atMs);
    },
    track: report,
    identify: (traits) => record({ type: "identify", traits }),
    flush: delivery.flush,
    pageKind: () => pageKinds.get(currentPage("").path),
    startedAtMs,
    isFirstViewTold: queue.some(([name]) => name === "page"),
  };
  for (const tracker of trackers) {
    if (tracker.name !== "page-view" || options.pageViews !== false) quietly(tracker.start)(context);
  }

  const replay = quietly(([name, given, atMs]: QueuedCall) => {
    replayedAtMs = atMs;
    try {
      (client[name] as (...given: unknown[]) => void)(...given);
    } finally {
      replayedAtMs = undefined;
    }
  });
  queue.forEach(replay);
  return { client, replay };
}
