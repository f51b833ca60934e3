import { liveState } from "../state/live.ts";

const words = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" } as const;

/** Says whether the screen moves by itself. */
export function LiveBadge() {
  const state = liveState.value;
  return (
    <span class={`live is-${state}`} role="status">
      <span class="live-dot" />
      {words[state]}
    </span>
  );
}
