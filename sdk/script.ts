import type { ConsentMode } from "../shared/schema/site.ts";
import type { QueuedCall } from "../shared/wire.ts";
import type { LoadChunk } from "./chunks.ts";
import { startClient, type Client } from "./client.ts";
import { quietly } from "./lib/quietly.ts";
import { sayOnce } from "./lib/say-once.ts";

/** Hash in the names of the lazy chunks; the build puts it in. */
declare const CHUNKS_HASH: string;

/** What may be at `window.scoreline` before: nothing, the inline stub, or another copy of the SDK. */
interface Stub extends Partial<Client> {
  q?: QueuedCall[];
  loaded?: boolean;
}

/**
 * The script tag: `<script async src="https://host/s.js" data-site="pub_1"></script>`. Where it
 * came from is where events go, unless `data-endpoint` says otherwise; `data-auto="false"` leaves
 * page views to the page.
 */
const start = () => {
  const page = window as { scoreline?: Stub };
  const before = page.scoreline;
  if (before?.loaded) return;

  const tag = (document.currentScript ?? document.querySelector("script[data-site]")) as HTMLScriptElement;
  const settings = tag?.dataset;
  // Told to the developer, see `quietly`.
  if (!settings?.site) throw "no data-site";
  // /s.js and /s/<hash>.js are both served from the root of the worker. Not by a pattern: what one
  // costs the first time is time of the page's start.
  const [address] = tag.src.split("?") as [string];
  const folder = address.slice(0, address.lastIndexOf("/"));
  const endpoint =
    settings.endpoint?.replace(/\/+$/, "") || (folder.endsWith("/s") ? folder.slice(0, -2) : folder);

  const load: LoadChunk = (name, use) =>
    import(`${endpoint}/s/${name}-${CHUNKS_HASH}.js`).then(use).catch(sayOnce);
  // Most addresses have no query, so most pages are spared the pattern.
  const [, tool] = (location.search && /[?&]scoreline_(debug|preview)\b/.exec(location.search)) || [];
  if (tool === "preview") {
    void load(tool, (module) => module.showPreview(endpoint, settings.site as string, load));
    return;
  }

  // An element with the id "scoreline" is at window.scoreline too.
  const queue = Array.isArray(before?.q) ? before.q : undefined;
  // The stub's first call is the view of the page, which the page-view tracker reports.
  const calls = queue?.splice(0) ?? [];
  const view = calls.shift();
  const { _client, _replay } = startClient(
    {
      site: settings.site,
      endpoint,
      pageViews: settings.auto !== "false",
      consent: settings.consent as ConsentMode,
      settings,
    },
    {
      _load: load,
      _firstViewAtMs: calls.some(([name]) => name === "page") ? undefined : +(view?.[1] ?? new Date()),
    },
  );
  const run = ([name, at, ...given]: QueuedCall) => _replay(name as keyof Client, given, +at);
  calls.forEach(run);
  // The same object stays, and its queue hands on: some may have kept either of them.
  page.scoreline = Object.assign((queue && before) ?? {}, _client, { loaded: true });
  if (queue) {
    queue.push = (...late) => late.forEach(run) as never;
  }
  if (tool) _client.debug();
  const { compat } = settings;
  if (compat) void load("compat", (module) => module.startCompat(_client, compat));
};

quietly(start)();
