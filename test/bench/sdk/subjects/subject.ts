/** A request that reached a subject's collector. */
export interface Arrival {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Buffer;
}

/** What an arrival told the collector: a view of a page, or a form that was submitted. */
export type Told = { kind: "view"; url: string } | { kind: "form" };

/** What the collector answers: JSON, if nothing else is said. */
export interface CollectorAnswer {
  type?: string;
  body: string;
}

/** A subject as it is served at one address. */
export interface Installed {
  /** What the site's owner puts into the head of the page. */
  snippet: string;
  /** Files of the collector's origin, by path. */
  files: Readonly<Record<string, string>>;
}

/** An SDK that is measured, in the way its own documentation installs it. */
export interface Subject {
  name: string;
  version: string;
  licence: string;
  /** @param host Origin of the collector. */
  install(host: string): Installed;
  /** Answers a request that is for no file. */
  answer(arrival: Arrival): CollectorAnswer;
  /** What the request told. */
  read(arrival: Arrival): Told[];
}
