import type { WireProperties } from "../../shared/wire.ts";

/** What a tracker may do; the client hands it over. */
export interface TrackerContext {
  /** Reports a view of the current page. `atMs` is when it began, milliseconds since 1970; now when left out. */
  page(options?: { atMs?: number; referrer?: string }): void;
  track(event: string, properties: WireProperties): void;
  identify(traits: WireProperties): void;
  /** Sends what is waiting now, without leaving time for more. */
  flush(): void;
  /** Kind of the current page, once an answer has told it. */
  pageKind(): string | undefined;
  /** When the visit of this document began, milliseconds since 1970. */
  startedAtMs: number;
  /** The page itself has told the view of this load; a second one would count it twice. */
  isFirstViewTold: boolean;
}

/** Something that listens to the page and reports one kind of signal. */
export interface Tracker {
  name: string;
  /** Begins to listen. @returns Stops listening. */
  start(context: TrackerContext): () => void;
}
