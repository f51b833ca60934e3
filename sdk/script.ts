import type { ActionsModule } from "./actions/index.ts";
import { startClient, type Client } from "./client.ts";
import type { FormsModule } from "./forms/index.ts";
import { quietly } from "./lib/quietly.ts";
import { sayOnce } from "./lib/say-once.ts";

/** File names of the lazy chunks; the build puts them in. */
declare const ACTIONS_FILE: string;
declare const FORMS_FILE: string;

/** A call that the stub took down: name, arguments, time. */
type QueuedCall = [name: keyof Client, subject: unknown, facts: unknown, at: Date];

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

  const tag = (document.currentScript ??
    document.querySelector("script[data-site]")) as HTMLScriptElement | null;
  if (!tag?.dataset.site) {
    sayOnce("data-site is missing");
    return;
  }
  const { site, endpoint, auto } = tag.dataset;
  // /s.js and /s/<hash>.js are both served from the root of the worker.
  const base = (endpoint || tag.src.replace(/[?#].*/, "").replace(/\/(s\/)?[^/]*$/, "")).replace(/\/+$/, "");

  // An element with the id "scoreline" is at window.scoreline too.
  const queue = Array.isArray(before?.q) ? before.q : undefined;
  // The stub's first call is the view of the page, which the page-view tracker reports.
  const calls = queue?.splice(0) ?? [];
  const view = calls.shift();
  const { _client, _replay } = startClient(
    { site, endpoint: base, pageViews: auto !== "false" },
    {
      _loadActions: () => import(`${base}/s/${ACTIONS_FILE}`) as Promise<ActionsModule>,
      _loadForms: () => import(`${base}/s/${FORMS_FILE}`) as Promise<FormsModule>,
      _startedAtMs: view ? +view[3] : Date.now(),
      _isFirstViewTold: calls.some(([name]) => name === "page"),
    },
  );
  const run = ([name, subject, facts, at]: QueuedCall) => _replay(name, [subject, facts], +at);
  calls.forEach(run);
  // The same object stays, and its queue hands on: some may have kept either of them.
  page.scoreline = Object.assign((queue && before) ?? {}, _client, { loaded: true });
  if (queue) {
    queue.push = (...late) => {
      late.forEach(run);
      return 0;
    };
  }
};

quietly(start)();
