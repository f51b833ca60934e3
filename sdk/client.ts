import { limits } from "../shared/limits.ts";
import type { ActionPayload, Answer, WireEvent } from "../shared/wire.ts";
import type { ActionsModule } from "./actions/index.ts";
import type { FormsModule } from "./forms/index.ts";
import { createIdentity } from "./identity.ts";
import { cleanProperties } from "./lib/clean-properties.ts";
import { currentPage } from "./lib/current-page.ts";
import { createEmitter } from "./lib/emitter.ts";
import { onLeave } from "./lib/on-leave.ts";
import { quietly } from "./lib/quietly.ts";
import { randomId } from "./lib/random-id.ts";
import { sayOnce } from "./lib/say-once.ts";
import { pageView } from "./trackers/page-view.ts";
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

/** What only the SDK's own entries set. */
export interface Loading {
  _loadActions(): Promise<ActionsModule>;
  _loadForms(): Promise<FormsModule>;
  /** When the visit of this document began; now when left out. Milliseconds since 1970. */
  _startedAtMs?: number;
  /** The page itself has told the view of this load. */
  _isFirstViewTold?: boolean;
}

/** A client, and the way to make up for a call that was made before it was there. */
export interface StartedClient {
  _client: Client;
  /** Calls a method as if it were `atMs`, milliseconds since 1970. */
  _replay(name: keyof Client, given: unknown[], atMs: number): void;
}

const text = (value: unknown, characters: number): string | undefined =>
  (typeof value === "string" && value) || typeof value === "number"
    ? String(value).slice(0, characters)
    : undefined;

/** Starts a client; the entries `index.ts` and `script.ts` say where its actions come from. */
export function startClient(
  options: ClientOptions,
  { _loadActions, _loadForms, _startedAtMs = Date.now(), _isFirstViewTold = false }: Loading,
): StartedClient {
  const identity = createIdentity(options.site);
  const emitter = createEmitter<ClientEvents>();
  const pageKinds = new Map<string, string>();
  let isDebugging = false;
  /** Address the visitor came from; a navigation without a load changes it. */
  let referrer = document.referrer;
  /** Set while a queued call is made up for. */
  let replayedAtMs: number | undefined;

  const delivery = createDelivery({
    _url: options.endpoint + "/v1/batch",
    _head: (owner) => ({
      writeKey: options.site,
      sentAt: new Date().toISOString(),
      // The signed id belongs to the visitor it was given to, not to the one before a reset.
      visitor: owner === identity._known.anonymousId ? identity._known.visitor : undefined,
      context: {
        // The page's language first: what is shown has to fit what is around it.
        locale: (document.documentElement.lang || navigator.language).slice(0, 35),
      },
    }),
    _onAnswer(answer, owner, path) {
      if (isDebugging) console.debug("scoreline:", answer);
      if (owner !== identity._known.anonymousId) return;
      if (typeof answer.visitor === "string") identity._remember("visitor", answer.visitor);
      if (path && answer.pageKind) pageKinds.set(path, answer.pageKind);
      emitter.emit("decision", answer);
      if (answer.actions?.length > 0) {
        const host = { report, onShow: (action: ActionPayload) => emitter.emit("action", action) };
        _loadActions()
          .then((module) => module.showActions(answer.actions, host))
          .catch(sayOnce);
      }
    },
    _store: identity._store,
  });

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
  ) => {
    const { anonymousId, userId } = identity._known;
    const factsKey = type === "identify" || type === "group" ? "traits" : "properties";
    // Texts are cut further and further until the event fits into a request.
    for (let characters: number = limits.textCharacters; characters > 1; characters /= 8) {
      const event = {
        type,
        messageId: randomId(),
        timestamp: new Date(atMs).toISOString(),
        anonymousId,
        userId,
        // JSON leaves out what is undefined.
        [key]: subject,
        [factsKey]: cleanProperties(facts, characters),
        context: { page: currentPage(referrer) },
      } as WireEvent;
      const parcel = createParcel(event);
      if (parcel._bytes > parcelBytes) continue;
      if (isDebugging) console.debug("scoreline:", event);
      delivery._add(parcel);
      return;
    }
    sayOnce("an event is too big");
  };

  const report = (event: string, properties?: unknown) =>
    record("track", "event", text(event, 128), properties);
  const view = (name?: string, properties?: object, atMs?: number) =>
    record("page", "name", name, { ...currentPage(referrer), ...properties }, atMs);

  const client: Client = {
    page: quietly((name, properties) =>
      typeof name === "object" ? view(undefined, name) : view(text(name, 256), properties),
    ),
    track: quietly((event, properties) => {
      if (text(event, 1)) report(event, properties);
    }),
    identify: quietly((userId, traits) => {
      const isNamed = typeof userId !== "object";
      const id = isNamed && text(userId, 256);
      if (id) identity._remember("userId", id);
      record("identify", "userId", identity._known.userId, isNamed ? traits : userId);
    }),
    group: quietly((groupId, traits) => {
      const id = text(groupId, 256);
      if (id) record("group", "groupId", id, traits);
    }),
    reset: quietly(() => {
      identity._reset();
      pageKinds.clear();
    }),
    on: (name, listener) => emitter.on(name, listener),
    ready: (run) => {
      quietly(run)();
    },
    debug: (isOn = true) => {
      isDebugging = isOn;
    },
  };

  // What earlier pages could not deliver goes first, in the request of this page's first event.
  identity
    ._unsent()
    .forEach(
      quietly((json: string) =>
        delivery._add({ ...createParcel(JSON.parse(json) as WireEvent), _json: json, _isStored: true }),
      ),
    );

  const context: TrackerContext = {
    page(atMs, before = referrer) {
      referrer = before;
      view(undefined, undefined, atMs);
    },
    track: report,
    identify: client.identify,
    flush: delivery._flush,
    _loadForms,
    pageKind: () => pageKinds.get(currentPage("").path),
    _startedAtMs,
    _isFirstViewTold,
  };
  for (const tracker of trackers) {
    if (tracker !== pageView || options.pageViews !== false) quietly(tracker.start)(context);
  }
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
