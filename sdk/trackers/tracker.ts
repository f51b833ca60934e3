import type { WirePage, WireProperties } from "../../shared/wire.ts";
import type { LoadChunk } from "../chunks.ts";
import type { ClientEvents, Consent } from "../client.ts";
import type { cleanUrl } from "../lib/clean-url.ts";
import type { listen } from "../lib/listen.ts";
import type { quietly } from "../lib/quietly.ts";

/** What a tracker may do; the client hands it over. Its names cross from one file of the build to another. */
export interface TrackerContext {
  /**
   * Reports a view of the current page.
   *
   * @param atMs When it began, milliseconds since 1970.
   * @param referrer Address of the page before, where that was left without a load.
   */
  page(atMs?: number, referrer?: string): void;
  /** To be called when the address has changed without a load; missing where the page reports its views itself. */
  navigated?: ((isReplacement: boolean) => void) | undefined;
  /**
   * Reports that something happened.
   *
   * @param page Where, if not on the page that the visitor is on now.
   */
  track(event: string, properties?: WireProperties, page?: WirePage): void;
  identify(traits: WireProperties): void;
  setConsent(consent: Consent): void;
  on<Name extends keyof ClientEvents>(name: Name, listener: (value: ClientEvents[Name]) => void): () => void;
  /**
   * Sends what is waiting now, without leaving time for more.
   *
   * @param isForced What failed before too, although its time has not come.
   */
  flush(isForced?: unknown): void;
  /** The `data-*` options of the script tag, by their names in camelCase; all of them are texts. */
  settings: Readonly<Record<string, string | undefined>>;
  /** Elements that the visitor has used since the page arrived, and the roots that they are in. */
  touched: WeakSet<Node>;
  /** Reports what is in a form, or in what serves as one; missing where that is switched off. */
  reportForm?: ((form: Element) => void) | undefined;
  /** Fetches the chunk that only some pages need; missing where that is switched off. */
  fetchExternal?: (() => unknown) | undefined;
  load: LoadChunk;
  // As in `sdk/lib/`. The script has them, so that what every page loads after it need not bring them again.
  cleanUrl: typeof cleanUrl;
  listen: typeof listen;
  quietly: typeof quietly;
}

/** Something that listens to the page, for as long as it lives, and reports one kind of signal. */
export interface Tracker {
  name: string;
  start(context: TrackerContext): void;
}
