import { signal } from "@preact/signals";
import type { Source, SourceDelivery, SourceKindInfo } from "../../../shared/schema/source.ts";
import {
  changeSource,
  createSource,
  deleteSource,
  getSourceDeliveries,
  getSourceKinds,
  getSources,
  rotateSource,
} from "../api/sources.ts";
import { makeResource } from "./resource.ts";

/** A source with its log; `problem` when the log could not be read. */
export interface SourceLog {
  source: Source;
  deliveries: SourceDelivery[];
  problem: string | null;
}

/** The kinds there are, and the site's sources. */
export const sources = makeResource<{ kinds: SourceKindInfo[]; logs: SourceLog[] }>();

/** Secrets that were made a moment ago, by source: they are shown until the page is left. */
export const madeSecrets = signal<Readonly<Record<string, Readonly<Record<string, string>>>>>({});

/** What is being done, and why the last try failed: by source, or by kind for a new one. */
export const busy = signal<ReadonlySet<string>>(new Set());
export const sourceProblems = signal<Readonly<Record<string, string>>>({});

/** The kind that is being added; null for none. */
export const addedKind = signal<string | null>(null);

const pollMs = 5_000;

async function fetchAll(): Promise<{ kinds: SourceKindInfo[]; logs: SourceLog[] }> {
  const known = sources.value.peek()?.kinds;
  const [kinds, all] = await Promise.all([known ?? getSourceKinds(), getSources()]);
  const logs = await Promise.all(
    all.map(async (source) => {
      try {
        return { source, deliveries: await getSourceDeliveries(source.id), problem: null };
      } catch (cause) {
        return { source, deliveries: [], problem: cause instanceof Error ? cause.message : String(cause) };
      }
    }),
  );
  return { kinds, logs: logs.reverse() };
}

/** Fetches sources and logs. */
export function loadSources(): Promise<void> {
  return sources.load(fetchAll);
}

/** Keeps the screen fresh while it is open: who sets a source up waits for its first delivery. */
export function followSources(): () => void {
  void loadSources();
  const timer = setInterval(() => {
    if (document.visibilityState === "visible" && !sources.isLoading.peek()) void loadSources();
  }, pollMs);
  return () => clearInterval(timer);
}

/** Forgets everything, secrets first. */
export function clearSources(): void {
  madeSecrets.value = {};
  sourceProblems.value = {};
  addedKind.value = null;
  sources.clear();
}

/** Does something about one source, and says why it failed if it did. */
async function attempt(key: string, act: () => Promise<void>): Promise<void> {
  if (busy.peek().has(key)) return;
  busy.value = new Set([...busy.peek(), key]);
  const { [key]: _old, ...others } = sourceProblems.peek();
  sourceProblems.value = others;
  try {
    await act();
    await loadSources();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    sourceProblems.value = { ...sourceProblems.peek(), [key]: message };
  }
  busy.value = new Set([...busy.peek()].filter((other) => other !== key));
}

export function addSource(kind: string, settings: Record<string, unknown>): Promise<void> {
  return attempt(kind, async () => {
    const { id, secrets } = await createSource(kind, settings);
    madeSecrets.value = { ...madeSecrets.peek(), [id]: secrets };
    addedKind.value = null;
  });
}

export function saveSource(id: string, settings: Record<string, unknown>): Promise<void> {
  return attempt(id, async () => {
    await changeSource(id, settings);
  });
}

export function renewSource(id: string): Promise<void> {
  return attempt(id, async () => {
    const { secrets } = await rotateSource(id);
    madeSecrets.value = { ...madeSecrets.peek(), [id]: secrets };
  });
}

export function removeSource(id: string): Promise<void> {
  return attempt(id, () => deleteSource(id));
}
