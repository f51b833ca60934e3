import { startClient, type Client, type QueuedCall } from "./client.ts";
import type { ActionsModule } from "./actions/index.ts";
import { quietly } from "./lib/quietly.ts";
import { sayOnce } from "./lib/say-once.ts";

/** File name of the chunk that shows actions; the build puts it in. */
declare const ACTIONS_FILE: string;

/** What may be at `window.scoreline` before: nothing, the inline stub, or another copy of the SDK. */
interface Stub extends Partial<Client> {
  q?: QueuedCall[];
  /** When the stub began, milliseconds since 1970. */
  t?: number;
  loaded?: boolean;
}

/**
 * The script tag: `<script async src="https://host/s.js" data-site="pub_1"></script>`. Where it
 * came from is where events go, unless `data-endpoint` says otherwise.
 */
const start = () => {
  const page = window as { scoreline?: Stub };
  const before = page.scoreline;
  if (before?.loaded) return;

  const tag = document.currentScript ?? document.querySelector("script[data-site]");
  if (!(tag instanceof HTMLScriptElement) || !tag.dataset.site) {
    sayOnce("the script tag needs data-site, the site's public write key");
    return;
  }
  const { site, endpoint, auto } = tag.dataset;
  // /s.js and /s/<hash>.js are both served from the root of the worker.
  const base = (endpoint || tag.src.replace(/[?#].*/, "").replace(/\/(s\/)?[^/]*$/, "")).replace(/\/+$/, "");

  // An element with the id "scoreline" is at window.scoreline too.
  const isStub = Array.isArray(before?.q);
  const queue = isStub ? before!.q! : [];
  let loaded: Promise<ActionsModule> | undefined;
  const { client, replay } = startClient(
    { site, endpoint: base, pageViews: auto !== "false" },
    {
      loadActions: () => (loaded ??= import(`${base}/s/${ACTIONS_FILE}`) as Promise<ActionsModule>),
      queue,
      ...(isStub && before!.t && { startedAtMs: before!.t }),
    },
  );
  // The same object stays, and its queue hands on: some may have kept either of them.
  page.scoreline = Object.assign(isStub ? before! : {}, client, { loaded: true });
  queue.length = 0;
  queue.push = (...calls) => {
    calls.forEach(replay);
    return 0;
  };
};

quietly(start)();
