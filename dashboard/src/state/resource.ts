import { signal, type Signal } from "@preact/signals";
import { ApiError } from "../api/client.ts";

/** Something that is fetched: what is known of it, and how the last try went. */
export interface Resource<Value> {
  value: Signal<Value | null>;
  error: Signal<ApiError | null>;
  isLoading: Signal<boolean>;
  /** Fetches; a newer call makes an older one's answer count for nothing. */
  load: (fetchValue: (abort: AbortSignal) => Promise<Value>) => Promise<void>;
  /** Forgets everything. */
  clear: () => void;
}

/** Makes an empty resource. The last good value stays while a newer one is fetched, and when that fails. */
export function makeResource<Value>(): Resource<Value> {
  const value = signal<Value | null>(null);
  const error = signal<ApiError | null>(null);
  const isLoading = signal(false);
  let running: AbortController | null = null;

  return {
    value,
    error,
    isLoading,
    async load(fetchValue) {
      running?.abort();
      const own = new AbortController();
      running = own;
      isLoading.value = true;
      try {
        const answer = await fetchValue(own.signal);
        if (running !== own) return;
        value.value = answer;
        error.value = null;
      } catch (cause) {
        if (running !== own) return;
        error.value = cause instanceof ApiError ? cause : new ApiError(0, "unexpected", String(cause), null);
      }
      isLoading.value = false;
    },
    clear() {
      running?.abort();
      running = null;
      value.value = null;
      error.value = null;
      isLoading.value = false;
    },
  };
}
