import type { WireProperties } from "../../shared/wire.ts";
import type { FormsModule } from "../forms/index.ts";

/** What a tracker may do; the client hands it over. */
export interface TrackerContext {
  /**
   * Reports a view of the current page.
   *
   * @param atMs When it began, milliseconds since 1970.
   * @param referrer Address of the page before, where that was left without a load.
   */
  page(atMs: number, referrer?: string): void;
  track(event: string, properties: WireProperties): void;
  identify(traits: WireProperties): void;
  /** Sends what is waiting now, without leaving time for more. */
  flush(): void;
  /** Kind of the current page, once an answer has told it. */
  pageKind(): string | undefined;
  /** Fetches the chunk that reads forms; once, however often it is called. */
  _loadForms(): Promise<FormsModule>;
  /** When the visit of this document began, milliseconds since 1970. */
  _startedAtMs: number;
  /** The page itself has told the view of this load; a second one would count it twice. */
  _isFirstViewTold: boolean;
}

/** Something that listens to the page and reports one kind of signal. */
export interface Tracker {
  name: string;
  /** Begins to listen. @returns Stops listening. */
  start(context: TrackerContext): () => void;
}
